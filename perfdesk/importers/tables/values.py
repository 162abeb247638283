"""The text of a cell as a clerk types it: exact figures in the form's unit, rates as percent, measures with units."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.definition.kinds import EXACT, parse_answer, plain_number, round_half_up
from perfdesk.definition.model import Question
from perfdesk.definition.spreadsheet_figures import plain_figure
from perfdesk.importers.matching.figures import is_money, usual_measure
from perfdesk.importers.matching.names import is_hashes, option_for
from perfdesk.importers.source import SourceTableCell
from perfdesk.importers.spreadsheet.number_format import is_percent_format, scale_of, words_behind
from perfdesk.importers.tables.names import is_dash, is_empty

_YUAN = Decimal("0.0001")
_UNITS = {"元": _YUAN, "千元": 1000 * _YUAN, "万元": Decimal(1), "百万元": Decimal(100), "亿元": Decimal(10000)}
_UNIT_WORD = r"(?:人民币)?(元|千元|万元|百万元|亿元)"
_UNIT = re.compile(rf"单位\s*[:：]\s*{_UNIT_WORD}|[(（\[](?:单位[:：])?{_UNIT_WORD}[)）\]]")
_UNIT_AFTER = re.compile(r"(元|千元|万元|百万元|亿元|万|亿)$")
#: A quotient has more places than anybody types.
_MOST_PLACES = 8
_MOST_RATIO = Decimal("1.5")


@dataclass(frozen=True, slots=True)
class CellReading:
    """The text that a cell would be typed as; `is_certain` is False where a unit had to be assumed."""

    text: str
    is_certain: bool = True


def units_in(texts: Iterable[str]) -> set[Decimal]:
    """The units of money that titles and headings name, as a factor to 万元."""
    found = (words for text in texts for words in _UNIT.findall(unicodedata.normalize("NFKC", text)))
    return {_UNITS[word] for words in found for word in words if word}


def read_cell(
    question: Question, cell: SourceTableCell, unit: Decimal | None, dash_is_zero: bool
) -> CellReading | None:
    """Read a cell as the answer to a question; None for a cell that says nothing, or nothing of this kind.

    `unit` is the factor of its amounts to 万元, None if nothing in the table says it: then 万元 is assumed.
    """
    text = " ".join(cell.text.split()) if question.kind in ("number", "measure", "choice") else cell.text.strip()
    if is_hashes(text):
        return None
    if question.kind == "number":
        return _read_number(question, cell, text, unit, dash_is_zero)
    if is_empty(text) and not (question.kind == "choice" and text in question.options):
        return None
    if question.kind == "choice":
        option = option_for(text, question.options)
        return CellReading(option) if option else None
    if question.kind == "measure":
        return CellReading(usual_measure(text))
    if question.kind in ("date", "year"):
        return None if parse_answer(question.kind, "", text).problem else CellReading(text)
    return CellReading(text)


def _read_number(
    question: Question, cell: SourceTableCell, text: str, unit: Decimal | None, dash_is_zero: bool
) -> CellReading | None:
    if is_dash(text) and not cell.figure:
        return CellReading("0", is_certain=False) if dash_is_zero else None
    figure = _figure(cell, text)
    if figure is None:
        value = parse_answer("number", question.unit, text).value
        return CellReading(plain_number(value)) if isinstance(value, Decimal) else None
    if question.unit == "%":
        return _read_rate(cell, text, figure)
    if is_money(question):
        amount, is_certain = _in_wan(cell, text, figure, unit)
        return CellReading(plain_number(amount), is_certain)
    return CellReading(plain_number(figure))


def read_amount(cell: SourceTableCell, unit: Decimal | None) -> tuple[Decimal, bool] | None:
    """The amount of a cell in 万元, and whether its unit is known, as in `read_cell`; None for no amount."""
    text = " ".join(cell.text.split())
    figure = _figure(cell, text)
    return _in_wan(cell, text, figure, unit) if figure is not None else None


def _in_wan(cell: SourceTableCell, text: str, figure: Decimal, unit: Decimal | None) -> tuple[Decimal, bool]:
    factor = _own_unit(cell, text) or unit
    return EXACT.multiply(figure, factor or Decimal(1)), factor is not None


def _figure(cell: SourceTableCell, text: str) -> Decimal | None:
    """The exact figure of a cell in the unit that is shown; a quotient with endless places as it is shown."""
    plain = plain_figure(unicodedata.normalize("NFKC", text)).removesuffix("%").strip()
    bare = _UNIT_AFTER.sub("", plain).strip()
    shown = parse_answer("number", "", bare).value
    if not cell.figure:
        return shown if isinstance(shown, Decimal) else None
    stored = Decimal(cell.figure)
    exponent = stored.as_tuple().exponent
    is_endless = isinstance(exponent, int) and -exponent > _MOST_PLACES
    if not is_endless:
        return EXACT.multiply(stored, scale_of(stored, cell.number_format))
    if isinstance(shown, Decimal) and not is_percent_format(cell.number_format):
        return shown
    return round_half_up(EXACT.multiply(stored, scale_of(stored, cell.number_format)), _MOST_PLACES)


def _read_rate(cell: SourceTableCell, text: str, figure: Decimal) -> CellReading | None:
    """A rate in percent: shown as percent, written as percent, or a ratio below 1.5."""
    shown = parse_answer("number", "%", text)
    if text.endswith(("%", "％")) and isinstance(shown.value, Decimal):
        return CellReading(plain_number(shown.value))
    if cell.figure and is_percent_format(cell.number_format):
        return CellReading(plain_number(round_half_up(EXACT.multiply(figure, Decimal(100)), 2)))
    is_ratio = 0 < abs(figure) <= _MOST_RATIO
    value = round_half_up(EXACT.multiply(figure, Decimal(100)), 2) if is_ratio else figure
    return CellReading(plain_number(value), is_certain=not is_ratio)


def _own_unit(cell: SourceTableCell, text: str) -> Decimal | None:
    """The unit of money that a cell writes itself, or that its number format shows."""
    words = words_behind(Decimal(cell.figure), cell.number_format) if cell.figure else text
    found = _UNIT_AFTER.search(unicodedata.normalize("NFKC", words).strip())
    return _UNITS[found.group(1).removesuffix("元") + "元"] if found else None

"""Figures stated in a text, such as `基本支出775.51万元`, that contradict the tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.checks.finding import FindingCode
from perfdesk.checks.proofreading.passage import TextIssue
from perfdesk.definition.kinds import plain_number
from perfdesk.definition.severity import Severity
from perfdesk.language.text_cache import cached_by_text

_FIGURE = re.compile(r"(?P<figure>(?<![\d,.])\d[\d,]*(?:\.\d+)?)(?P<unit>亿元|万元|元|分)")
#: The words right before a figure, and how many characters are searched: text without punctuation may be very long.
_NAME_RUN, _MAX_LENGTH = re.compile(r"([一-龥“”]{2,})：?$"), 60
_IN_WAN = {"亿元": Decimal(10_000), "万元": Decimal(1), "元": Decimal("0.0001")}
#: What may be between a name and its figure, and what may precede the name: `本年度基本支出总额为`.
_JOINED = re.compile(r"(?:数|总额|合计|总计|共计|共|为|是|达到|达)+$")
_LEAD_IN = re.compile(r"^.*(?:[年度的中门计局委办院]|包括|[一二三四五六七八九十]是)(?=..)")
#: Clauses about other figures than this year's, and words for a change of a figure.
_ELSEWHERE = re.compile(r"上年|去年|上一年|20\d\d年(?:至|—)|季度|半年|月|较|比|预算|计划|追加|压减|年初")
_CHANGES = re.compile(r"增加|减少|增长|下降|节约|上升|降低")
#: Shorter names (水费) are ambiguous; an abbreviated name (自评得分) must be unique.
_MIN_LENGTH, _UNIQUE = 3, 4
_CLAUSE = re.compile(r"[^，。；\n（）]+")


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A named figure from `start` to `end`; amounts of money are in 万元."""

    name: str
    value: Decimal
    unit: str
    start: int
    end: int
    text: str


def known_figures(sentences: Iterable[str]) -> dict[tuple[str, str], Decimal]:
    """Return the figures in the generated sentences by name and unit, without names that have several figures."""
    found: dict[tuple[str, str], set[Decimal]] = {}
    for sentence in sentences:
        for one in stated_figures(sentence):
            found.setdefault((one.name, one.unit), set()).add(one.value)
    return {key: values.pop() for key, values in found.items() if len(values) == 1}


def contradicting_figures(text: str, known: dict[tuple[str, str], Decimal]) -> Iterator[TextIssue]:
    """Yield the figures in a text that differ from the known figure of the same name."""
    for one in stated_figures(text):
        figure = _known_figure(one, known)
        if figure is not None and figure != one.value:
            message = f"写着“{one.text}”，表里填的是 {plain_number(figure)}{one.unit}，正文和表格应当一致"
            yield TextIssue(FindingCode.CONTRADICTING_FIGURE, Severity.WARNING, one.start, one.end, message)


def _known_figure(one: StatedFigure, known: dict[tuple[str, str], Decimal]) -> Decimal | None:
    """Return the known figure of the same name, or the only one whose name ends with it."""
    if (one.name, one.unit) in known or len(one.name) < _UNIQUE:
        return known.get((one.name, one.unit))
    found = [value for (name, unit), value in known.items() if unit == one.unit and name.endswith(one.name)]
    return found[0] if len(found) == 1 else None


@cached_by_text
def stated_figures(text: str) -> tuple[StatedFigure, ...]:
    """Return the named figures in a text that are about this year and not part of a comparison."""
    return tuple(
        one
        for clause in _CLAUSE.finditer(text)
        if not _ELSEWHERE.search(clause[0])
        for one in _figures_in_clause(text, clause)
    )


def _figures_in_clause(text: str, clause: re.Match[str]) -> Iterator[StatedFigure]:
    for hit in _FIGURE.finditer(text, *clause.span()):
        run = _NAME_RUN.search(text, max(clause.start(), hit.start() - _MAX_LENGTH), hit.start())
        name = _LEAD_IN.sub("", _JOINED.sub("", run[1])) if run else ""
        if len(name) >= _MIN_LENGTH and not _CHANGES.search(name):
            value = Decimal(hit["figure"].replace(",", ""))
            factor = _IN_WAN.get(hit["unit"])
            unit = hit["unit"] if factor is None else "万元"
            span = hit.start("figure"), hit.end("unit")
            yield StatedFigure(name, value * (factor or 1), unit, *span, f"{name}{text[slice(*span)]}")

"""The facts of the cover: the title names year, unit and kind of report; the signature names unit and date."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import date_text, parse_answer
from perfdesk.definition.model import Field, Form
from perfdesk.entries.proposal import Confidence
from perfdesk.importers.prose.date_lines import is_blank_date, is_date_alone
from perfdesk.importers.source import SourceParagraph
from perfdesk.language.characters import plain
from perfdesk.language.dates import dates

_MAX_TITLE_LINES, _LONGEST_TITLE, _SHORTEST_WORDS = 6, 90, 2
_UNIT = re.compile(r"[一-龥（）()·]{3,40}")
#: A county alone in the title is not the unit.
_COUNTY = re.compile(r"[一-龥]{1,6}[县市区州省]")
_BRACKET = re.compile(r"[（(][^（）()]*(?:章|印)[^（）()]*[)）]$")
_AROUND = "《》“”\"' 关于的"


@dataclass(frozen=True, slots=True)
class CoverFact:
    """An answer of the cover with the paragraph that states it."""

    address: Address
    text: str
    paragraph: SourceParagraph
    confidence: Confidence = "sure"


def title_facts(form: Form, front: Sequence[SourceParagraph]) -> Iterator[CoverFact]:
    """What the title states; nothing if the first lines are not like the form's own title."""
    words = _title_words(form)
    lines: list[SourceParagraph] = []
    for paragraph in [one for one in front if one.in_part == "body"][:_MAX_TITLE_LINES]:
        if len(paragraph.text) > _LONGEST_TITLE:
            break
        lines.append(paragraph)
        title = plain("".join("".join(line.text.split()) for line in lines))
        at = next((title.find(one) for one in words if one in title), -1)
        if at >= 0 and len(title) > at + len(words[-1]):
            yield from _facts(form, title, at, lines)
            break


def title_year(form: Form, front: Sequence[SourceParagraph]) -> int | None:
    """The year that the title states."""
    year = form.report_fields.year
    return next((int(fact.text) for fact in title_facts(form, front) if fact.address == year), None)


def signature_facts(form: Form, lines: Sequence[SourceParagraph]) -> Iterator[CoverFact]:
    """What the signature states: the unit, and the date below it."""
    for line in lines:
        text = line.text.strip()
        if is_date_alone(text):
            read = parse_answer("date", "", "".join(text.split()))
            if isinstance(read.value, datetime.date) and not read.problem:
                yield CoverFact(form.report_fields.date, date_text(read.value), line)
        elif not is_blank_date(text):
            name = "".join(_BRACKET.sub("", text).split())
            if _UNIT.fullmatch(name):
                yield CoverFact(form.report_fields.unit, name, line, "likely")


def _title_words(form: Form) -> list[str]:
    """The longest words of the form's own title, then shorter endings of them."""
    title = next(
        block
        for block in form.section(form.report_fields.title.section).blocks
        if isinstance(block, Field) and block.question.id == form.report_fields.title.field
    )
    parts = [part.strip() for part in title.template.parts if isinstance(part, str)] if title.template else []
    longest = max(parts, key=len, default="")
    return [longest[at:] for at in range(0, max(1, len(longest) - _SHORTEST_WORDS + 1), 2)] if longest else []


def _facts(form: Form, title: str, at: int, lines: Sequence[SourceParagraph]) -> Iterator[CoverFact]:
    before = title[:at]
    mention = next((one for one in dates(title) if one.year and one.month is None), None)
    if mention is not None:
        yield CoverFact(form.report_fields.year, str(mention.year), _line_with(lines, str(mention.year)))
        before = before.replace(mention.text, "", 1) if mention.start < at else before
    unit = before.strip(_AROUND)
    if _UNIT.fullmatch(unit) and not _COUNTY.fullmatch(unit):
        yield CoverFact(form.report_fields.unit, unit, _line_with(lines, unit), "likely")
    for block in form.section(form.report_fields.title.section).blocks:
        if isinstance(block, Field) and block.question.kind == "choice":
            named = [
                option for option in block.question.options if len(option) > _SHORTEST_WORDS and option in title[at:]
            ]
            if len(named) == 1:
                address = Address(form.report_fields.title.section, block.question.id)
                yield CoverFact(address, named[0], _line_with(lines, named[0]))


def _line_with(lines: Sequence[SourceParagraph], words: str) -> SourceParagraph:
    return next((line for line in lines if words in plain("".join(line.text.split()))), lines[-1])

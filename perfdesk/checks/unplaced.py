"""Answers without a place in the form: they stay in the file, are not shown and are reported once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.definition.address import ROW_POSITION, Address, form_section_of, instance_of
from perfdesk.definition.severity import Severity
from perfdesk.definition.text import shorten
from perfdesk.entries.entries import ACCEPTED_SECTION
from perfdesk.entries.link_entries import LINKS_SECTION
from perfdesk.entries.stated import STATED_SECTION
from perfdesk.evaluation.answers import Answers

_MAX_SHOWN = 12
_MAX_NAMED = 6


def unplaced_answers(answers: Answers) -> tuple[tuple[Address, str], ...]:
    """Return the typed answers for which the form, or its tables, no longer have a question."""
    hidden = (ACCEPTED_SECTION, LINKS_SECTION, STATED_SECTION)
    sections = (section for section in answers.entries.sections if form_section_of(section) not in hidden)
    return tuple(one for section in sections for one in answers.cached(("unplaced", section), _unplaced_in, section))


def unplaced(answers: Answers) -> Iterator[Finding]:
    """Yield one notice for all of them."""
    found = unplaced_answers(answers)
    if found:
        named = "、".join(f"“{shorten(text, _MAX_SHOWN)}”（{address}）" for address, text in found[:_MAX_NAMED])
        more = f"等 {len(found)} 个" if len(found) > _MAX_NAMED else ""
        message = f"{named}{more}：这些答案在表单里已没有位置，已照原样保留在文件里。"
        yield Finding(FindingCode.UNPLACED, Severity.NOTICE, message, answers.form.sections[0].id, "表单", ())


def _unplaced_in(answers: Answers, section: str) -> Iterable[tuple[Address, str]]:
    known = {known.id: known.repeats_over for known in answers.form.sections}
    form_section = form_section_of(section)
    if form_section not in known:
        return answers.typed_in(section)
    typed, each = answers.typed_in(section), known[form_section]
    if (each is None) == bool(instance_of(section)):
        return typed
    if each is not None and instance_of(section) not in answers.rows(*each):
        return typed
    rows = dict.fromkeys((address.field, address.row) for address, _ in typed)
    places = {row: answers.cached_row(("places in row", section, *row), _places_in_row, section, *row) for row in rows}
    return (one for one in typed if one[0].column not in places[one[0].field, one[0].row])


def _places_in_row(answers: Answers, section: str, field: str, row: str) -> Iterator[str]:
    """Yield the columns of a row that have a place in the form, and that of its position; "" for that of a field."""
    table = answers.form.tables.get((form_section_of(section), field))
    if table is not None and table.open:
        yield ROW_POSITION
        if row not in answers.rows(section, field):
            return
    for column in (one.id for one in table.columns) if table is not None else ("",):
        address = Address(section, field, row, column)
        formula = answers.form.formula(address)
        if answers.form.question(address) is not None and (formula is None or formula.overridable):
            yield column

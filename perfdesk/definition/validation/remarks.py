"""What a form may contain but its author hardly meant: answers that are printed nowhere, phrases that are not used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from perfdesk.definition.bands import Bands
from perfdesk.definition.diagnostics import Diagnostics, form_error
from perfdesk.definition.expression import Expression, Operation, references
from perfdesk.definition.model import Field, Form, Section, SectionBlock, Table
from perfdesk.definition.page_figures import PageFigures
from perfdesk.definition.sheets import CoverPage, Sheet
from perfdesk.definition.template import Phrase, PhraseSlot, Template
from perfdesk.definition.validation.cycles import slot_expressions

#: A question: section, field or table, column.
_Key = tuple[str, str, str]
_PRINT_IT = "要印就写 print = “{kinds}”，或写进句子、sheet；只问不印就写 print = “none”"


def note_remarks(form: Form, diagnostics: Diagnostics) -> None:
    """Add the remarks about a form to those of its check."""
    printed = _printed(form)
    for section in form.sections:
        for block in section.blocks:
            if isinstance(block, Field):
                _note_field(section, block, printed, diagnostics)
            elif isinstance(block, Table) and not block.says_print:
                _note_table(form, section, block, printed, diagnostics)
    _note_scores(form, diagnostics)


def note_unused_bands(
    bands: Mapping[str, Mapping[str, Bands]], used: set[tuple[str, str]], diagnostics: Diagnostics
) -> None:
    """Add a remark for each table of bands in which no formula looks a figure up."""
    for section, named in bands.items():
        for name in named:
            if (section, name) not in used:
                clause = f"分档“{name}”没有用到，公式里写 band(数, {name})，或者删去"
                diagnostics.remarks.append(form_error(f"{section}.{name}", clause))


def _note_field(section: Section, field: Field, printed: set[_Key], diagnostics: Diagnostics) -> None:
    where = f"{section.id}.{field.question.id}"
    if not field.says_print and (section.id, field.question.id, "") not in printed:
        clause = f"“{field.question.label}”问了，却哪里都不印；{_PRINT_IT.format(kinds='line')}"
        diagnostics.remarks.append(form_error(where, clause))
    used = _used_phrases(field)
    for phrase in field.phrases:
        if phrase.id not in used:
            diagnostics.remarks.append(
                form_error(where, f"短语“{phrase.id}”没有用到，句子里写上 {{{phrase.id}}}，或者删去")
            )


def _note_table(form: Form, section: Section, table: Table, printed: set[_Key], diagnostics: Diagnostics) -> None:
    asked_only = {column.id for column in table.columns if not column.printed}
    printed = printed | {(section.id, table.id, column) for column in asked_only}
    unseen = [column for column in table.columns if (section.id, table.id, column.id) not in printed]
    where = f"{section.id}.{table.id}"
    if len(unseen) == len(table.columns):
        kinds = "items”、“grid" if table.open else "grid"
        clause = f"表“{table.label}”问了，却哪里都不印；{_PRINT_IT.format(kinds=kinds)}"
        diagnostics.remarks.append(form_error(where, clause))
        return
    asked = "".join(f"“{column.label}”" for column in unseen if _is_asked(form, section, table, column.id))
    if asked:
        clause = f"列{asked}问了，却哪里都不印，算出来印的数也没有用到；只问不印就在表上写 print = “none”"
        diagnostics.remarks.append(form_error(where, clause))


def _note_scores(form: Form, diagnostics: Diagnostics) -> None:
    """Note scores of indicators that nobody misses where they cannot be computed."""
    open_scores = {
        (section, name, column)
        for (section, name, _, column), formula in form.formulas.items()
        if formula.overridable and _has(formula.expression, "attain")
    }
    for key in sorted(open_scores):
        question = form.questions[key]
        if not question.required:
            clause = f"“{question.label}”算不出时要自己填，没有写 required = true，空着就不提醒，合计也不算它"
            diagnostics.remarks.append(form_error(f"{key[0]}.{key[1]}", clause))


def _has(part: Expression, function: str) -> bool:
    return isinstance(part, Operation) and (part.name == function or any(_has(child, function) for child in part.parts))


def _is_asked(form: Form, section: Section, table: Table, column: str) -> bool:
    rows = [""] if table.open else [row.id for row in table.rows if column not in row.skip]
    return any((section.id, table.id, row, column) not in form.formulas for row in rows)


def _used_phrases(field: Field) -> set[str]:
    known = {phrase.id: phrase for phrase in field.phrases}
    used, waiting = set[str](), _phrase_names(field.template)
    while waiting:
        name = waiting.pop()
        if name in known and name not in used:
            used.add(name)
            phrase = known[name]
            waiting += [*phrase.members, *_phrase_names(phrase.text), *_phrase_names(phrase.wrapper)]
    return used


def _phrase_names(template: Template | None) -> list[str]:
    return [part.phrase for part in template.parts if isinstance(part, PhraseSlot)] if template else []


def _printed(form: Form) -> set[_Key]:
    """Every answer that is printed or shown, and every answer that such an answer is made from."""
    found, waiting = set[_Key](), list(_shown(form))
    sources = dict(_sources(form))
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += sources.get(key, [])
    return found


def _shown(form: Form) -> Iterator[_Key]:
    """Yield the answers on paper, in the charts and on the cards."""
    fields = form.report_fields
    yield from ((at.section, at.field, "") for at in (fields.title, fields.unit, fields.year, fields.date))
    for section in form.sections:
        yield from _in_expressions(section.when)
        yield from _in_templates(section.sheet_name, section.signature)
        yield from ((section.id, field.question.id, "") for field in section.introductions)
        for block in section.blocks:
            yield from _shown_in_block(section, block)
    for chart in form.charts:
        values = (value for point in chart.points for value in point.values)
        yield from _in_expressions(chart.when, chart.whole, *values)
        yield from _in_templates(*(point.label for point in chart.points))
    for card in form.cards:
        yield from _in_expressions(card.value, card.when)
        yield from _in_templates(card.note)


def _shown_in_block(section: Section, block: SectionBlock) -> Iterator[_Key]:
    if isinstance(block, CoverPage):
        yield from _in_templates(block.title, block.subtitle, block.foot)
        yield from _in_expressions(*(line.value for line in block.lines))
    elif isinstance(block, PageFigures):
        for figure in block.figures:
            yield from _in_expressions(figure.value, figure.whole, figure.when)
    else:
        yield from _in_expressions(block.when)
        if isinstance(block, Sheet):
            yield from _shown_in_sheet(block)
        elif isinstance(block, Field | Table):
            yield from _in_templates(block.unit_note if isinstance(block, Table) else None)
            yield from _printed_in_chapter(section, block)


def _shown_in_sheet(sheet: Sheet) -> Iterator[_Key]:
    yield from _in_templates(sheet.title, sheet.subtitle, sheet.unit_note, *sheet.notes)
    for line in sheet.lines:
        yield from _in_expressions(line.when, *(cell.value for cell in line.cells))
        yield from _in_templates(*(cell.text for cell in line.cells))


def _printed_in_chapter(section: Section, block: Field | Table) -> Iterator[_Key]:
    if section.kind != "chapter" or block.print == "none":
        return
    if isinstance(block, Field):
        yield section.id, block.question.id, ""
    elif block.print == "items":
        yield from _in_templates(block.item)
    else:
        yield from _in_templates(block.sheet_name)
        yield from ((section.id, block.id, column.id) for column in block.printed_columns)


def _sources(form: Form) -> Iterator[tuple[_Key, list[_Key]]]:
    """Yield each computed answer with the answers in its formulas and sentences."""
    made: dict[_Key, list[_Key]] = {}
    for (section, name, _, column), formula in form.formulas.items():
        made.setdefault((section, name, column), []).extend(_in_expressions(formula.expression))
    yield from made.items()
    for section in form.sections:
        for block in section.blocks:
            if isinstance(block, Field) and block.template is not None:
                parts = [*_in_templates(block.template), *(key for one in block.phrases for key in _in_phrase(one))]
                yield (section.id, block.question.id, ""), parts


def _in_phrase(phrase: Phrase) -> Iterator[_Key]:
    yield from _in_expressions(phrase.when, phrase.row_when)
    yield from _in_templates(phrase.text, phrase.wrapper)


def _in_templates(*templates: Template | None) -> Iterator[_Key]:
    for template in templates:
        yield from _in_expressions(*slot_expressions(template)) if template else ()


def _in_expressions(*expressions: Expression | None) -> Iterator[_Key]:
    for expression in expressions:
        for found in references(expression) if expression is not None else ():
            yield found.section, found.field, found.column

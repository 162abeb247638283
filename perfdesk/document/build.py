"""The report as it is printed, built from answers in the order of the form."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from typing import TypeVarTuple

from perfdesk.checks.finding import Finding, unfinished_text
from perfdesk.definition.address import Address, form_section_of
from perfdesk.definition.kinds import value_text
from perfdesk.definition.model import Field, Heading, Section, SectionBlock, Table
from perfdesk.definition.sheets import CoverPage, Sheet
from perfdesk.definition.text import file_name_from
from perfdesk.document import blocks
from perfdesk.document.charts import charts
from perfdesk.document.cover import cover_grid, cover_page
from perfdesk.document.covering import cover
from perfdesk.document.excel_formula import with_formulas
from perfdesk.document.grids import printed_grid, sheet_grid
from perfdesk.document.prose import paragraphs
from perfdesk.document.public_edition import omitted_from_public, public_form
from perfdesk.document.redaction import public_answers, redact
from perfdesk.document.referenced_figures import referenced_figures
from perfdesk.entries.report_state import ReportState
from perfdesk.evaluation.answers import UNKNOWN_DATE, Answers
from perfdesk.evaluation.cache import Fault
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.evaluation.guard import guarded
from perfdesk.evaluation.headings import printed_attachments, section_tab, section_title, shown_headings
from perfdesk.evaluation.sentence_marks import joined_text

Arguments = TypeVarTuple("Arguments")

_NOT_LAID_OUT = blocks.Paragraph("（这一部分没有排出来，是程序的毛病，填的内容没有丢。请告诉维护人员。）")


def build(
    answers: Answers,
    findings: tuple[Finding, ...],
    draft: bool,
    edition: blocks.Edition = "submission",
    kept: Collection[str] = (),
    state: ReportState | None = None,
) -> blocks.Report:
    """Return the whole report; the mark of a draft says what is left.

    The public copy omits what the form marks as internal, covers numbers of persons and lists both. `kept` are the
    keys of doubtful numbers that the user decided to print. `state` identifies the report in the file; the public copy
    does not contain it.
    """
    left = unfinished_text(findings)
    mark = (f"草稿（尚有 {left}）" if left else "草稿") if draft else ""
    if edition == "submission":
        return replace(_build_report(answers, mark), state=state)
    public = public_answers(answers, public_form(answers.form), kept)
    report = _build_report(public.answers, mark)
    printed = (
        section for section in answers.form.sections if answers.is_met(section.when, EvaluationContext(section.id))
    )
    return redact(
        replace(report, edition=edition, omitted=omitted_from_public(answers.form, printed)), public.covered, kept
    )


def report_name(answers: Answers, edition: blocks.Edition = "submission") -> str:
    """Return the file name of a report without suffix: its title, in one line and without blanks."""
    if edition == "public":
        answers = public_answers(answers, answers.form).answers
    title = value_text(answers.value(answers.form.report_fields.title))
    if edition == "public":
        title = cover(title).replace("*", "＊")
    mark = f"（{blocks.EDITION_LABELS[edition]}）" if edition == "public" else ""
    tries = ("".join(text.split()) for text in (title, answers.form.title, "报告"))
    return next(name for name in (file_name_from(text, mark) for text in tries) if name != mark)


def _build_report(answers: Answers, mark: str) -> blocks.Report:
    groups, body_tables = tuple(_attachment_groups(answers)), tuple(_body_tables(answers))
    attachments = tuple(attachment for _, group in groups for attachment in group)
    drawn = charts(answers)
    fields = answers.form.report_fields
    return blocks.Report(
        value_text(answers.value(fields.title)),
        value_text(answers.value(fields.unit)),
        value_text(answers.value(fields.year)),
        mark,
        tuple(_body(answers, tuple(title for title, _ in groups))),
        attachments,
        referenced_figures(answers, body_tables + attachments, drawn),
        drawn,
        next((cover_page(answers, *found) for found in _covers(answers)), None),
        body_tables,
        style=answers.form.style,
        title_address=fields.title,
    )


def _covers(answers: Answers) -> Iterator[tuple[str, CoverPage]]:
    for section in _printed_sections(answers, "cover"):
        yield from ((section.id, block) for block in section.blocks if isinstance(block, CoverPage))


def _body_tables(answers: Answers) -> Iterator[blocks.Attachment]:
    """Yield the printed cover and the tables in the body that a workbook has, chapter by chapter."""
    for section, page in _covers(answers):
        grid = with_formulas(answers, section, cover_grid(answers, section, page))
        yield blocks.Attachment("", "封面", "封面", landscape=False, blocks=(grid,), is_cover=True)
    for section in _printed_sections(answers, "chapter"):
        sheets = [
            block for block in section.blocks if isinstance(block, Sheet) and _applies(answers, section.id, block)
        ]
        if sheets:
            name = _sheet_name(answers, section, section.id)
            grids = _guarded_blocks(section.id, _grids, answers, section.id, sheets)
            title = section_title(answers, section)
            yield blocks.Attachment("", title, name, landscape=False, blocks=grids)
        for table in (block for block in section.blocks if isinstance(block, Table)):
            if table.sheet_name is not None and _applies(answers, section.id, table):
                name = answers.fill_template(table.sheet_name, EvaluationContext(section.id))
                grids = _guarded_blocks(section.id, _table_blocks, answers, section.id, table)
                yield blocks.Attachment("", table.label, name, landscape=False, blocks=grids)


def _grids(answers: Answers, instance: str, sheets: list[Sheet]) -> Iterator[blocks.Block]:
    yield from (_sheet(answers, instance, sheet) for sheet in sheets)


def _guarded_blocks(
    section: str, make: Callable[[*Arguments], Iterable[blocks.Block]], *arguments: *Arguments
) -> tuple[blocks.Block, ...]:
    """Return the blocks of one part; if the program fails, a paragraph that says so in their place."""
    return guarded(Fault(section, about="排版"), (_NOT_LAID_OUT,), lambda: tuple(make(*arguments)))


def _printed_sections(answers: Answers, kind: str) -> list[Section]:
    return [
        section
        for section in answers.form.sections
        if section.kind == kind and answers.is_met(section.when, EvaluationContext(section.id))
    ]


def _body(answers: Answers, attachment_titles: tuple[str, ...]) -> Iterator[blocks.Block]:
    for section in _printed_sections(answers, "cover"):
        for field in section.introductions:
            yield from _guarded_blocks(section.id, _chapter_block, answers, section.id, field)
    for section in _printed_sections(answers, "chapter"):
        yield blocks.Heading(1, section_title(answers, section), section=section.id)
        headings = shown_headings(answers, section.id)
        for at, block in enumerate(section.blocks):
            if isinstance(block, Heading):
                yield from [blocks.Heading(block.level, headings[at])] if at in headings and block.printed else []
            else:
                yield from _guarded_blocks(section.id, _chapter_block, answers, section.id, block)
        yield from _signature_blocks(answers, section.id, section)
    if attachment_titles:
        yield blocks.AttachmentList(attachment_titles)
    fields = answers.form.report_fields
    unit, date = value_text(answers.value(fields.unit)), value_text(answers.value(fields.date))
    yield blocks.SignOff(unit, date or UNKNOWN_DATE, fields.date)


def _chapter_block(answers: Answers, instance: str, block: SectionBlock) -> Iterator[blocks.Block]:
    if not isinstance(block, Field | Table | Sheet) or not _applies(answers, instance, block):
        return
    if isinstance(block, Field):
        yield from _field_blocks(answers, Address(instance, block.question.id), block)
    elif isinstance(block, Table):
        yield from _table_blocks(answers, instance, block)
    else:
        yield _sheet(answers, instance, block)


def _applies(answers: Answers, instance: str, block: Field | Table | Sheet) -> bool:
    return answers.is_met(block.when, EvaluationContext(instance))


def _sheet(answers: Answers, instance: str, sheet: Sheet) -> blocks.Grid:
    return with_formulas(answers, instance, sheet_grid(answers, instance, sheet))


def _signature_blocks(answers: Answers, instance: str, section: Section) -> Iterator[blocks.Paragraph]:
    if section.signature is not None:
        yield blocks.Paragraph(answers.fill_template(section.signature, EvaluationContext(instance)), flush=True)


def _field_blocks(answers: Answers, address: Address, field: Field) -> Iterator[blocks.Block]:
    text = value_text(answers.value(address), field.question.decimals if field.question.kind == "number" else None)
    if not text or field.print == "none":
        return
    if field.print == "line":
        printed = joined_text((f"{field.question.label}：", text, f"{field.question.unit}。"))
        yield blocks.Paragraph(printed, address)
    else:
        yield from paragraphs(text, address)


def _table_blocks(answers: Answers, instance: str, table: Table) -> Iterator[blocks.Block]:
    if table.print == "grid":
        yield with_formulas(answers, instance, printed_grid(answers, instance, table))
    elif table.print == "items" and table.item is not None:
        for row in answers.rows(instance, table.id):
            context = EvaluationContext(instance, row, (form_section_of(instance), table.id))
            filled = any(answers.value(Address(instance, table.id, row, column.id)) for column in table.columns)
            if filled:
                yield from paragraphs(
                    answers.fill_template(table.item, context), Address(instance, table.id, row, table.columns[0].id)
                )


def _attachment_groups(answers: Answers) -> Iterator[tuple[str, tuple[blocks.Attachment, ...]]]:
    """Yield the attachments of each number, one, or one for each project, and their name in 附件说明.

    It is the same as above the table (GB/T 9704-2012 §7.3.4), that of the section where each project has its own.
    """
    sections = printed_attachments(answers)
    for number, section in enumerate(sections, 1):
        instances = answers.instances(section)
        whole = f"附件{number}" if len(sections) > 1 else "附件"
        labels = [f"附件{number}-{part}" for part in range(1, len(instances) + 1)]
        group = tuple(
            _attachment(answers, section, instance, label if len(instances) > 1 else whole)
            for instance, label in zip(instances, labels, strict=True)
        )
        titles = {attachment.title for attachment in group}
        yield (section.title if len(titles) > 1 else group[0].title).replace("\n", ""), group


def _attachment(answers: Answers, section: Section, instance: str, label: str) -> blocks.Attachment:
    made = _guarded_blocks(instance, _attachment_blocks, answers, instance, section)
    titles = (block.title for block in made if isinstance(block, blocks.Grid) and block.title)
    return blocks.Attachment(
        label, next(titles, section.title), _sheet_name(answers, section, instance), section.landscape, made
    )


def _sheet_name(answers: Answers, section: Section, instance: str) -> str:
    if section.sheet_name is None:
        return section_tab(answers, section)
    return answers.fill_template(section.sheet_name, EvaluationContext(instance))


def _attachment_blocks(answers: Answers, instance: str, section: Section) -> Iterator[blocks.Block]:
    for block in section.blocks:
        if isinstance(block, Sheet) and _applies(answers, instance, block):
            yield _sheet(answers, instance, block)
    yield from _signature_blocks(answers, instance, section)

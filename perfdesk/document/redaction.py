"""Redaction of the public copy (公开稿): numbers of persons are covered wherever they are printed, and listed.

Source: 退回错误目录 49. Typed texts are covered before sentences are generated from them, so that no figure printed
next to a name can hide a number; the printed report is searched again, with the headings of its tables as labels.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from perfdesk.definition.address import ROW_POSITION
from perfdesk.definition.model import Form
from perfdesk.document.blocks import (
    Attachment,
    AttachmentList,
    Block,
    Cell,
    Chart,
    Cover,
    Grid,
    Heading,
    Paragraph,
    Redaction,
    ReferencedFigure,
    Report,
    SignOff,
)
from perfdesk.document.covering import KINDS, cover, cover_across, key_of
from perfdesk.document.redaction_grid import cell_labels, cell_lines, cell_place
from perfdesk.entries.change import Edit
from perfdesk.evaluation.answers import Answers
from perfdesk.language.found_number import FoundNumber

_TEXT_KINDS = ("text", "prose", "sentence")
#: A paragraph that ends like this is the label of the next one.
_LEADS_ON = re.compile(r"([^\n，。；：]{2,20})[：:]\s*$")


@dataclass(frozen=True, slots=True)
class PublicAnswers:
    """The answers of the public copy, and each covered number by the excerpt in which it is printed."""

    answers: Answers
    covered: dict[str, Redaction]


def public_answers(answers: Answers, form: Form, kept: Collection[str] = ()) -> PublicAnswers:
    """Return the answers of a form with the numbers in typed texts covered, except those whose keys are `kept`."""
    edits: list[Edit] = []
    known: dict[str, Redaction] = {}
    for address, text in answers.entries:
        question = form.question(address)
        if address.column == ROW_POSITION or question is None or question.kind not in _TEXT_KINDS:
            continue
        redactor = _Redactor(kept)
        after = redactor.text(text, "", question.label)
        if after != text:
            edits.append(Edit(address, text, after))
            known.update(_excerpts(after, redactor.redactions))
    return PublicAnswers(Answers(form, answers.entries.after(tuple(edits))), known)


def _excerpts(text: str, redactions: Iterable[Redaction]) -> Iterator[tuple[str, Redaction]]:
    """Yield each number covered in a text with the few characters around it, by which it is found in the report."""
    end = 0
    for redaction in redactions:
        start = text.find(redaction.redacted_text, end)
        end = start + len(redaction.redacted_text)
        before, after = text[max(0, start - 4) : start].rpartition("\n")[2], text[end : end + 1]
        yield f"{before}{text[start:end]}{after}".strip(), redaction


def redact(report: Report, typed: dict[str, Redaction] | None = None, kept: Collection[str] = ()) -> Report:
    """Return the report with every such number covered, and with the list of redactions.

    `typed` are the redactions of `public_answers` by excerpt, to be found in the printed report.
    """
    redactor = _Redactor(kept, typed)
    covered = replace(
        report,
        title=redactor.text(report.title, "标题"),
        unit=redactor.text(report.unit, "单位"),
        year=redactor.text(report.year, "年度"),
        cover=redactor.cover(report.cover) if report.cover else None,
        body=tuple(redactor.blocks(report.body, "正文")),
        body_tables=tuple(redactor.attachment(paper) for paper in report.body_tables),
        attachments=tuple(redactor.attachment(attachment) for attachment in report.attachments),
        referenced_figures=tuple(redactor.referenced_figure(fact) for fact in report.referenced_figures),
        charts=tuple(redactor.chart(chart) for chart in report.charts),
    )
    return replace(covered, redactions=tuple(dict.fromkeys(redactor.redactions)))


class _Redactor:
    """Covers numbers and records the redactions, which never contain the number itself."""

    def __init__(self, kept: Collection[str], typed: dict[str, Redaction] | None = None) -> None:
        self.redactions: list[Redaction] = []
        self._kept = kept
        self._typed = typed or {}

    def text(self, text: str, section_label: str, label: str = "") -> str:
        """Return the text with its numbers covered: `138****1234`."""
        self.redactions += [
            replace(one, section_label=section_label) for known, one in self._typed.items() if known in text
        ]
        covered = cover(text, self._kept, lambda found, shown: self._note(found, shown, section_label))
        return (
            cover(covered, self._kept, lambda found, shown: self._note(found, shown, section_label), label)
            if label
            else covered
        )

    def _note(self, found: FoundNumber, shown: str, section_label: str) -> None:
        self.redactions.append(
            Redaction(KINDS[found.kind][0], shown, section_label, not found.is_certain, key_of(found))
        )

    def across(self, texts: Sequence[str], section_label: str) -> list[str]:
        """Return consecutive texts with those numbers covered that continue from one into the next."""
        return cover_across(texts, self._kept, lambda found, shown: self._note(found, shown, section_label))

    def cover(self, cover: Cover) -> Cover:
        """Return the printed cover with its numbers covered."""
        lines = tuple((self.text(label, "封面"), self.text(text, "封面", label)) for label, text in cover.lines)
        answers = self.across([text for _, text in lines], "封面")
        title, subtitle, foot = self.across(
            [self.text(text, "封面") for text in (cover.title, cover.subtitle, cover.foot)], "封面"
        )
        covered = tuple((lines[at][0], text) for at, text in enumerate(answers))
        return replace(cover, title=title, subtitle=subtitle, lines=covered, foot=foot)

    def blocks(self, blocks: Iterable[Block], section_label: str) -> Iterator[Block]:
        """Yield covered blocks in order; the redactions below the heading of a chapter are listed under its name."""
        run: list[Heading | Paragraph] = []
        label = ""
        for block in blocks:
            if not isinstance(block, Heading | Paragraph):
                yield from self._joined(run, section_label)
                run, label = [], ""
                yield self._block(block, section_label)
                continue
            if isinstance(block, Heading) and block.level == 1:
                yield from self._joined(run, section_label)
                run = []
                section_label = self.text(block.text, section_label)
            covered = self.text(block.text, section_label, label)
            leads = _LEADS_ON.search(block.text[-24:])
            label = leads[1] if leads else ""
            run.append(replace(block, text=covered))
        yield from self._joined(run, section_label)

    def _joined(self, run: list[Heading | Paragraph], section_label: str) -> Iterator[Block]:
        texts = self.across([block.text for block in run], section_label)
        yield from (replace(block, text=text) for block, text in zip(run, texts, strict=True))

    def attachment(self, attachment: Attachment) -> Attachment:
        """Return an attachment with its numbers covered."""
        title = self.text(attachment.title, attachment.label or "附件")
        section_label = f"{attachment.label} {title}".strip()
        sheet_name = self.text(attachment.sheet_name, section_label)
        return replace(
            attachment, title=title, sheet_name=sheet_name, blocks=tuple(self.blocks(attachment.blocks, section_label))
        )

    def referenced_figure(self, figure: ReferencedFigure) -> ReferencedFigure:
        """Return a figure of Excel's sheet of figures, covered; its label may be the name of a row of the user."""
        label = self.text(figure.label, figure.section_label)
        value = (
            self.text(figure.value, figure.section_label, figure.label)
            if isinstance(figure.value, str)
            else figure.value
        )
        return replace(figure, label=label, value=value, formula=figure.formula if value == figure.value else None)

    def chart(self, chart: Chart) -> Chart:
        """Return a chart with the labels of its points covered."""
        return replace(chart, title=self.text(chart.title, "图表"), table=self._grid(chart.table, chart.title))

    def _block(self, block: AttachmentList | SignOff | Grid, section_label: str) -> Block:
        match block:
            case Grid():
                return self._grid(block, section_label)
            case AttachmentList():
                return AttachmentList(
                    tuple(self.across([self.text(title, section_label) for title in block.titles], section_label))
                )
            case SignOff():
                return replace(
                    block, unit=self.text(block.unit, section_label), date=self.text(block.date, section_label)
                )

    def _grid(self, grid: Grid, section_label: str) -> Grid:
        labels = cell_labels(grid)
        covered = [
            self.text(cell.text, cell_place(cell, section_label), labels.get(at, ""))
            for at, cell in enumerate(grid.cells)
        ]
        for line in cell_lines(grid):
            # A number cannot continue across a cell with a figure.
            texts = ["|" if grid.cells[at].value is not None else covered[at] for at in line]
            for at, text in zip(line, self.across(texts, section_label), strict=True):
                covered[at] = covered[at] if grid.cells[at].value is not None else text
        pairs = zip(grid.cells, covered, strict=True)
        title, subtitle = self.across(
            [self.text(grid.title, section_label), self.text(grid.subtitle, section_label)], section_label
        )
        return replace(
            grid,
            cells=tuple(cell if text == cell.text else _without_figure(cell, text) for cell, text in pairs),
            title=title,
            subtitle=subtitle,
            unit_note=self.text(grid.unit_note, section_label),
            notes=tuple(self.across([self.text(note, section_label) for note in grid.notes], section_label)),
        )


def _without_figure(cell: Cell, text: str) -> Cell:
    return replace(cell, text=text, value=None, formula=None, prefix="", suffix="")

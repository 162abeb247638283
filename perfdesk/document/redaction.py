"""Numbers of persons are covered in the public copy (公开稿), wherever they are printed, and listed with their place.

Source: 退回错误目录 49. What is typed is covered before sentences are made of it, so that no figure printed next to a
name can hide a number; what is printed is looked through once more, with the headings of its table.
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
    Fact,
    Grid,
    Heading,
    Masking,
    Paragraph,
    Report,
    SignOff,
)
from perfdesk.document.covering import KINDS, cover, cover_across, key_of
from perfdesk.document.redaction_grid import cell_labels, cell_lines, cell_place
from perfdesk.entries.change import Edit
from perfdesk.evaluation.answers import Answers
from perfdesk.language.found_number import FoundNumber

_TEXT_KINDS = ("text", "prose", "sentence")
#: A paragraph that ends like this says what the next one is.
_LEADS_ON = re.compile(r"([^\n，。；：]{2,20})[：:]\s*$")


@dataclass(frozen=True, slots=True)
class PublicAnswers:
    """The answers the public copy is made of, and each covered number under the words by which it is found in them."""

    answers: Answers
    covered: dict[str, Masking]


def public_answers(answers: Answers, form: Form, kept: Collection[str] = ()) -> PublicAnswers:
    """The answers of a form with the numbers in typed texts covered, except those whose keys are `kept`."""
    edits: list[Edit] = []
    known: dict[str, Masking] = {}
    for address, text in answers.entries:
        question = form.question(address)
        if address.column == ROW_POSITION or question is None or question.kind not in _TEXT_KINDS:
            continue
        brush = _Brush(kept)
        after = brush.text(text, "", question.label)
        if after != text:
            edits.append(Edit(address, text, after))
            known.update(_findable(after, brush.maskings))
    return PublicAnswers(Answers(form, answers.entries.changed(tuple(edits))), known)


def _findable(text: str, maskings: Iterable[Masking]) -> Iterator[tuple[str, Masking]]:
    """Each number covered in a text, under the few signs around it, by which it is found where the text is printed."""
    end = 0
    for masking in maskings:
        start = text.find(masking.shown, end)
        end = start + len(masking.shown)
        before, after = text[max(0, start - 4) : start].rpartition("\n")[2], text[end : end + 1]
        yield f"{before}{text[start:end]}{after}".strip(), masking


def masked(report: Report, typed: dict[str, Masking] | None = None, kept: Collection[str] = ()) -> Report:
    """The report with every such number covered, and the list of what was covered and where.

    `typed` are the covered texts of `public_answers`, to be found in what is printed.
    """
    brush = _Brush(kept, typed)
    covered = replace(
        report,
        title=brush.text(report.title, "标题"),
        unit=brush.text(report.unit, "单位"),
        year=brush.text(report.year, "年度"),
        cover=brush.cover(report.cover) if report.cover else None,
        body=tuple(brush.blocks(report.body, "正文")),
        papers=tuple(brush.attachment(paper) for paper in report.papers),
        attachments=tuple(brush.attachment(attachment) for attachment in report.attachments),
        facts=tuple(brush.fact(fact) for fact in report.facts),
        charts=tuple(brush.chart(chart) for chart in report.charts),
    )
    return replace(covered, maskings=tuple(dict.fromkeys(brush.maskings)))


class _Brush:
    """Covers numbers and remembers how they show; the number itself is never kept."""

    def __init__(self, kept: Collection[str], typed: dict[str, Masking] | None = None) -> None:
        self.maskings: list[Masking] = []
        self._kept = kept
        self._typed = typed or {}

    def text(self, text: str, place: str, label: str = "") -> str:
        """The text with its numbers covered: `138****1234`."""
        self.maskings += [replace(one, place=place) for known, one in self._typed.items() if known in text]
        covered = cover(text, self._kept, lambda found, shown: self._note(found, shown, place))
        return (
            cover(covered, self._kept, lambda found, shown: self._note(found, shown, place), label)
            if label
            else covered
        )

    def _note(self, found: FoundNumber, shown: str, place: str) -> None:
        self.maskings.append(Masking(KINDS[found.kind][0], shown, place, not found.is_certain, key_of(found)))

    def across(self, texts: Sequence[str], place: str) -> list[str]:
        """Texts that follow one another, with the numbers covered that go from one into the next."""
        return cover_across(texts, self._kept, lambda found, shown: self._note(found, shown, place))

    def cover(self, cover: Cover) -> Cover:
        """The printed cover."""
        lines = tuple((self.text(label, "封面"), self.text(text, "封面", label)) for label, text in cover.lines)
        answers = self.across([text for _, text in lines], "封面")
        title, subtitle, foot = self.across(
            [self.text(text, "封面") for text in (cover.title, cover.subtitle, cover.foot)], "封面"
        )
        return Cover(title, subtitle, tuple((lines[at][0], text) for at, text in enumerate(answers)), foot)

    def blocks(self, blocks: Iterable[Block], place: str) -> Iterator[Block]:
        """Blocks in order; what stands below a chapter's heading is found under its name."""
        run: list[Heading | Paragraph] = []
        label = ""
        for block in blocks:
            if not isinstance(block, Heading | Paragraph):
                yield from self._joined(run, place)
                run, label = [], ""
                yield self._block(block, place)
                continue
            if isinstance(block, Heading) and block.level == 1:
                yield from self._joined(run, place)
                run = []
                place = self.text(block.text, place)
            covered = self.text(block.text, place, label)
            leads = _LEADS_ON.search(block.text[-24:])
            label = leads[1] if leads else ""
            run.append(replace(block, text=covered))
        yield from self._joined(run, place)

    def _joined(self, run: list[Heading | Paragraph], place: str) -> Iterator[Block]:
        texts = self.across([block.text for block in run], place)
        yield from (replace(block, text=text) for block, text in zip(run, texts, strict=True))

    def attachment(self, attachment: Attachment) -> Attachment:
        """One 附件."""
        title = self.text(attachment.title, attachment.label or "附件")
        place = f"{attachment.label} {title}".strip()
        sheet_name = self.text(attachment.sheet_name, place)
        return replace(
            attachment, title=title, sheet_name=sheet_name, blocks=tuple(self.blocks(attachment.blocks, place))
        )

    def fact(self, fact: Fact) -> Fact:
        """A chapter answer on Excel's sheet of figures; its label may be the name of a row the clerk added."""
        label = self.text(fact.label, fact.place)
        value = self.text(fact.value, fact.place, fact.label) if isinstance(fact.value, str) else fact.value
        return replace(fact, label=label, value=value, formula=fact.formula if value == fact.value else None)

    def chart(self, chart: Chart) -> Chart:
        """The names of a chart's points."""
        return replace(chart, title=self.text(chart.title, "图表"), table=self._grid(chart.table, chart.title))

    def _block(self, block: AttachmentList | SignOff | Grid, place: str) -> Block:
        match block:
            case Grid():
                return self._grid(block, place)
            case AttachmentList():
                return AttachmentList(tuple(self.across([self.text(title, place) for title in block.titles], place)))
            case SignOff():
                return replace(block, unit=self.text(block.unit, place), date=self.text(block.date, place))

    def _grid(self, grid: Grid, place: str) -> Grid:
        labels = cell_labels(grid)
        covered = [
            self.text(cell.text, cell_place(cell, place), labels.get(at, "")) for at, cell in enumerate(grid.cells)
        ]
        for line in cell_lines(grid):
            # A figure parts what stands at its two sides.
            texts = ["|" if grid.cells[at].value is not None else covered[at] for at in line]
            for at, text in zip(line, self.across(texts, place), strict=True):
                covered[at] = covered[at] if grid.cells[at].value is not None else text
        pairs = zip(grid.cells, covered, strict=True)
        title, subtitle = self.across([self.text(grid.title, place), self.text(grid.subtitle, place)], place)
        return replace(
            grid,
            cells=tuple(cell if text == cell.text else _without_figure(cell, text) for cell, text in pairs),
            title=title,
            subtitle=subtitle,
            unit_note=self.text(grid.unit_note, place),
            notes=tuple(self.across([self.text(note, place) for note in grid.notes], place)),
        )


def _without_figure(cell: Cell, text: str) -> Cell:
    return replace(cell, text=text, value=None, formula=None, prefix="", suffix="")

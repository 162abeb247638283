"""Numbers of private persons are covered in the public copy (公开稿): phones, identity cards, bank cards.

Source: 退回错误目录 49. Addresses of web pages and amounts of money are left as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

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

#: Full-width digits and signs are looked at as half-width ones, one for one: places in the text stay the same.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ（）－", "0123456789Xx()-")
_ALONE = r"(?<!\d)(?<!\d\.)"
_NO_MONEY = r"(?!\d|\.\d|\s*[万亿]?元)"
_AREA = r"\(?0\d{2,3}"
_NUMBER = re.compile(
    r"(?P<url>(?:https?://|www\.)[\w\-./?%&=#:]+)"
    rf"|{_ALONE}(?P<identity>\d{{17}}[\dXx])(?!\w)"
    rf"|{_ALONE}(?P<card>\d{{16,19}}|\d{{4}}(?:[ -]\d{{4}}){{3}}(?:[ -]\d{{1,3}})?){_NO_MONEY}"
    rf"|{_ALONE}(?P<mobile>1[3-9]\d(?:[ -]?\d{{4}}){{2}}){_NO_MONEY}"
    rf"|(?:电话|座机|传真|联系方式)[^\d\n]{{0,6}}(?:{_AREA}\)?[ -]?)?(?P<called>\d{{7,8}})(?!\d|\.\d)"
    rf"|{_ALONE}{_AREA}(?:\) ?|-| - )(?P<line>\d{{7,8}})(?!\d|\.\d)",
    re.ASCII,
)
#: What each kind is called, and how many of its first digits stay; the last four always do.
_KINDS = {
    "identity": ("身份证号", 3),
    "card": ("银行卡号", 4),
    "mobile": ("手机号", 3),
    "called": ("座机号", 0),
    "line": ("座机号", 0),
}
_KEPT_AT_END = 4


def masked(report: Report) -> Report:
    """The report with every such number covered, and the list of what was covered and where."""
    brush = _Brush()
    covered = replace(
        report,
        title=brush.text(report.title, "标题"),
        cover=brush.cover(report.cover) if report.cover else None,
        body=tuple(brush.blocks(report.body, "正文")),
        papers=tuple(brush.attachment(paper) for paper in report.papers),
        attachments=tuple(brush.attachment(attachment) for attachment in report.attachments),
        facts=tuple(brush.fact(fact) for fact in report.facts),
        charts=tuple(brush.chart(chart) for chart in report.charts),
    )
    return replace(covered, maskings=tuple(dict.fromkeys(brush.maskings)))


class _Brush:
    """Covers numbers and remembers them; the number itself is never kept."""

    def __init__(self) -> None:
        self.maskings: list[Masking] = []

    def text(self, text: str, place: str) -> str:
        """The text with its numbers covered: `138****1234`."""
        pieces: list[str] = []
        end = 0
        for found in _NUMBER.finditer(text.translate(_HALF_WIDTH)):
            kind = found.lastgroup or "url"
            if kind == "url":
                continue
            name, kept = _KINDS[kind]
            digits = re.sub("[ -]", "", found[kind])
            stars = "*" * (len(digits) - kept - _KEPT_AT_END)
            shown = f"{digits[:kept]}{stars}{digits[-_KEPT_AT_END:]}"
            self.maskings.append(Masking(name, shown, place))
            pieces += [text[end : found.start(kind)], shown]
            end = found.end(kind)
        return "".join(pieces) + text[end:]

    def cover(self, cover: Cover) -> Cover:
        """The printed cover."""
        lines = tuple((label, self.text(f"{label}：{text}", "封面")[len(label) + 1 :]) for label, text in cover.lines)
        title, subtitle, foot = (self.text(text, "封面") for text in (cover.title, cover.subtitle, cover.foot))
        return Cover(title, subtitle, lines, foot)

    def blocks(self, blocks: Iterable[Block], place: str) -> Iterator[Block]:
        """Blocks in order; what stands below a chapter's heading is found under its name."""
        for block in blocks:
            if isinstance(block, Heading) and block.level == 1:
                place = self.text(block.text, place)
            yield self._block(block, place)

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
        value = self.text(fact.value, fact.place) if isinstance(fact.value, str) else fact.value
        return replace(fact, label=label, value=value, formula=fact.formula if value == fact.value else None)

    def chart(self, chart: Chart) -> Chart:
        """The names of a chart's points."""
        return replace(chart, table=self._grid(chart.table, chart.title))

    def _block(self, block: Block, place: str) -> Block:
        match block:
            case Heading() | Paragraph():
                return replace(block, text=self.text(block.text, place))
            case Grid():
                return self._grid(block, place)
            case AttachmentList():
                return AttachmentList(tuple(self.text(title, place) for title in block.titles))
            case SignOff():
                return replace(block, unit=self.text(block.unit, place))

    def _grid(self, grid: Grid, place: str) -> Grid:
        return replace(
            grid,
            cells=tuple(self._cell(cell, place) for cell in grid.cells),
            title=self.text(grid.title, place),
            subtitle=self.text(grid.subtitle, place),
            notes=tuple(self.text(note, place) for note in grid.notes),
        )

    def _cell(self, cell: Cell, place: str) -> Cell:
        text = self.text(cell.text, place)
        return cell if text == cell.text else replace(cell, text=text, value=None, formula=None)

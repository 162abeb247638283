"""A report as a PDF file in 公文 layout (GB/T 9704-2012): A4, 22 lines of 28 characters, every glyph embedded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from perfdesk.definition.address import Address
from perfdesk.document.blocks import (
    Attachment,
    AttachmentList,
    Block,
    Grid,
    Heading,
    Paragraph,
    Report,
    SignOff,
)
from perfdesk.writers.export_file import write_export
from perfdesk.writers.pdf.answer_regions import AnswerRegion
from perfdesk.writers.pdf.archive import ArchiveCanvas
from perfdesk.writers.pdf.cover import CoverPiece
from perfdesk.writers.pdf.fonts import typeface
from perfdesk.writers.pdf.grid import grid_pieces
from perfdesk.writers.pdf.line_layout import atoms, break_lines, measure, one_line
from perfdesk.writers.pdf.page_writer import Bookmark, Gap, PageSheet, PageWriter, page_sheet
from perfdesk.writers.pdf.pieces import Piece
from perfdesk.writers.pdf.text_block import PlacedLine, TextBlock, compose_text, line_style_of, place_line
from perfdesk.writers.pdf.title import compose_title
from perfdesk.writers.typesetting.active_style import current_style, using_style
from perfdesk.writers.typesetting.fitting import signature
from perfdesk.writers.typesetting.table_fit import room_for_rows

_MAX_BOOKMARK_DEPTH = 2
_MAX_HEADING_DEPTH = 3
# The date ends four characters before the right edge, the unit is centred above it (GB/T 9704-2012 §7.3.5).
_SIGN_OFF_INDENT = 4
_LINES_ABOVE_SIGN_OFF = 2
# A sign-off is never alone on a page: a last paragraph of at most so many lines moves with it, or else so many of its
# last lines.
_SHORT = 4
_KEPT_LINES = 2


def write_pdf(report: Report, path: Path) -> tuple[AnswerRegion, ...]:
    """Write the report to `path` atomically and return where each answer is printed.

    The same report gives the same bytes. Raises PerfDeskError when the file cannot be written or a font is missing.
    """
    with using_style(report.style):
        regions: list[AnswerRegion] = []
        write_export(path, lambda draft: regions.extend(_print_report(report, draft)))
    return tuple(regions)


def _print_report(report: Report, path: Path) -> list[AnswerRegion]:
    texts = map(one_line, (report.title, report.author, f"{report.year}年度"))
    canvas = ArchiveCanvas(path, typeface("fangsong").font, *texts)
    uncounted = int(report.cover is not None and not report.cover.counted)
    canvas.label_pages(uncounted)
    writer = PageWriter(canvas, report.draft_mark, uncounted)
    if report.cover:
        writer.turn_to(page_sheet(), numbered=False)
        writer.add([CoverPiece(report.cover, page_sheet())])
    writer.turn_to(page_sheet())
    writer.add(_body(report, page_sheet()))
    for attachment in report.attachments:
        sheet = page_sheet(attachment.landscape)
        writer.turn_to(sheet)
        writer.add(_attachment(attachment, sheet))
    writer.finish()
    return writer.regions


def _body(report: Report, sheet: PageSheet) -> list[Piece]:
    styles = current_style().styles
    pieces: list[Piece] = []
    if report.body_title:
        title = compose_title(report.body_title, styles["title"], sheet.type_width)
        pieces.append(replace(title, address=report.title_address))
        pieces.append(Gap(styles["body"].line_height))
    return pieces + _flow_pieces(report.body, sheet, "body", bookmarks_below=0)


def _attachment(attachment: Attachment, sheet: PageSheet) -> list[Piece]:
    style = current_style().styles["attachment_label"]
    name = one_line(f"{attachment.label} {attachment.title}".strip())
    pieces: list[Piece] = [Bookmark(name, 0)] if name else []
    if attachment.label:
        pieces.append(compose_text(attachment.label, style, sheet.type_width, keep_with_next=True))
        pieces.append(Gap(style.line_height))
    room = room_for_rows(attachment, sheet.type_width, sheet.type_height)
    return pieces + _flow_pieces(attachment.blocks, sheet, "table_note", bookmarks_below=len(pieces[:1]), room=room)


def _flow_pieces(
    blocks: Sequence[Block], sheet: PageSheet, flush_style: str, bookmarks_below: int, room: float = 0
) -> list[Piece]:
    """The blocks below each other; `flush_style` is the style of paragraphs without an indent.

    `room` is the height for the rows of its table on the page of an attachment, 0 where it is not known.
    """
    pieces: list[Piece] = []
    level = -1
    for block, following in zip_longest(blocks, blocks[1:]):
        if isinstance(block, AttachmentList | SignOff):
            pieces = _keep_lines_with_next(pieces)
        if isinstance(block, Heading) and block.level <= _MAX_BOOKMARK_DEPTH:
            level = min(block.level - 1, level + 1)
            pieces.append(Bookmark(one_line(block.text), bookmarks_below + level))
        if isinstance(block, Grid):
            pieces += grid_pieces(block, sheet, room, signed=isinstance(following, Paragraph) and following.flush)
        else:
            pieces += _block_pieces(block, sheet, flush_style)
    return pieces


def _block_pieces(
    block: Heading | Paragraph | AttachmentList | SignOff, sheet: PageSheet, flush_style: str
) -> list[Piece]:
    styles, width = current_style().styles, sheet.type_width
    match block:
        case Heading():
            style = styles[f"heading{min(block.level, _MAX_HEADING_DEPTH)}"]
            return [
                replace(compose_text(block.text, style, width, keep_with_next=True), address=_heading_address(block))
            ]
        case Paragraph(flush=True):
            style = replace(styles[flush_style], indent=0)
            return [compose_text(signature(block.text, width, style.size), style, width)]
        case Paragraph():
            return [replace(compose_text(block.text, styles["body"], width), address=block.address)]
        case AttachmentList():
            return [Gap(styles["body"].line_height), _attachment_list(block, width)] if block.titles else []
        case SignOff():
            return [Gap(_LINES_ABOVE_SIGN_OFF * styles["body"].line_height), _sign_off(block, width)]


def _heading_address(heading: Heading) -> Address | None:
    """The answer that a heading was typed in, or the section whose title it is."""
    return heading.address or (Address(heading.section, "") if heading.section else None)


def _keep_lines_with_next(pieces: list[Piece]) -> list[Piece]:
    """The pieces, with the last lines of the last paragraph kept with what follows."""
    last = pieces[-1] if pieces else None
    if not isinstance(last, TextBlock) or last.keep_with_next:
        return pieces
    split = 0 if len(last.lines) <= _SHORT else -_KEPT_LINES
    above, kept = last.lines[:split], replace(last, lines=last.lines[split:], keep_with_next=True)
    return [*pieces[:-1], *([replace(last, lines=above)] if above else []), kept]


def _attachment_list(block: AttachmentList, width: float) -> TextBlock:
    """`附件：1. …`; further titles and lines begin below the first character of the first title."""
    style = current_style().styles["body"]
    line_style, font = line_style_of(style), typeface(style.font)
    lead = atoms("附件：", font)
    indent = style.indent * (line_style.size + line_style.spacing)
    heads = [atoms(number, font) for number in block.numbers]
    widest = max(measure(head, line_style.size, line_style.spacing) for head in heads)
    title_x = indent + measure(lead, line_style.size, line_style.spacing) + widest
    heads[0] = lead + heads[0]
    lines: list[PlacedLine] = []
    for head, title in zip(heads, block.titles, strict=True):
        first, *others = break_lines(atoms(one_line(title), font), width - title_x, width - title_x, line_style.size)
        start = title_x - measure(head, line_style.size, line_style.spacing)
        lines.append(place_line([*head, *first], start, width, line_style, "left"))
        lines += [place_line(line, title_x, width, line_style, "left") for line in others]
    return TextBlock(tuple(lines), line_style, keep_with_next=True)


def _sign_off(block: SignOff, width: float) -> TextBlock:
    style = current_style().styles["body"]
    line_style, font = line_style_of(style), typeface(style.font)
    date = atoms(one_line(block.date), font)
    date_length = measure(date, line_style.size, line_style.spacing)
    date_x = max(width - _SIGN_OFF_INDENT * (line_style.size + line_style.spacing) - date_length, 0)
    middle = date_x + date_length / 2
    lines: list[PlacedLine] = []
    for line in break_lines(atoms(one_line(block.unit), font), width, width, line_style.size, line_style.spacing):
        length = measure(line, line_style.size, line_style.spacing)
        start = min(max(middle - length / 2, 0), max(width - length, 0))
        lines.append(place_line(line, start, width, line_style, "left"))
    return TextBlock(
        (*lines, place_line(date, date_x, width, line_style, "left")),
        line_style,
        keep_with_next=True,
        address=block.address,
    )

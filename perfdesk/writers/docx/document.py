"""The report as a Word document in the layout of official documents (GB/T 9704-2012)."""

from __future__ import annotations

import re
from itertools import zip_longest
from pathlib import Path

from perfdesk.definition.style.word_style_names import StyleName
from perfdesk.document.blocks import Attachment, AttachmentList, Block, Grid, Heading, Paragraph, Report, SignOff
from perfdesk.document.file_marks import state_properties
from perfdesk.writers.docx.bureau_styles import measured_in_word
from perfdesk.writers.docx.cover import cover
from perfdesk.writers.docx.package import package_bytes
from perfdesk.writers.docx.page import (
    PageSetup,
    header_footer_references,
    headers_and_footers,
    page_setup,
    section_properties,
    settings,
)
from perfdesk.writers.docx.style_sheet import font_table, style_sheet
from perfdesk.writers.docx.table import table
from perfdesk.writers.docx.xml import Bookmarks, ending_section, line, w
from perfdesk.writers.export_file import write_export
from perfdesk.writers.typesetting.active_style import current_style, using_style
from perfdesk.writers.typesetting.fitting import signature, title_lines
from perfdesk.writers.typesetting.line_breaking import character_ems
from perfdesk.writers.typesetting.table_fit import room_for_rows
from perfdesk.writers.xml_text import xml_text

_HEADINGS = {1: StyleName.HEADING_1, 2: StyleName.HEADING_2, 3: StyleName.HEADING_3}
#: A unit's name longer than this (in full-width characters) does not fit above the middle of the date.
_LONG_UNIT = 14
_PROPERTY_LENGTH = 255
_STYLE_USED = re.compile(r'<w:pStyle w:val="(\w+)"/>')


def write_docx(report: Report, path: Path) -> None:
    """Write the report to `path`; the same report gives the same bytes.

    Raises PerfDeskError when the file cannot be written; an earlier file is then unchanged.
    """
    with using_style(measured_in_word(report.style)):
        content = _package_bytes(report)

    write_export(path, lambda draft: draft.write_bytes(content))


def _package_bytes(report: Report) -> bytes:
    margins = headers_and_footers(report.draft_mark, first_page=report.cover is not None)
    body = "".join(_body_xml(report, header_footer_references(margins)))
    parts = {
        "document": w("body", body),
        "styles": style_sheet(set(_STYLE_USED.findall(body))),
        "settings": settings(),
        "fontTable": font_table(),
        **{margin.name: margin.content for margin in margins},
    }
    title = xml_text(report.title).replace("\n", "")[:_PROPERTY_LENGTH]
    properties = state_properties(report.state) if report.state is not None else {}
    logo = report.cover.logo if report.cover is not None else None
    return package_bytes(parts, title, xml_text(report.author)[:_PROPERTY_LENGTH], properties, logo)


def _body_xml(report: Report, margin_references: str) -> list[str]:
    """Title, body and attachments in order, with a new section wherever the paper is turned.

    `margin_references` refer to header and footer of the first section; later sections use the same.
    """
    bookmarks = Bookmarks()
    paper = page_setup(landscape=False)
    flow = cover(report.cover, paper, margin_references) if report.cover else []
    flow += _title(report.body_title, paper) if report.body_title or not report.cover else []
    references = "" if report.cover else margin_references
    is_first = report.cover is not None and not report.cover.counted
    for block, following in zip_longest(report.body, report.body[1:]):
        closing = isinstance(following, AttachmentList | SignOff)
        flow.extend(_block(block, paper, bookmarks, StyleName.BODY_LAST if closing else StyleName.BODY))
    for attachment in report.attachments:
        turned = attachment.landscape != paper.landscape
        if turned:
            # every block ends in a paragraph, which contains the end of its section
            flow[-1] = ending_section(flow[-1], section_properties(paper, references, is_first=is_first))
            paper, references, is_first = page_setup(attachment.landscape), "", False
        flow.extend(_attachment(attachment, paper, bookmarks, on_new_page=turned))
    flow.append(section_properties(paper, references, is_first=is_first))
    return flow


def _attachment(attachment: Attachment, paper: PageSetup, bookmarks: Bookmarks, on_new_page: bool) -> list[str]:
    flow: list[str] = []
    if attachment.label:
        flow.append(line(StyleName.LABEL.id, attachment.label))
    elif not on_new_page:
        flow.append(line(StyleName.NEW_PAGE.id, ""))
    room = room_for_rows(attachment, paper.text_width / 20, paper.text_height / 20)
    for block in attachment.blocks:
        flow.extend(_block(block, paper, bookmarks, StyleName.BODY, StyleName.TABLE_NOTE, room))
    return flow


def _title(text: str, paper: PageSetup) -> list[str]:
    lines = title_lines(xml_text(text), paper.text_width / 20 / current_style().styles["title"].size)
    return [line(StyleName.TITLE.id, "\n".join(lines))]


def _block(
    block: Block,
    paper: PageSetup,
    bookmarks: Bookmarks,
    body: StyleName,
    flush: StyleName = StyleName.BODY_FLUSH,
    room: float = 0.0,
) -> list[str]:
    """One block; `body` and `flush` are the styles of paragraphs with and without an indent.

    `room` is the height for the rows of a table in points, 0 where it is not known.
    """
    match block:
        case Heading():
            return bookmarks.paragraphs(_HEADINGS[block.level].id, [block.text], block.address)
        case Paragraph(flush=False):
            return bookmarks.paragraphs(body.id, [block.text], block.address)
        case Paragraph():
            return bookmarks.paragraphs(flush.id, [_signature(block.text, paper, flush)], block.address)
        case Grid():
            return table(block, paper.text_width, room, bookmarks)
        case AttachmentList():
            return _attachment_list(block)
        case SignOff():
            return _sign_off(block)


def _signature(text: str, paper: PageSetup, style: StyleName) -> str:
    size = current_style().styles["table_note" if style is StyleName.TABLE_NOTE else "body"].size
    return signature(xml_text(text), paper.text_width / 20, size)


def _attachment_list(block: AttachmentList) -> list[str]:
    flow: list[str] = []
    for number, title in zip(block.numbers, block.titles, strict=True):
        style, start = (StyleName.LISTED_NEXT, "") if flow else (StyleName.LISTED_FIRST, "附件：")
        flow.append(line(style.id, f"{start}{number}{title}"))
    return flow


def _sign_off(block: SignOff) -> list[str]:
    unit = StyleName.SIGN_LONG_UNIT if character_ems(block.unit) > _LONG_UNIT else StyleName.SIGN_UNIT
    lines = ((unit, block.unit), (StyleName.SIGN_DATE, block.date))
    return [line(style.id, text) for style, text in lines if text]

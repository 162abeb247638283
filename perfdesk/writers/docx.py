"""The report as a Word document in the layout of official documents (GB/T 9704-2012)."""

from __future__ import annotations

import io
import zipfile
from itertools import zip_longest
from pathlib import Path
from typing import cast
from unicodedata import east_asian_width

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from docx.package import Package

from perfdesk.document.blocks import Attachment, AttachmentList, Block, Grid, Heading, Paragraph, Report, SignOff
from perfdesk.writers.docx_cover import cover
from perfdesk.writers.docx_page import Sheet, fill_margins, fill_settings, section_properties, sheet
from perfdesk.writers.docx_styles import StyleName
from perfdesk.writers.docx_stylesheet import fill_styles, font_table
from perfdesk.writers.docx_table import table
from perfdesk.writers.docx_xml import Bookmarks, Element, legal, paragraph
from perfdesk.writers.fitting import signature, title_lines
from perfdesk.writers.replace import write_whole
from perfdesk.writers.style import report_style, written_in

_HEADINGS = {1: StyleName.HEADING_1, 2: StyleName.HEADING_2, 3: StyleName.HEADING_3}
#: A unit's name longer than this (in full-width characters) does not fit above the middle of the date.
_LONG_UNIT = 14
_KEPT = (RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS)
_KEPT_IN_PACKAGE = (RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES)
_PROPERTY_LENGTH = 255
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def write_docx(report: Report, path: Path) -> None:
    """Write the report to `path`; the same report gives the same bytes.

    Raises PerfDeskError when the file cannot be written; an earlier file is then untouched.
    """
    with written_in(report.style):
        content = _file(report)

    def put(draft: Path) -> None:
        draft.write_bytes(content)

    write_whole(path, put)


def _file(report: Report) -> bytes:
    document = docx.Document()
    package = cast(Package, document.part.package)
    _strip_template(document, package)
    fill_settings(document.settings.element)
    body = document.element.body
    for child in list(body):
        body.remove(child)
    body.extend(_flow(report))
    fill_styles(document.styles.element, {style.get(qn("w:val")) for style in body.iter(qn("w:pStyle"))})
    fill_margins(document, report.draft_mark)
    _name(package, report)
    saved = io.BytesIO()
    document.save(saved)
    return _without_clock(saved.getvalue())


def _strip_template(document: Document, package: Package) -> None:
    """Drop the template's thumbnail, theme, numbering and custom XML, and describe our own fonts."""
    for relations, kept in ((document.part.rels, _KEPT), (package.rels, _KEPT_IN_PACKAGE)):
        for key in [key for key, relation in relations.items() if relation.reltype not in kept]:
            del relations[key]
    fonts = XmlPart(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, font_table(), package)
    document.part.relate_to(fonts, RELATIONSHIP_TYPE.FONT_TABLE)


def _name(package: Package, report: Report) -> None:
    """Title and author, and nothing else: no times, no name of the clerk's account or of the library."""
    properties = cast(XmlPart, package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)).element
    for child in list(properties):
        properties.remove(child)
    package.core_properties.title = legal(report.title).replace("\n", "")[:_PROPERTY_LENGTH]
    package.core_properties.author = legal(report.author)[:_PROPERTY_LENGTH]


def _without_clock(saved: bytes) -> bytes:
    """The same package with one fixed time on every part, where the library puts the present."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved)) as package, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.namelist():
            copy.writestr(zipfile.ZipInfo(name, _ZIP_TIME), package.read(name), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _flow(report: Report) -> list[Element]:
    """Title, body and attachments in order, with a new section wherever the paper is turned."""
    bookmarks = Bookmarks()
    paper = sheet(landscape=False)
    flow = cover(report.cover, paper) if report.cover else _title(report.title, paper)
    for block, following in zip_longest(report.body, report.body[1:]):
        closing = isinstance(following, AttachmentList | SignOff)
        flow.extend(_block(block, paper, bookmarks, StyleName.BODY_LAST if closing else StyleName.BODY))
    for attachment in report.attachments:
        turned = attachment.landscape != paper.landscape
        if turned:
            # every block ends in a paragraph, and that one carries the end of its section
            flow[-1][0].append(section_properties(paper))
            paper = sheet(attachment.landscape)
        flow.extend(_attachment(attachment, paper, bookmarks, on_new_page=turned))
    flow.append(section_properties(paper))
    return flow


def _attachment(attachment: Attachment, paper: Sheet, bookmarks: Bookmarks, on_new_page: bool) -> list[Element]:
    flow: list[Element] = []
    if attachment.label:
        flow.append(paragraph(StyleName.LABEL.id, attachment.label))
    elif not on_new_page:
        flow.append(paragraph(StyleName.NEW_PAGE.id))
    for block in attachment.blocks:
        flow.extend(_block(block, paper, bookmarks, StyleName.BODY, StyleName.TABLE_NOTE))
    return flow


def _title(text: str, paper: Sheet) -> list[Element]:
    lines = title_lines(legal(text), paper.text_width / 20 / report_style().styles["title"].size)
    return [paragraph(StyleName.TITLE.id, "\n".join(lines))]


def _block(
    block: Block, paper: Sheet, bookmarks: Bookmarks, body: StyleName, flush: StyleName = StyleName.BODY_FLUSH
) -> list[Element]:
    """`body` and `flush` are the styles of paragraphs with and without an indent."""
    match block:
        case Heading():
            flow = [paragraph(_HEADINGS[block.level].id, block.text)]
            bookmarks.mark(block.address, flow)
        case Paragraph():
            flow = [_paragraph(block, paper, flush if block.flush else body)]
            bookmarks.mark(block.address, flow)
        case Grid():
            flow = table(block, paper.text_width, bookmarks)
        case AttachmentList():
            flow = _attachment_list(block)
        case SignOff():
            flow = _sign_off(block)
    return flow


def _paragraph(block: Paragraph, paper: Sheet, style: StyleName) -> Element:
    if not block.flush:
        return paragraph(style.id, block.text)
    size = report_style().styles["table_note" if style is StyleName.TABLE_NOTE else "body"].size
    return paragraph(style.id, signature(legal(block.text), paper.text_width / 20 / size))


def _attachment_list(block: AttachmentList) -> list[Element]:
    flow: list[Element] = []
    for number, title in enumerate(block.titles, start=1):
        style, start = (StyleName.LISTED_NEXT, "") if flow else (StyleName.LISTED_FIRST, "附件：")
        flow.append(paragraph(style.id, f"{start}{number}. {title}"))
    return flow


def _sign_off(block: SignOff) -> list[Element]:
    width = sum(1 if east_asian_width(letter) in "WFA" else 0.5 for letter in block.unit)
    unit = StyleName.SIGN_LONG_UNIT if width > _LONG_UNIT else StyleName.SIGN_UNIT
    lines = ((unit, block.unit), (StyleName.SIGN_DATE, block.date))
    return [paragraph(style.id, text) for style, text in lines if text]

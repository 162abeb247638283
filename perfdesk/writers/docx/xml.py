"""WordprocessingML as text, in small pieces: elements, paragraphs of plain text, and bookmarks by address.

Written as text because a report has some 13,000 elements: a tree of objects took four times as long.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from perfdesk.definition.address import Address
from perfdesk.document.file_marks import bookmark_name
from perfdesk.writers.xml_text import xml_text

_PIECE = re.compile("([\n\t])")
_MARKUP = {"\n": "<w:br/>", "\t": "<w:tab/>", "": ""}


def w(tag: str, *children: str, **attributes: str | int) -> str:
    """One element of the `w:` namespace: `w("spacing", line=579, lineRule="exact")`."""
    marks = "".join(f' w:{name}="{attribute(value)}"' for name, value in attributes.items())
    return f"<w:{tag}{marks}>{''.join(children)}</w:{tag}>" if children else f"<w:{tag}{marks}/>"


def attribute(value: str | int) -> str:
    """A value escaped for the quotation marks of an attribute."""
    return escape(value, {'"': "&quot;"}) if isinstance(value, str) else str(value)


def run(text: str) -> str:
    """A run of plain text. The hint makes “”—… full width: without it Word treats them as Western."""
    pieces = _PIECE.split(escape(xml_text(text)))
    words = "".join(_MARKUP.get(piece) or f'<w:t xml:space="preserve">{piece}</w:t>' for piece in pieces if piece)
    return f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>{words}</w:r>'


def paragraph(style_id: str, *content: str) -> str:
    """A paragraph of runs without any direct formatting."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/></w:pPr>{"".join(content)}</w:p>'


def line(style_id: str, text: str) -> str:
    """A paragraph of plain text; it may be empty."""
    return paragraph(style_id, run(text) if text else "")


def ending_section(paragraph_xml: str, section: str) -> str:
    """The paragraph as the last one of a section with these properties."""
    return paragraph_xml.replace("</w:pPr>", f"{section}</w:pPr>", 1)


class Bookmarks:
    """The bookmarks of one document: numbered in order, each address only where it first occurs."""

    def __init__(self) -> None:
        self._marked: set[Address] = set()

    def paragraphs(self, style_id: str, lines: list[str], address: Address | None) -> list[str]:
        """A paragraph for each line, with the bookmark of `address` around all of them."""
        contents = [run(text) if text else "" for text in lines]
        if address is not None and address not in self._marked:
            self._marked.add(address)
            number = len(self._marked)
            contents[0] = f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(address)}"/>{contents[0]}'
            contents[-1] = f'{contents[-1]}<w:bookmarkEnd w:id="{number}"/>'
        return [paragraph(style_id, content) for content in contents]

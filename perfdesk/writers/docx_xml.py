"""WordprocessingML in small pieces: elements, paragraphs of plain text, and bookmarks by address."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from typing import cast

from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from perfdesk.definition.address import Address

#: What XML 1.0 §2.2 does not allow: one such character from a paste and Word refuses the whole file.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n?")
_NAMESPACES = {"w": nsmap["w"]}
_PIECE = re.compile("([\n\t])")
_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9]+")


def w(tag: str, *children: Element, **attributes: str | int) -> Element:
    """One element of the `w:` namespace: `w("spacing", line=579, lineRule="exact")`."""
    element = cast(Element, oxml_parser.makeelement(_name(tag), nsmap=_NAMESPACES))
    for name, value in attributes.items():
        element.set(_name(name), str(value))
    element.extend(children)
    return element


@cache
def _name(tag: str) -> str:
    return qn(f"w:{tag}")


def legal(text: str) -> str:
    """The text without what XML cannot hold, its lines ended by a newline only."""
    return _ILLEGAL.sub("", _LINE_END.sub("\n", text))


def run(text: str) -> Element:
    """A run of plain text. The hint makes “”—… full width: without it Word takes them for Western."""
    element = w("r", w("rPr", w("rFonts", hint="eastAsia")))
    for piece in _PIECE.split(legal(text)):
        if piece == "\n":
            element.append(w("br"))
        elif piece == "\t":
            element.append(w("tab"))
        elif piece:
            words = w("t")
            words.text = piece
            words.set(qn("xml:space"), "preserve")
            element.append(words)
    return element


def paragraph(style_id: str, text: str = "") -> Element:
    """A paragraph that looks as its style says and in no other way."""
    element = w("p", w("pPr", w("pStyle", val=style_id)))
    if text:
        element.append(run(text))
    return element


def bookmark_name(address: Address) -> str:
    """The bookmark of an answer, the same in every document: `pd_`, a readable start, 16 hex digits.

    Word allows 40 letters, digits and underscores and does not tell capitals from small letters, so an
    address cannot stand there itself; the digits keep apart what the readable start does not.
    """
    written = str(address)
    readable = _NOT_IN_NAME.sub("_", written)[:20]
    return f"pd_{readable}_{hashlib.sha256(written.encode('utf-8', 'replace')).hexdigest()[:16]}"


class Bookmarks:
    """The bookmarks of one document: numbered in order, each address marked where it stands first."""

    def __init__(self) -> None:
        self._marked: set[Address] = set()

    def mark(self, address: Address | None, paragraphs: Sequence[Element]) -> None:
        """Put the bookmark of `address` around the content of these paragraphs of one place."""
        if address is None or address in self._marked:
            return
        self._marked.add(address)
        number = len(self._marked)
        paragraphs[0].insert(1, w("bookmarkStart", id=number, name=bookmark_name(address)))
        paragraphs[-1].append(w("bookmarkEnd", id=number))

"""Reads `.docx`: the main part, its styles, numbering, footnotes and the custom properties of the file."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from perfdesk.importers.opened_file import OpenedFile
from perfdesk.importers.source import SourceDocument, SourceParagraph, SourceTable
from perfdesk.importers.source_error import SourceError, damaged
from perfdesk.importers.word.line import Line
from perfdesk.importers.word.numbering import Numbering
from perfdesk.importers.word.styles import Styles
from perfdesk.importers.word.tags import W, usual_namespaces
from perfdesk.importers.word.walker import Surroundings, Walker
from perfdesk.importers.word.words import Omissions
from perfdesk.importers.zip_package import ZipPackage

_USUAL_MAIN_PART = "word/document.xml"
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
_NOTE_KINDS = ("footnote", "endnote")
#: The title of a table of contents, and the page at the end of its lines: they may be typed.
_CONTENTS, _PAGE = re.compile(r"\s*目\s*[录次]\s*"), re.compile(r"(\t|[.…·]{3,})\s*[0-9]{1,3}\s*$")
_EMBEDDED_TAGS = (f"{W}altChunk", f"{W}subDoc")
_REVISIONS = "文件里有还没有接受的修订，已按全部接受后的样子读入。"
_HIDDEN = "文件里有隐藏的文字，没有读入。"
_EMBEDDED = "文件里嵌有另一个文档，没有读入；请在 Word 中打开，另存为 .docx 再试。"


def main_part(package: ZipPackage) -> str:
    """Return the main part of a Word package; blank if it is none."""
    named = package.related("", "officeDocument")
    part = named or (_USUAL_MAIN_PART if _USUAL_MAIN_PART in package else "")
    if not part or part.lower().startswith("word/"):
        return part
    return part if _is_word(package, part) else ""


def read_docx(file: OpenedFile, format_id: str) -> SourceDocument:
    """Read a Word package; SourceError, TooMuchError or an exception of zipfile or lxml if it cannot be read."""
    package = file.package
    if package is None:
        raise damaged()
    main = main_part(package)
    root = _root(package, main)
    body = root.find(f"{W}body") if root is not None else None
    if root is None or body is None:
        raise damaged()
    styles = Styles(_root(package, package.related(main, "styles")))
    numbering = Numbering(_root(package, package.related(main, "numbering")), styles)
    omissions = Omissions()
    around = Surroundings(styles, numbering, file.budget, omissions, itertools.count(1).__next__)
    walker = Walker(body, around)
    lines = itertools.chain(walker.blocks(body, "body"), _notes(package, main, walker, around))
    blocks = tuple(_numbered(lines))
    if not blocks:
        raise SourceError("文件里没有文字。", "请检查是不是选错了文件。")
    remarks = (
        *((_REVISIONS,) if omissions.has_revisions else ()),
        *((_HIDDEN,) if omissions.has_hidden_words else ()),
        *((_EMBEDDED,) if any(next(body.iter(tag), None) is not None for tag in _EMBEDDED_TAGS) else ()),
    )
    return SourceDocument(file.name, format_id, blocks, properties=_properties(package), remarks=remarks)


def _root(package: ZipPackage, part: str) -> Element | None:
    return usual_namespaces(package.xml(part)) if part else None


def _is_word(package: ZipPackage, part: str) -> bool:
    """Whether the main part of an unusual name contains a Word document."""
    root = _root(package, part)
    return root is not None and root.tag == f"{W}document"


def _numbered(lines: Iterator[Line | SourceTable]) -> Iterator[SourceParagraph | SourceTable]:
    """The paragraphs that have words, counted, and the tables."""
    order, is_after_contents = 0, False
    for line in lines:
        if isinstance(line, SourceTable):
            is_after_contents = False
            yield line
        elif line.text.strip():
            order += 1
            is_in_contents = line.is_in_contents or (is_after_contents and _PAGE.search(line.text) is not None)
            is_after_contents = is_in_contents or _CONTENTS.fullmatch(line.text) is not None
            yield SourceParagraph(
                text=line.text,
                number_in_order=order,
                number=line.number,
                outline_level=line.outline_level,
                is_bold=line.is_bold,
                is_centered=line.is_centered,
                in_part=line.in_part,
                bookmarks=line.bookmarks,
                is_in_contents=is_in_contents,
                notes=line.notes,
            )


def _notes(package: ZipPackage, main: str, body: Walker, around: Surroundings) -> Iterator[Line | SourceTable]:
    """Footnotes and endnotes in the order in which the text refers to them, each once; begins when the body is read."""
    parts = {kind: _notes_of(_root(package, package.related(main, f"{kind}s")), kind) for kind in _NOTE_KINDS}
    for kind, note_id in dict.fromkeys(body.notes):
        note = parts[kind].get(note_id)
        if note is not None:
            for line in Walker(note, around).blocks(note, "footnote"):
                yield replace(line, notes=(kind + note_id,)) if isinstance(line, Line) else line


def _notes_of(root: Element | None, kind: str) -> dict[str, Element]:
    notes = root.findall(W + kind) if root is not None else []
    return {note.get(f"{W}id", ""): note for note in notes if note.get(f"{W}type") not in _SEPARATORS}


def _properties(package: ZipPackage) -> dict[str, str]:
    """The custom properties by name."""
    root = _root(package, package.related("", "custom-properties"))
    if root is None:
        return {}
    found = (entry for entry in root if entry.get("name"))
    return {entry.get("name", ""): "".join(value.text or "" for value in entry) for entry in found}

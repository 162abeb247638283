"""A Word export that an office opens, changes and puts down again; what is changed is written down."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from corpus.make.package import read_zip

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
EXPORT = "c00_export.docx"
WHEN, WHO = "2025-04-02T15:30:00Z", "王局"
Node = Any
Change = dict[str, Any]


def w(tag: str) -> str:
    """The name of an element or attribute of WordprocessingML."""
    return f"{{{_NAMESPACE}}}{tag}"


class ReturnedFile:
    """The export with its changes; with `tracked` they are revisions that nobody accepted."""

    def __init__(self, export: Path, seed: int, tracked: bool = False) -> None:
        self.parts = read_zip(export)
        self.root = etree.fromstring(self.parts["word/document.xml"])
        self.changes: list[Change] = []
        self.random = random.Random(seed)
        self._marks = self._bookmarks()
        self._tracked, self._revisions = tracked, 0

    def reword(self, start: str, old: str, new: str, kind: str = "wording", **told: object) -> None:
        """Replace words in the paragraph that begins with `start`."""
        paragraph = self.paragraph(start)
        before = words(paragraph)
        self._replace(paragraph, old, new)
        self._note(paragraph, kind, [before], [before.replace(old, new, 1)], told)

    def cell(self, start: str, column: int, old: str, new: str, **told: object) -> None:
        """Replace words in a cell of the first row that begins with `start`; columns count from 1."""
        row = next(row for row in self.root.iter(w("tr")) if row_text(row).startswith(start))
        before = row_text(row)
        cells = before.split("\t")
        cell = list(row.iter(w("tc")))[column - 1]
        paragraph = next(each for each in cell.iter(w("p")) if old in words(each))
        self._replace(paragraph, old, new)
        cells[column - 1] = cells[column - 1].replace(old, new, 1)
        self._note(paragraph, "figure_in_table", [before], ["\t".join(cells)], told)

    def add(self, after: str, text: str, **told: object) -> None:
        """Add a paragraph below the one that begins with `after`."""
        above = self.paragraph(after)
        new = etree.Element(w("p"))
        new.append(copy.deepcopy(above.find(w("pPr"))))
        run = _run(next(above.iter(w("r"))), text)
        if self._tracked:
            self._mark_paragraph(new, "ins")
            run = self._revision("ins", run)
        new.append(run)
        above.addnext(new)
        self.changes.append({"kind": "added", "before": [], "after": [text], **told})

    def drop(self, start: str, **told: object) -> None:
        """Delete the paragraph that begins with `start`."""
        paragraph = self.paragraph(start)
        self._note(paragraph, "deleted", [words(paragraph)], [], told)
        if not self._tracked:
            paragraph.getparent().remove(paragraph)
            return
        for run in list(paragraph.iter(w("r"))):
            text = "".join(piece.text or "" for piece in run.iter(w("t")))
            run.getparent().replace(run, self._revision("del", _run(run, text, "delText")))
        self._mark_paragraph(paragraph, "del")

    def paragraph(self, start: str) -> Node:
        """The only paragraph outside tables that begins with these words."""
        (found,) = (
            each
            for each in self.root.iter(w("p"))
            if words(each).startswith(start) and next(each.iterancestors(w("tc")), None) is None
        )
        return found

    def _bookmarks(self) -> dict[Node, str]:
        """The last answer's bookmark that begins in each paragraph."""
        return {
            next(mark.iterancestors(w("p"))): mark.get(w("name"))
            for mark in self.root.iter(w("bookmarkStart"))
            if mark.get(w("name")).startswith("pd_")
        }

    def _note(self, paragraph: Node, kind: str, before: list[str], after: list[str], told: dict[str, object]) -> None:
        mark = {"bookmark": self._marks[paragraph]} if paragraph in self._marks else {}
        self.changes.append({"kind": kind, "before": before, "after": after, **mark, **told})

    def _replace(self, paragraph: Node, old: str, new: str) -> None:
        text = next(each for each in paragraph.iter(w("t")) if old in (each.text or ""))
        if not self._tracked:
            text.text = text.text.replace(old, new, 1)
            return
        run = text.getparent()
        left, right = text.text.split(old, 1)
        pieces = [_run(run, left)] if left else []
        pieces.append(self._revision("del", _run(run, old, "delText")))
        pieces += [self._revision("ins", _run(run, new))] if new else []
        pieces += [_run(run, right)] if right else []
        put_in_place(run, pieces)

    def _revision(self, tag: str, child: Node) -> Node:
        self._revisions += 1
        marks = {w("id"): str(5000 + self._revisions), w("author"): WHO, w("date"): WHEN}
        node = etree.Element(w(tag), marks)
        node.append(child)
        return node

    def _mark_paragraph(self, paragraph: Node, tag: str) -> None:
        """Mark the end of a paragraph as inserted or deleted."""
        properties = paragraph.find(w("pPr"))
        marks = properties.find(w("rPr"))
        marks = etree.SubElement(properties, w("rPr")) if marks is None else marks
        revision = self._revision(tag, etree.Element(w("r")))
        revision.remove(revision[0])
        marks.append(revision)


def words(paragraph: Node) -> str:
    """The words of a paragraph without the deleted ones."""
    return "".join(_pieces(paragraph))


def row_text(row: Node) -> str:
    """The cells of a row in one line."""
    return "\t".join("\n".join(words(each) for each in cell.iter(w("p"))) for cell in row.iter(w("tc")))


def _pieces(paragraph: Node) -> Iterator[str]:
    for node in paragraph.iter(w("t"), w("br")):
        if next(node.iterancestors(w("del")), None) is None:
            yield node.text or "" if node.tag == w("t") else "\n"


def _run(like: Node, text: str, tag: str = "t") -> Node:
    """A run of plain text with the properties of another one."""
    run = etree.Element(w("r"))
    properties = like.find(w("rPr"))
    if properties is not None:
        run.append(copy.deepcopy(properties))
    piece = etree.SubElement(run, w(tag))
    piece.text = text
    piece.set(_SPACE, "preserve")
    return run


def split_run(run: Node, at: int) -> list[Node]:
    """The run as two runs."""
    text = next(run.iter(w("t"))).text
    return [_run(run, text[:at]), _run(run, text[at:])]


def put_in_place(node: Node, pieces: list[Node]) -> None:
    """Put nodes in place of one."""
    parent, at = node.getparent(), node.getparent().index(node)
    parent.remove(node)
    for number, piece in enumerate(pieces):
        parent.insert(at + number, piece)

"""Edits the words of a Word export as somebody does who returns it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


def edit_word_file(path: Path, change: Callable[[str], str]) -> Path:
    """Save a copy with the text of each paragraph changed, in tables too; return its path.

    A changed paragraph has the format of its first run; others are left as they are.
    """
    document = Document(str(path))
    for element in document.element.body.iter(qn("w:p")):
        paragraph = Paragraph(element, document)
        text = change(paragraph.text)
        if text != paragraph.text:
            first, *others = paragraph.runs
            first.text = text
            for run in others:
                run.text = ""
    copy = path.with_name(f"改稿 {path.name}")
    document.save(str(copy))
    return copy

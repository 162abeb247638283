"""The words of a text that findings are about, underlined; the box around the text stays calm."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from perfdesk.checks.finding import Finding
from perfdesk.definition.address import Address
from perfdesk.ui.appearance.theme import colour
from perfdesk.ui.editors.prose import ProseEditor


def underline_findings(editor: ProseEditor, address: Address, findings: Iterable[Finding]) -> None:
    """Underline the words of the answer at an address that findings are about, while nothing is being typed."""
    if editor.is_typing:
        return
    text, marks = editor.toPlainText(), list[QTextEdit.ExtraSelection]()
    for finding in findings:
        if finding.span is not None and finding.addresses[:1] == (address,):
            start, end = finding.span
            cursor = QTextCursor(editor.document())
            cursor.setPosition(utf16_length(text[:start]))
            cursor.setPosition(utf16_length(text[: max(end, start + 1)]), QTextCursor.MoveMode.KeepAnchor)
            look = QTextCharFormat()
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(colour(finding.severity))
            mark: Any = QTextEdit.ExtraSelection()
            mark.cursor, mark.format = cursor, look
            marks.append(mark)
    editor.setExtraSelections(marks)


def utf16_length(text: str) -> int:
    """Return the length of a text in UTF-16 units, as Qt counts: characters beyond U+FFFF count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def character_position(text: str, units: int) -> int:
    """Return the position in a text that Qt counts as so many UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "surrogatepass"))

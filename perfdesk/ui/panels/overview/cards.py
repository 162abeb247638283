"""The parts of the overview: a key figure, a card with a heading, a link to a finding."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from perfdesk.checks.finding import LEVEL_LABELS, Finding
from perfdesk.definition.address import Address
from perfdesk.ui.appearance.theme import set_style_property
from perfdesk.ui.widgets.card import Card
from perfdesk.ui.widgets.labels import text_label
from perfdesk.ui.widgets.layout_button import LayoutButton
from perfdesk.ui.widgets.level_icon import LevelIcon

_MAX_LENGTH = 60


class CardButton(LayoutButton):
    """A key figure with its title and a note; a click goes to `target`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("cardButton", parent)
        self.target: Address | Finding | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(4)
        self._title = text_label("", "note", wraps=False)
        self._figure = text_label("", "figure", wraps=False)
        self._note = text_label("", "help")
        for label in (self._title, self._figure, self._note):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        column.addStretch(1)

    @property
    def texts(self) -> tuple[str, str, str]:
        """Title, figure and note as shown."""
        return self._title.text(), self._figure.text(), self._note.text()

    def show_value(self, title: str, figure: str, note: str, level: str = "") -> None:
        """Show a figure; `level` sets its colour."""
        for label, text in ((self._title, title), (self._figure, figure), (self._note, note)):
            label.setText(text)
        set_style_property(self._figure, "level", level)
        self.setAccessibleName("，".join(part for part in (title, figure, note) if part))
        self.updateGeometry()


class FindingButton(LayoutButton):
    """A link to a finding with its message, shortened; the tooltip has the whole message."""

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.finding = finding
        self.setToolTip(finding.message)
        self.setAccessibleName(f"{LEVEL_LABELS[finding.severity]}，{finding.section_label}，{finding.message}")
        line = QHBoxLayout(self)
        line.setContentsMargins(4, 3, 4, 3)
        line.setSpacing(8)
        line.addWidget(LevelIcon(finding.severity), 0, Qt.AlignmentFlag.AlignTop)
        text = finding.message if len(finding.message) <= _MAX_LENGTH else f"{finding.message[: _MAX_LENGTH - 1]}…"
        message = text_label(text)
        message.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line.addWidget(message, 1)


class CardPanel(Card):
    """A card with a heading, its unit, a widget, and a note below it."""

    def __init__(self, title: str, content: QWidget, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, "strongLabel", parent=parent)
        self.content = content
        self.heading_row.addStretch(1)
        self.heading_row.addWidget(text_label(unit, "help", wraps=False))
        self.column.addWidget(content, 1)
        self._note = text_label("", "help")
        self._note.hide()
        self.column.addWidget(self._note)

    def show_note(self, text: str) -> None:
        """Show a note, or none if the text is empty."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

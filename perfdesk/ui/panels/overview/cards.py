"""What the overview is made of: a figure in large letters, a panel with a heading, a finding to click on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from perfdesk.checks.finding import LEVEL_LABELS, Finding
from perfdesk.definition.address import Address
from perfdesk.ui.appearance.theme import set_style_property
from perfdesk.ui.widgets.level_icon import LevelIcon

_MAX_LENGTH = 60


class CardButton(QPushButton):
    """One figure: what it is, how much, and a note; a click goes to `target`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.target: Address | Finding | None = None
        self.setProperty("role", "cardButton")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(4)
        self._title, self._figure, self._note = QLabel(), QLabel(), QLabel()
        for label, role in ((self._title, "note"), (self._figure, "figure"), (self._note, "help")):
            label.setProperty("role", role)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        self._note.setWordWrap(True)
        column.addStretch(1)

    @property
    def texts(self) -> tuple[str, str, str]:
        """Title, figure and note as shown."""
        return self._title.text(), self._figure.text(), self._note.text()

    def show_value(self, title: str, figure: str, note: str, level: str = "") -> None:
        """Show a figure; `level` colours it."""
        for label, text in ((self._title, title), (self._figure, figure), (self._note, note)):
            label.setText(text)
        set_style_property(self._figure, "level", level)
        self.setAccessibleName("，".join(part for part in (title, figure, note) if part))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self.layout().totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.layout().totalMinimumSize()


class FindingButton(QPushButton):
    """One finding in a sentence; the whole of it when the pointer rests there."""

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        self.setProperty("role", "findingButton")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(finding.message)
        self.setAccessibleName(f"{LEVEL_LABELS[finding.severity]}，{finding.section_label}，{finding.message}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        line = QHBoxLayout(self)
        line.setContentsMargins(4, 3, 4, 3)
        line.setSpacing(8)
        line.addWidget(LevelIcon(finding.severity), 0, Qt.AlignmentFlag.AlignTop)
        text = finding.message if len(finding.message) <= _MAX_LENGTH else f"{finding.message[: _MAX_LENGTH - 1]}…"
        words = QLabel(text)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        line.addWidget(words, 1)

    def sizeHint(self) -> QSize:
        return self.layout().totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.layout().totalMinimumSize()


class CardPanel(QFrame):
    """A card with a heading, what it shows, and a line of small print."""

    def __init__(self, title: str, content: QWidget, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = content
        self.setProperty("role", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(8)
        head = QHBoxLayout()
        name = QLabel(title)
        name.setProperty("role", "strongLabel")
        head.addWidget(name)
        head.addStretch(1)
        small = QLabel(unit)
        small.setProperty("role", "help")
        head.addWidget(small)
        column.addLayout(head)
        column.addWidget(content, 1)
        self._note = QLabel()
        self._note.setProperty("role", "help")
        self._note.setWordWrap(True)
        self._note.hide()
        column.addWidget(self._note)

    def show_note(self, text: str) -> None:
        """The small print; nothing when there is nothing to say."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

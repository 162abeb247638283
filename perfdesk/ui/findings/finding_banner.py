"""Coloured strips with one sentence: findings beside what they are about, and news at the top of the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from perfdesk.checks.finding import LEVEL_WORDS, Finding
from perfdesk.definition.model import Level
from perfdesk.ui.appearance.icons import draw_level
from perfdesk.ui.appearance.theme import restyle, show_when
from perfdesk.ui.findings.finding_actions import Line, deeds
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.widgets.flow_layout import FlowLayout

_SIGN = 12


class LevelSign(QWidget):
    """The sign of a severity, so that colour is never alone."""

    def __init__(self, level: Level, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level = level
        self.setFixedSize(QSize(_SIGN, _SIGN + 6))
        self.setAccessibleName(LEVEL_WORDS[level])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_level(painter, self.rect().toRectF().adjusted(0, 4, 0, -2), self._level)


class FindingStrip(QFrame):
    """One finding in words, with what can be done about it."""

    def __init__(self, finding: Finding, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        self.setProperty("role", "strip")
        self.setProperty("level", finding.severity)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 5, 8, 5)
        line.setSpacing(8)
        line.addWidget(LevelSign(finding.severity), 0, Qt.AlignmentFlag.AlignTop)
        words = QLabel(finding.message)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(words)
        line.addLayout(told, 1)
        links = QWidget()
        flow = FlowLayout(links, gap=16)
        for deed in deeds(Line(finding), model, self):
            button = QPushButton(deed.words)
            button.setProperty("role", "link")
            button.setProperty("level", finding.severity)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _checked=False, do=deed.do: do())
            flow.addWidget(button)
        if flow.count():
            told.addWidget(links)


class FindingStrips(QWidget):
    """The findings of one field or table, one below the other."""

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._strips: list[FindingStrip] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The findings standing here."""
        return tuple(strip.finding for strip in self._strips)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these, and nothing when there are none."""
        wanted = tuple(findings)
        if wanted == self.shown:
            return
        for strip in [known for known in self._strips if known.finding not in wanted]:
            self._strips.remove(strip)
            self._column.removeWidget(strip)
            strip.hide()
            strip.deleteLater()
        before, self._strips = self._strips, []
        for position, finding in enumerate(wanted):
            strip = next((known for known in before if known.finding == finding), None)
            strip = strip or FindingStrip(finding, self._model)
            if self._column.indexOf(strip) != position:
                self._column.insertWidget(position, strip)
            self._strips.append(strip)
        show_when(self, bool(wanted))


class NewsStrip(QFrame):
    """News in place: what happened, what is safe, and one button."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self._action: Callable[[], object] | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 8, 8)
        line.setSpacing(12)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(120)
        self._button = QPushButton()
        self._button.clicked.connect(self._on_clicked)
        self._close = QPushButton("关闭")
        self._close.setProperty("role", "quiet")
        self._close.clicked.connect(self.clear)
        line.addWidget(self._words, 1)
        for widget in (self._bar, self._button, self._close):
            line.addWidget(widget)
        self.hide()

    @property
    def words(self) -> str:
        """The sentence shown; empty when hidden."""
        return "" if self.isHidden() else self._words.text()

    @property
    def is_busy(self) -> bool:
        """Whether it tells of something still under way."""
        return not self.isHidden() and not self._bar.isHidden()

    def tell(
        self, level: str, words: str, button: str = "", action: Callable[[], object] | None = None, busy: bool = False
    ) -> None:
        """Show a sentence, with a button where something can be done."""
        restyle(self, "level", level)
        for child in self.findChildren(QLabel):
            child.style().unpolish(child)
            child.style().polish(child)
        self._words.setText(words)
        self._action = action
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._bar.setVisible(busy)
        self._close.setVisible(not busy)
        self.show()

    def clear(self) -> None:
        """Take the strip away."""
        self.hide()
        self.closed.emit()

    def press(self) -> None:
        """Do what the button does."""
        self._button.click()

    def _on_clicked(self) -> None:
        if self._action is not None:
            self._action()

"""五分钟上手: a few calm cards on a practice report, each pointing at the real thing. Nothing is blocked meanwhile."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.paths import RESOURCES
from perfdesk.ui.appearance.theme import colour
from perfdesk.ui.findings.finding_banner import FindingBanner
from perfdesk.ui.table.panel import GridPanel
from perfdesk.ui.workspace.workspace import Desk

_SCRIPT = RESOURCES / "tour.toml"
_CARD_WIDTH = 336
_GAP = 12
_AROUND = 4
_MARGIN = 60
_LOOK_MS = 120
_SEEKING_LOOKS = 8
_ROUNDING = 6
_FAREWELL = "这是一份练习，可以随便填。要填自己的报告，点“新建”。"


@dataclass(frozen=True, slots=True)
class Step:
    """One card: where it points, where the cursor goes, what it says; `fix`: a repair belongs to it, and `done` is
    said once that has been carried out."""

    at: str
    address: Address
    title: str
    text: str
    fix: bool = False
    done: str = ""


def steps() -> tuple[Step, ...]:
    """The cards in order."""
    return tuple(Step(**{**told, "address": Address.parse(told["address"])}) for told in _script()["step"])


def make_practice() -> Path:
    """A report to practise on, in a folder of its own, with the slips of the script entered; PerfDeskError when there
    is no room for it."""
    script = _script()
    path = Path(tempfile.mkdtemp(prefix="perfdesk-")) / script["file"]
    make_sample(script["sample"], path)
    session = Session.open(path)
    for slip in script["slip"]:
        session.enter(Address.parse(slip["address"]), slip["text"])
    session.close()
    return path


class Tour(QObject):
    """Goes from card to card in one window; over with the last card, with Esc, or when the report is closed."""

    ended = Signal()

    def __init__(self, window: QWidget, workspace: Callable[[], Desk | None], export: QWidget) -> None:
        super().__init__(window)
        shown = workspace()
        assert shown is not None
        self._window, self._workspace, self._export = window, workspace, export
        self._desk: Desk = shown
        self._steps = steps()
        self._at = 0
        self._seeking = 0
        self.card = _Card(window)
        self.card.forward.clicked.connect(self.forward)
        self.card.back.clicked.connect(self.back)
        self.card.leave.clicked.connect(self.end)
        self.frame = _Frame(window)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self.follow)

    @property
    def step(self) -> Step:
        """The card shown now."""
        return self._steps[self._at]

    def begin(self) -> None:
        """Show the first card."""
        self._window.installEventFilter(self)
        self._turn_to(0)
        self._look.start()

    def forward(self) -> None:
        """The next card; a repair not carried out yet is carried out now. After the last one the tour is over."""
        if self.step.fix and not self.is_done():
            self._repair()
        if self._at + 1 < len(self._steps):
            self._turn_to(self._at + 1)
        else:
            self._desk.news.show_message("done", _FAREWELL)
            self.end()

    def back(self) -> None:
        """The card before."""
        self._turn_to(max(0, self._at - 1))

    def end(self) -> None:
        """Take card and frame away; the practice stays open."""
        self._look.stop()
        self._window.removeEventFilter(self)
        self.card.hide()
        self.frame.hide()
        self.ended.emit()

    def is_done(self) -> bool:
        """Whether the repair of this card has been carried out, by whomever."""
        return not any(finding.fix for finding in self._desk.model.findings_at(self.step.address))

    def follow(self) -> None:
        """Keep frame and card at what they point at, which moves when the window is resized or the page scrolled."""
        if self._workspace() is not self._desk:
            self.end()
            return
        done = self.step.fix and self.is_done()
        self.card.tell(self.step, self._at + 1, len(self._steps), done)
        target = self._target()
        self._seek(target)
        box = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size()) if target is not None else QRect()
        cell = self._cell() if self.step.at == "cell" else None
        box = cell if cell is not None else box
        inside = box.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND) & self._window.rect()
        self.frame.setVisible(not box.isEmpty())
        self.frame.setGeometry(inside)
        self.card.move(beside(inside, self.card.size(), self._window.rect()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.end()
            return True
        return super().eventFilter(watched, event)

    def _turn_to(self, number: int) -> None:
        self._at = number
        desk, step = self._desk, self.step
        desk.close_side()
        desk.go_to(step.address)
        if step.at == "side":
            desk.open_side("origin")
        elif step.at == "preview":
            desk.set_preview(True, keep=False)
        self._seeking = _SEEKING_LOOKS
        self.card.show()
        self.card.raise_()
        self.frame.raise_()
        self.follow()

    def _seek(self, target: QWidget | None) -> None:
        """Scroll to what is pointed at, for a moment: a page just turned to has not found its heights yet."""
        page = self._desk.page
        if self._seeking and page is not None and target is not None and page.isAncestorOf(target):
            self._seeking -= 1
            page.ensureWidgetVisible(target, 0, _MARGIN)

    def _repair(self) -> None:
        for finding in self._desk.model.findings_at(self.step.address):
            if finding.fix is not None:
                self._desk.model.apply_fix(finding.fix)
                return

    def _target(self) -> QWidget | None:
        desk = self._desk
        known: dict[str, QWidget] = {
            "navigation": desk.navigation,
            "checks": desk.checks,
            "side": desk.side,
            "preview": desk.preview,
            "export": self._export,
        }
        if self.step.at == "finding":
            part = desk.page.part_at(self.step.address) if desk.page is not None else None
            strips = part.findChildren(FindingBanner) if part is not None else []
            return next((strip for strip in strips if strip.isVisible()), part)
        return known.get(self.step.at)

    def _cell(self) -> QRect | None:
        part = self._desk.page.part_at(self.step.address) if self._desk.page is not None else None
        box = part.view.cell_rect(self.step.address) if isinstance(part, GridPanel) else None
        if box is None or not isinstance(part, GridPanel):
            return None
        return QRect(part.view.mapTo(self._window, box.topLeft()), box.size())


class _Card(QFrame):
    """What is said, and the way on; it never takes the focus from what the clerk is typing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "tour")
        self.setFixedWidth(_CARD_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self._title, self._text, self.count = QLabel(), QLabel(), QLabel()
        self._title.setProperty("role", "strongLabel")
        self._text.setWordWrap(True)
        self.count.setProperty("role", "help")
        for label in (self._title, self._text):
            column.addWidget(label)
        self.leave, self.back, self.forward = QPushButton("结束"), QPushButton("上一步(&B)"), QPushButton()
        self.leave.setProperty("role", "quiet")
        self.leave.setToolTip("结束（Esc）")
        self.forward.setProperty("role", "strong")
        line = QHBoxLayout()
        line.addWidget(self.count)
        line.addStretch(1)
        for button in (self.leave, self.back, self.forward):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            line.addWidget(button)
        column.addLayout(line)
        self.hide()

    def tell(self, step: Step, number: int, count: int, done: bool) -> None:
        """Show a step."""
        words = step.done if done else step.text
        if (self._title.text(), self._text.text()) == (step.title, words):
            return
        self._title.setText(step.title)
        self._text.setText(words)
        self.count.setText(f"{number} / {count}")
        self.back.setEnabled(number > 1)
        self.forward.setText("下一步(&N)" if number < count else "完成(&N)")
        self.setAccessibleName(step.title)
        self.setAccessibleDescription(words)
        self.setFixedHeight(self.layout().heightForWidth(_CARD_WIDTH))


class _Frame(QWidget):
    """A line around something; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("accent"), 3))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(2, 2, -2, -2), _ROUNDING, _ROUNDING)


def beside(box: QRect, size: QSize, room: QRect) -> QPoint:
    """Where a card of this size does not cover the box: right, left, below or above it; else in the lower corner."""
    card = QRect(QPoint(0, 0), size)
    top = min(max(box.top(), room.top() + _GAP), room.bottom() - card.height() - _GAP)
    left = min(max(box.left(), room.left() + _GAP), room.right() - card.width() - _GAP)
    places = (
        QPoint(box.right() + _GAP, top),
        QPoint(box.left() - _GAP - card.width(), top),
        QPoint(left, box.bottom() + _GAP),
        QPoint(left, box.top() - _GAP - card.height()),
    )
    for place in places:
        moved = card.translated(place)
        if room.contains(moved) and not moved.intersects(box):
            return place
    return QPoint(room.right() - card.width() - _GAP, room.bottom() - card.height() - _GAP)


def _script() -> dict[str, Any]:
    return tomllib.loads(_SCRIPT.read_text(encoding="utf-8"))

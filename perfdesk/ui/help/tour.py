"""五分钟上手: a tour of cards on a practice report, each pointing at a part of the window, which stays usable."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.paths import RESOURCES
from perfdesk.ui.appearance.theme import colour
from perfdesk.ui.findings.finding_banner import FindingBanner
from perfdesk.ui.table.panel import GridPanel
from perfdesk.ui.widgets.labels import text_label
from perfdesk.ui.workspace.workspace import Workspace

_SCRIPT = RESOURCES / "tour.toml"
_CARD_WIDTH = 336
_GAP = 12
_FRAME_MARGIN = 4
_MARGIN = 60
_FOLLOW_MS = 120
_SEEK_ATTEMPTS = 8
_ROUNDING = 6
_FAREWELL = "这是一份练习，可以随便填。要填自己的报告，点“新建”。"


@dataclass(frozen=True, slots=True)
class TourStep:
    """One card: the part of the window it points at, the address of the cursor, its title and text.

    A step with `fix` has a correction to apply; `done` is its text after that.
    """

    at: str
    address: Address
    title: str
    text: str
    fix: bool = False
    done: str = ""


def tour_steps() -> tuple[TourStep, ...]:
    """Return the steps in order."""
    return tuple(
        TourStep(
            at=step["at"],
            address=Address.parse(step["address"]),
            title=step["title"],
            text=step["text"],
            fix=step.get("fix", False),
            done=step.get("done", ""),
        )
        for step in _script()["step"]
    )


def make_practice() -> Path:
    """Create a practice report with the mistakes of the script, in a temporary folder; return its path.

    Raises PerfDeskError when it cannot be written.
    """
    script = _script()
    path = Path(tempfile.mkdtemp(prefix="perfdesk-")) / script["file"]
    make_sample(script["sample"], path)
    session = Session.open(path)
    for entry in script["hint"]:
        session.enter(Address.parse(entry["address"]), entry["text"])
    session.close()
    return path


class Tour(QObject):
    """Shows one card after another; ends after the last one, with Esc, or when the report is closed."""

    ended = Signal()

    def __init__(self, window: QWidget, workspace: Callable[[], Workspace | None], export: QWidget) -> None:
        super().__init__(window)
        shown = workspace()
        assert shown is not None
        self._window, self._current_workspace, self._export = window, workspace, export
        self._workspace: Workspace = shown
        self._steps = tour_steps()
        self._step_number = 0
        self._seeking = 0
        self.card = _Card(window)
        self.card.forward_button.clicked.connect(self.go_forward)
        self.card.back_button.clicked.connect(self.go_back)
        self.card.leave_button.clicked.connect(self.end)
        self.frame = _Frame(window)
        self._follow_timer = QTimer(self)
        self._follow_timer.setInterval(_FOLLOW_MS)
        self._follow_timer.timeout.connect(self.follow)

    @property
    def step(self) -> TourStep:
        """The current step."""
        return self._steps[self._step_number]

    def begin(self) -> None:
        """Show the first card."""
        self._window.installEventFilter(self)
        self._go_to_step(0)
        self._follow_timer.start()

    def go_forward(self) -> None:
        """Show the next card; apply the correction of this step if the user has not. End after the last card."""
        if self.step.fix and not self.is_done():
            self._apply_fix()
        if self._step_number + 1 < len(self._steps):
            self._go_to_step(self._step_number + 1)
        else:
            self._workspace.messages.show_message("done", _FAREWELL)
            self.end()

    def go_back(self) -> None:
        """Show the previous card."""
        self._go_to_step(max(0, self._step_number - 1))

    def end(self) -> None:
        """Hide card and frame; the practice report stays open."""
        self._follow_timer.stop()
        self._window.removeEventFilter(self)
        self.card.hide()
        self.frame.hide()
        self.ended.emit()

    def is_done(self) -> bool:
        """Whether the correction of this step has been applied, by the user or by the tour."""
        return not any(finding.fix for finding in self._workspace.model.findings_at(self.step.address))

    def follow(self) -> None:
        """Move frame and card to their target, which moves when the window is resized or the page is scrolled."""
        if self._current_workspace() is not self._workspace:
            self.end()
            return
        done = self.step.fix and self.is_done()
        self.card.show_step(self.step, self._step_number + 1, len(self._steps), done)
        target = self._target()
        self._seek(target)
        box = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size()) if target is not None else QRect()
        cell = self._cell() if self.step.at == "cell" else None
        box = cell if cell is not None else box
        inside = box.adjusted(-_FRAME_MARGIN, -_FRAME_MARGIN, _FRAME_MARGIN, _FRAME_MARGIN) & self._window.rect()
        self.frame.setVisible(not box.isEmpty())
        self.frame.setGeometry(inside)
        self.card.move(card_position(inside, self.card.size(), self._window.rect()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.end()
            return True
        return super().eventFilter(watched, event)

    def _go_to_step(self, number: int) -> None:
        self._step_number = number
        workspace, step = self._workspace, self.step
        workspace.close_inspector()
        workspace.go_to(step.address)
        if step.at == "side":
            workspace.open_inspector("origin")
        elif step.at == "preview":
            workspace.set_preview(True, keep=False)
        self._seeking = _SEEK_ATTEMPTS
        self.card.show()
        self.card.raise_()
        self.frame.raise_()
        self.follow()

    def _seek(self, target: QWidget | None) -> None:
        """Scroll to the target, a few times: the heights of a page that was just shown are not final yet."""
        page = self._workspace.page
        if self._seeking and page is not None and target is not None and page.isAncestorOf(target):
            self._seeking -= 1
            page.ensureWidgetVisible(target, 0, _MARGIN)

    def _apply_fix(self) -> None:
        for finding in self._workspace.model.findings_at(self.step.address):
            if finding.fix is not None:
                self._workspace.model.apply_fix(finding.fix)
                return

    def _target(self) -> QWidget | None:
        workspace = self._workspace
        targets: dict[str, QWidget] = {
            "navigation": workspace.navigation,
            "checks": workspace.checks,
            "side": workspace.inspector,
            "preview": workspace.preview,
            "export": self._export,
        }
        if self.step.at == "finding":
            part = workspace.page.part_at(self.step.address) if workspace.page is not None else None
            banners = part.findChildren(FindingBanner) if part is not None else []
            return next((banner for banner in banners if banner.isVisible()), part)
        return targets.get(self.step.at)

    def _cell(self) -> QRect | None:
        part = self._workspace.page.part_at(self.step.address) if self._workspace.page is not None else None
        box = part.view.cell_rect(self.step.address) if isinstance(part, GridPanel) else None
        if box is None or not isinstance(part, GridPanel):
            return None
        return QRect(part.view.mapTo(self._window, box.topLeft()), box.size())


class _Card(QFrame):
    """The card of a step with its buttons; it never takes the focus from an editor."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "tour")
        self.setFixedWidth(_CARD_WIDTH)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        self._title, self._text = text_label("", "strongLabel", wraps=False), text_label("")
        self.count_label = text_label("", "help", wraps=False)
        for label in (self._title, self._text):
            column.addWidget(label)
        self.leave_button, self.back_button, self.forward_button = (
            QPushButton("结束"),
            QPushButton("上一步(&B)"),
            QPushButton(),
        )
        self.leave_button.setProperty("role", "quiet")
        self.leave_button.setToolTip("结束（Esc）")
        self.forward_button.setProperty("role", "strong")
        line = QHBoxLayout()
        line.addWidget(self.count_label)
        line.addStretch(1)
        for button in (self.leave_button, self.back_button, self.forward_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            line.addWidget(button)
        column.addLayout(line)
        self.hide()

    def show_step(self, step: TourStep, number: int, count: int, done: bool) -> None:
        """Show a step."""
        text = step.done if done else step.text
        if (self._title.text(), self._text.text()) == (step.title, text):
            return
        self._title.setText(step.title)
        self._text.setText(text)
        self.count_label.setText(f"{number} / {count}")
        self.back_button.setEnabled(number > 1)
        self.forward_button.setText("下一步(&N)" if number < count else "完成(&N)")
        self.setAccessibleName(step.title)
        self.setAccessibleDescription(text)
        self.setFixedHeight(self._column.heightForWidth(_CARD_WIDTH))


class _Frame(QWidget):
    """A frame around the target; it is transparent for mouse events."""

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


def card_position(box: QRect, size: QSize, room: QRect) -> QPoint:
    """Return a position where the card does not cover the box: right, left, below or above it, else a lower corner."""
    card = QRect(QPoint(0, 0), size)
    top = min(max(box.top(), room.top() + _GAP), room.bottom() - card.height() - _GAP)
    left = min(max(box.left(), room.left() + _GAP), room.right() - card.width() - _GAP)
    positions = (
        QPoint(box.right() + _GAP, top),
        QPoint(box.left() - _GAP - card.width(), top),
        QPoint(left, box.bottom() + _GAP),
        QPoint(left, box.top() - _GAP - card.height()),
    )
    for position in positions:
        moved = card.translated(position)
        if room.contains(moved) and not moved.intersects(box):
            return position
    return QPoint(room.right() - card.width() - _GAP, room.bottom() - card.height() - _GAP)


def _script() -> dict[str, Any]:
    return tomllib.loads(_SCRIPT.read_text(encoding="utf-8"))

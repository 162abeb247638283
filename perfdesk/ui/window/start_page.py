"""What one sees first: new, open, last year's, the reports opened lately, work that waits, and the samples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from perfdesk.definition.sample_list import samples
from perfdesk.ui.background import Workshop
from perfdesk.ui.commands.help_commands import knows_tour
from perfdesk.ui.models.dates import moment_text
from perfdesk.ui.models.report_summary import cached_summary, refresh_summary
from perfdesk.ui.settings import forget_file, recent_files
from perfdesk.ui.widgets.dialog_parts import action_button, text_label
from perfdesk.ui.widgets.message_bar import FileMessageBar
from perfdesk.ui.window.recent_item import RecentLine

if TYPE_CHECKING:
    from perfdesk.storage.recovery import RecoveryCopy

_WIDEST = 1000
_SIDE = 316
_RECENT = "最近打开"
_STEPS = (
    ("新建一份，或由上年的文件结转", "也可以把同事发来的填报文件（.db）拖进窗口打开。每改一处随即保存，不用另外存盘。"),
    ("逐章填写", "白格由您填，灰格自动算；哪里不对，就在哪里写明差多少、怎么改。"),
    ("检查通过，导出全套", "Word、PDF 和 Excel 附表一次写好，版式按公文要求，打印就能用。"),
)
#: First the page, then a look at the files.
_LATER_MS = 150


class StartPage(QWidget):
    """The start page; it asks for things and does none itself."""

    #: The id of a command.
    command_requested = Signal(str)
    file_wanted = Signal(Path)
    sample_wanted = Signal(str)
    rescued_wanted = Signal(object)

    def __init__(self, workshop: Workshop, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("startPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._workshop = workshop
        self.strips: list[FileMessageBar] = []
        self.lines: list[RecentLine] = []
        self._waiting = QVBoxLayout()
        self._waiting.setSpacing(8)
        self._main = _card(_RECENT) if recent_files() else _card("三步写完一份自评报告")
        self.side = QVBoxLayout()
        self._lay_out()
        QTimer.singleShot(_LATER_MS, self, self._look)

    def show_waiting(self, waiting: Sequence[RecoveryCopy]) -> None:
        """Offer work that was not put where it belongs."""
        for rescued in waiting:
            words = f"“{rescued.original.name}”有一份 {moment_text(rescued.at)} 填的内容没有写回原处，已存在本机。"
            self._new_strip().show_message("warning", words, [("处理…", partial(self.rescued_wanted.emit, rescued))])

    def tell(self, words: str, button: str, deed: Callable[[], object] | None) -> None:
        """Good news at the top of the page."""
        self._new_strip().show_message("done", words, [(button, deed)] if deed is not None else (), closable=True)

    def _new_strip(self) -> FileMessageBar:
        strip = FileMessageBar()
        self.strips.append(strip)
        self._waiting.addWidget(strip)
        return strip

    def _look(self) -> None:
        """Look at the files off the window's thread: a share may take long to answer."""
        from perfdesk.storage.recovery import pending_copies

        self._workshop.start(lambda _tell: pending_copies(), done=self.show_waiting)
        for line in self.lines:
            self._workshop.start(
                lambda _tell, path=line.path: refresh_summary(path, cached_summary(path)), done=line.show_glance
            )

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 40, 24, 24)
        column.setSpacing(8)
        column.addWidget(text_label("部门整体支出绩效自评", "title"))
        words = "逐章填写，合计和勾稽自动核对，写完导出 Word、PDF 和 Excel 附表。每改一处随即保存。"
        column.addWidget(text_label(words, "note"))
        column.addSpacing(12)
        column.addLayout(self._buttons())
        column.addSpacing(12)
        column.addLayout(self._waiting)
        column.addSpacing(4)
        across = QHBoxLayout()
        across.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addWidget(self._main)
        left.addWidget(_samples(self.sample_wanted.emit))
        left.addStretch(1)
        across.addLayout(left, 1)
        self.side.setSpacing(16)
        self._fill_side()
        across.addLayout(self.side)
        column.addLayout(across)
        column.addStretch(1)
        self._fill_main()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(_scrolled(inner))

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        self.new_button = action_button("新建填报…", partial(self.command_requested.emit, "new"), "strong")
        self.open_button = action_button("打开…", partial(self.command_requested.emit, "open"))
        self.roll_button = action_button("由上年结转…", partial(self.command_requested.emit, "roll"))
        self.roll_button.setToolTip("从上年的填报文件起一份新的：单位、职能、指标和文字带过来，今年的数空着")
        for one in (self.new_button, self.open_button, self.roll_button):
            line.addWidget(one)
        line.addStretch(1)
        return line

    def _fill_side(self) -> None:
        if not knows_tour():
            first = _card("第一次用")
            self.tour_button = _add_link(first, "五分钟上手", partial(self.command_requested.emit, "tour"))
            _column(first).addWidget(text_label("在一份练习上跟着几张卡片走一遍，填错了也不要紧。", "help"))
            first.setFixedWidth(_SIDE)
            self.side.addWidget(first)
        safe = _card("找回与传递")
        self.restore_button = _add_link(safe, "恢复备份…", partial(self.command_requested.emit, "restore"))
        _column(safe).addWidget(text_label("填报时每十分钟自动备份一次，填错了、文件坏了都能找回。", "help"))
        self.send_button = _add_link(safe, "发送副本…", partial(self.command_requested.emit, "send"))
        _column(safe).addWidget(text_label("存一份干净的副本，给同事、上级，或换电脑接着填。", "help"))
        safe.setFixedWidth(_SIDE)
        self.side.addWidget(safe)
        self.side.addStretch(1)

    def _fill_main(self) -> None:
        column = _column(self._main)
        if not recent_files():
            for number, (words, more) in enumerate(_STEPS, 1):
                column.addSpacing(8)
                column.addWidget(text_label(f"{number}　{words}", "strongLabel"))
                column.addWidget(text_label(more, "note"))
            column.addSpacing(8)
            return
        column.setContentsMargins(4, 12, 8, 8)
        column.setSpacing(0)
        for path in recent_files():
            line = RecentLine(path, cached_summary(path))
            line.wanted.connect(self.file_wanted)
            line.unwanted.connect(self._on_unwanted)
            self.lines.append(line)
            column.addWidget(line)

    def _on_unwanted(self, path: Path) -> None:
        forget_file(path)
        for line in [one for one in self.lines if one.path == path]:
            self.lines.remove(line)
            line.hide()
            line.deleteLater()
        if not self.lines:
            _column(self._main).addWidget(text_label("　最近没有打开过填报文件。", "note"))


def _samples(deed: Callable[[str], object]) -> QFrame:
    card = _card("看样例")
    across = QHBoxLayout()
    across.setSpacing(16)
    for name, sample in samples().items():
        one = QVBoxLayout()
        one.setSpacing(0)
        one.addWidget(action_button(sample.title, partial(deed, name), "link"), 0, Qt.AlignmentFlag.AlignLeft)
        one.addWidget(text_label(sample.about, "help"))
        across.addLayout(one, 1)
    _column(card).addLayout(across)
    return card


def _scrolled(inner: QWidget) -> QScrollArea:
    """In the middle of the window, as wide as it needs, scrolling where the window is low."""
    ground = QWidget()
    line = QHBoxLayout(ground)
    line.setContentsMargins(0, 0, 0, 0)
    line.addStretch(1)
    line.addWidget(inner, 1000)
    line.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(ground)
    return area


def _card(title: str) -> QFrame:
    card = QFrame()
    card.setProperty("role", "card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(4)
    head = QHBoxLayout()
    head.setContentsMargins(12 if title == _RECENT else 0, 0, 0, 4)
    head.addWidget(text_label(title, "note"))
    column.addLayout(head)
    return card


def _column(card: QFrame) -> QVBoxLayout:
    column = card.layout()
    assert isinstance(column, QVBoxLayout)
    return column


def _add_link(card: QFrame, words: str, deed: Callable[[], object]) -> QWidget:
    made = action_button(words, deed, "link")
    _column(card).addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
    return made

"""The start page: new, open and rollover, recent reports, unrestored recovery copies, and samples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from perfdesk.definition.sample_list import samples
from perfdesk.ui.background import BackgroundTasks
from perfdesk.ui.commands.help_commands import knows_tour
from perfdesk.ui.models.dates import moment_text
from perfdesk.ui.models.report_summary import ReportSummary, cached_summary, refresh_summary
from perfdesk.ui.settings import forget_file, recent_files
from perfdesk.ui.widgets.card import Card
from perfdesk.ui.widgets.dialog_parts import action_button
from perfdesk.ui.widgets.labels import text_label
from perfdesk.ui.widgets.message_bar import MessageAction, MessageBar
from perfdesk.ui.window.recent_item import RecentItem
from perfdesk.writers.formats import format_names

if TYPE_CHECKING:
    from perfdesk.storage.recovery import RecoveryCopy

_MAX_WIDTH = 1000
_SIDE = 316
_RECENT = "最近打开"
_STEPS = (
    (
        "新建一份，由上年的文件结转，或由 Word、Excel 开始",
        "文件可以直接拖进窗口：填报文件（.db）是打开，Word 和表格是导入。每改一处随即保存，不用另外存盘。",
    ),
    ("逐章填写", "白格由您填，灰格自动算；哪里不对，就在哪里写明差多少、怎么改。"),
    ("检查通过，导出全套", f"{format_names()}一次写好，版式按公文要求，打印就能用。"),
)
#: The page is painted before the files are read.
_SUMMARY_DELAY_MS = 150


class StartPage(QWidget):
    """The start page; its signals request what the user chooses."""

    #: The id of a command.
    command_requested = Signal(str)
    file_requested = Signal(Path)
    sample_requested = Signal(str)
    recovery_requested = Signal(object)

    def __init__(self, background: BackgroundTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("startPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._background = background
        self.message_bars: list[MessageBar] = []
        self.recent_items: list[RecentItem] = []
        self._pending_bars = QVBoxLayout()
        self._pending_bars.setSpacing(8)
        self._main = _card(_RECENT) if recent_files() else _card("三步写完一份自评报告")
        self.side = QVBoxLayout()
        self._lay_out()
        QTimer.singleShot(_SUMMARY_DELAY_MS, self, self._refresh_summaries)

    def show_pending(self, pending: Sequence[RecoveryCopy]) -> None:
        """Show a message for every recovery copy that has not been restored."""
        for copy in pending:
            text = f"“{copy.original.name}”有一份 {moment_text(copy.at)} 填的内容没有写回原处，已存在本机。"
            self._new_message_bar().show_message(
                "warning", text, [("处理…", partial(self.recovery_requested.emit, copy))], closable=False
            )

    def show_message(self, text: str, actions: Sequence[MessageAction]) -> None:
        """Show good news at the top of the page."""
        self._new_message_bar().show_message("done", text, actions)

    def _new_message_bar(self) -> MessageBar:
        bar = MessageBar(is_lasting=True)
        self.message_bars.append(bar)
        self._pending_bars.addWidget(bar)
        return bar

    def _refresh_summaries(self) -> None:
        """Read the files in the background, because a share may respond slowly."""
        self._background.start(_pending_copies, done=self.show_pending)
        for item in self.recent_items:
            self._background.start(partial(_refreshed_summary, item.path), done=item.show_summary)

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setMaximumWidth(_MAX_WIDTH)
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 40, 24, 24)
        column.setSpacing(8)
        column.addWidget(text_label("部门整体支出绩效自评", "title"))
        text = f"逐章填写，合计和勾稽自动核对，写完导出{format_names()}。每改一处随即保存。"
        column.addWidget(text_label(text, "note"))
        column.addSpacing(12)
        column.addLayout(self._buttons())
        column.addSpacing(12)
        column.addLayout(self._pending_bars)
        column.addSpacing(4)
        across = QHBoxLayout()
        across.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addWidget(self._main)
        left.addWidget(_samples(self.sample_requested.emit))
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
        self.files_button = action_button(
            "由 Word、Excel 开始…", partial(self.command_requested.emit, "begin_from_files")
        )
        self.files_button.setToolTip("新建一份，把上年的 Word 报告、决算表、预算系统导出的表读进来，看过再取用")
        for one in (self.new_button, self.open_button, self.roll_button, self.files_button):
            line.addWidget(one)
        line.addStretch(1)
        return line

    def _fill_side(self) -> None:
        if not knows_tour():
            first = _card("第一次用")
            self.tour_button = _add_link(first, "五分钟上手", partial(self.command_requested.emit, "tour"))
            first.column.addWidget(text_label("在一份练习上跟着几张卡片走一遍，填错了也不要紧。", "help"))
            first.setFixedWidth(_SIDE)
            self.side.addWidget(first)
        safe = _card("找回与传递")
        self.restore_button = _add_link(safe, "恢复备份…", partial(self.command_requested.emit, "restore"))
        safe.column.addWidget(text_label("填报时每十分钟自动备份一次，填错了、文件坏了都能找回。", "help"))
        self.send_button = _add_link(safe, "发送副本…", partial(self.command_requested.emit, "send"))
        safe.column.addWidget(text_label("存一份干净的副本，给同事、上级，或换电脑接着填。", "help"))
        safe.setFixedWidth(_SIDE)
        self.side.addWidget(safe)
        self.side.addStretch(1)

    def _fill_main(self) -> None:
        column = self._main.column
        if not recent_files():
            for number, (text, more) in enumerate(_STEPS, 1):
                column.addSpacing(8)
                column.addWidget(text_label(f"{number}　{text}", "strongLabel"))
                column.addWidget(text_label(more, "note"))
            column.addSpacing(8)
            return
        column.setContentsMargins(4, 12, 8, 8)
        column.setSpacing(0)
        for path in recent_files():
            item = RecentItem(path, cached_summary(path))
            item.open_requested.connect(self.file_requested)
            item.remove_requested.connect(self._on_remove_requested)
            self.recent_items.append(item)
            column.addWidget(item)

    def _on_remove_requested(self, path: Path) -> None:
        forget_file(path)
        for item in [one for one in self.recent_items if one.path == path]:
            self.recent_items.remove(item)
            item.hide()
            item.deleteLater()
        if not self.recent_items:
            self._main.column.addWidget(text_label("　最近没有打开过填报文件。", "note"))


def _pending_copies(_report_progress: Callable[[str], None]) -> list[RecoveryCopy]:
    """Remove the working copies that a crash left after publishing, and return the copies with unpublished work."""
    from perfdesk.storage.recovery import pending_copies
    from perfdesk.storage.working_copy import remove_finished_working_copies

    remove_finished_working_copies()
    return pending_copies()


def _refreshed_summary(path: Path, _report_progress: Callable[[str], None]) -> ReportSummary:
    return refresh_summary(path, cached_summary(path))


def _samples(action: Callable[[str], object]) -> Card:
    card = _card("看样例")
    across = QHBoxLayout()
    across.setSpacing(16)
    for name, sample in samples().items():
        one = QVBoxLayout()
        one.setSpacing(0)
        one.addWidget(action_button(sample.title, partial(action, name), "link"), 0, Qt.AlignmentFlag.AlignLeft)
        one.addWidget(text_label(sample.about, "help"))
        across.addLayout(one, 1)
    card.column.addLayout(across)
    return card


def _scrolled(inner: QWidget) -> QScrollArea:
    """Return a scroll area with a widget centred in it."""
    content = QWidget()
    row = QHBoxLayout(content)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(inner, 1000)
    row.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


def _card(title: str) -> Card:
    card = Card(title, margins=(16, 12, 16, 12), spacing=4)
    card.heading_row.setContentsMargins(12 if title == _RECENT else 0, 0, 0, 4)
    return card


def _add_link(card: Card, text: str, action: Callable[[], object]) -> QWidget:
    button = action_button(text, action, "link")
    card.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    return button

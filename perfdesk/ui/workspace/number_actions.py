"""What the user can do with the number at the cursor of an own text: link it to a figure of a table, or cut that."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from perfdesk.checks.proofreading.link_changes import LinkableFigure, cut_link, link_to, linkable_figures, restore_link
from perfdesk.definition.address import Address
from perfdesk.ui.editors.context_menu import CursorAction
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.models.search import by_figure
from perfdesk.ui.pages.focus import focused_address, text_at_cursor
from perfdesk.ui.pages.page import Page
from perfdesk.ui.panels.find_dialog import FindDialog, SearchMode
from perfdesk.ui.widgets.dialog_parts import open_dialog

LINK = "连到表格中的数…"
CUT, RESTORE = "断开这个数与表格的连接", "恢复这个数的自动连接"
_HINT = "名称、科目编码或拼音首字母的一部分；空着就列出数值相同的各处"
_NO_NUMBER = "请先把光标放到自己写的一段文字里的一个数上，例如“890.10万元”，再连到表格或断开。"
_NO_LINK = "“{name}”没有连到表格，不用断开；要连，按 Ctrl+L。"


class NumberActions(QObject):
    """The actions on the number at the cursor. `page` and `sections` return the page and all sections shown."""

    def __init__(
        self, model: ReportModel, page: Callable[[], Page | None], sections: Callable[[], list[str]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._model, self._page, self._sections, self._window = model, page, sections, parent
        self.actions = (
            CursorAction(self._link_text, self.link, self),
            CursorAction(self._cut_text, self.cut_or_restore, self),
        )
        model.link_requested.connect(self.choose_answer)

    def link(self) -> None:
        """Let the user choose the answer that the number at the cursor states."""
        figure = self._needed_figure()
        if figure is not None:
            self.choose_answer(figure)

    def cut_or_restore(self) -> None:
        """Cut the link of the number at the cursor, or undo what the user decided about it."""
        figure = self._needed_figure()
        if figure is None:
            return
        if figure.setting is not None:
            self._model.change_link(restore_link(self._model.answers, figure))
        elif figure.link is not None:
            self._model.change_link(cut_link(self._model.answers, figure))
        else:
            self._model.message_posted.emit("notice", _NO_LINK.format(name=figure.placed.name))

    def choose_answer(self, figure: LinkableFigure) -> None:
        """Open the dialog that finds the answer that a figure states."""
        mode = SearchMode(f"“{figure.placed.name}”说的是哪一格", _HINT, by_figure(figure.placed.quantity), "连上")
        dialog = FindDialog(mode, self._model.answers, self._sections(), self._window)
        dialog.go_to_requested.connect(partial(self._on_chosen, figure))
        open_dialog(dialog)

    def _on_chosen(self, figure: LinkableFigure, answer: Address) -> None:
        self._model.change_link(link_to(self._model.answers, figure, answer))

    def _needed_figure(self) -> LinkableFigure | None:
        """Return the number at the cursor, or explain why nothing can be done."""
        if self._model.session.read_only:
            self._model.edit_refused.emit()
            return None
        figure = self._figure_at_cursor()
        if figure is None:
            self._model.message_posted.emit("notice", _NO_NUMBER)
        return figure

    def _figure_at_cursor(self) -> LinkableFigure | None:
        page, found = self._page(), text_at_cursor()
        if page is None or found is None:
            return None
        page.flush()
        address, (text, position) = focused_address(page), found
        if address is None or self._model.answers.value(address) != text:
            return None
        figures = linkable_figures(self._model.answers, address)
        return next((one for one in figures if one.placed.start <= position <= one.placed.end), None)

    def _link_text(self) -> str:
        return LINK if not self._model.session.read_only and self._figure_at_cursor() is not None else ""

    def _cut_text(self) -> str:
        figure = self._figure_at_cursor() if not self._model.session.read_only else None
        if figure is None or (figure.link is None and figure.setting is None):
            return ""
        return RESTORE if figure.setting is not None else CUT

"""One open report: sections at the left, the page in the middle, findings below, preview or inspector at the right."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from perfdesk.checks.finding import Finding
from perfdesk.definition.address import Address
from perfdesk.entries.link_entries import text_with_links
from perfdesk.entries.stated import subject_of
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.headings import section_title
from perfdesk.ui.background import BackgroundTasks
from perfdesk.ui.findings.findings_panel import FindingsPanel
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.pages.context_menu import install_context_menu
from perfdesk.ui.pages.focus import focused_address, select_words
from perfdesk.ui.pages.page import Page
from perfdesk.ui.pages.page_cache import PageCache
from perfdesk.ui.panels.find_dialog import FindDialog, SearchMode
from perfdesk.ui.panels.inspector.panel import Inspector, InspectorTab
from perfdesk.ui.panels.overview.page import Overview
from perfdesk.ui.panels.preview.panel import PreviewPanel
from perfdesk.ui.panels.section_list import OVERVIEW, SectionList
from perfdesk.ui.settings import remember, remembered
from perfdesk.ui.table.panel import GridPanel
from perfdesk.ui.widgets.dialog_parts import open_dialog
from perfdesk.ui.widgets.message_bar import MessageBar
from perfdesk.ui.workspace.checks_splitter import ChecksSplitter
from perfdesk.ui.workspace.file_monitor import FileMonitor
from perfdesk.ui.workspace.number_actions import NumberActions
from perfdesk.ui.workspace.panel_splitter import PanelSplitter

_MIN_WIDTH_FOR_PREVIEW = 1200
_MIN_WIDTH_BESIDE_TABLE = 1600
_MIN_WIDTH_FOR_INSPECTOR = 1200


class Workspace(QWidget):
    """All widgets of an open report."""

    section_shown = Signal(str)
    preview_shown = Signal(bool)

    def __init__(self, model: ReportModel, background: BackgroundTasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        model.setParent(self)
        self.inspector_actions = (QAction("这个数怎么来的", self), QAction("这一格的历史", self))
        self.number_actions = NumberActions(model, lambda: self.page, self._sections, self)
        self.navigation = SectionList(model)
        self.checks = FindingsPanel(model)
        self.preview = PreviewPanel(model, background)
        self.inspector = Inspector(model)
        self.stack = QStackedWidget()
        self._page_cache = PageCache(model, self.stack, self._sections)
        self.file_bar = MessageBar(is_lasting=True)
        self.save_error_bar = MessageBar()
        self.messages = MessageBar()
        self._lay_out()
        self._connect(model)
        self.file_monitor = FileMonitor(model, self)
        self.navigation.choose(model.session.form.sections[0].id)

    def _connect(self, model: ReportModel) -> None:
        self.navigation.section_chosen.connect(self.show_section)
        self._page_cache.page_ready.connect(self._connect_page)
        self.checks.finding_requested.connect(self.go_to_finding)
        self.checks.address_requested.connect(self.go_to)
        self.section_shown.connect(self.checks.set_section)
        model.origin_requested.connect(self.show_origin)
        model.focus_requested.connect(self.go_to)
        self.inspector_actions[0].triggered.connect(lambda: self.open_inspector("origin"))
        self.inspector_actions[1].triggered.connect(lambda: self.open_inspector("history"))
        self.inspector.go_to_requested.connect(self.go_to_in_section)
        self.inspector.closed.connect(self.close_inspector)
        self.inspector.open_requested.connect(lambda: self.open_inspector("origin"))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)
        self.preview.go_to_requested.connect(self.go_to)
        self.panels.docked_changed.connect(self.update_preview_visibility)
        self.preview.closed.connect(lambda: self.set_preview(False))
        model.failed.connect(self._on_failed)
        model.saved.connect(self.save_error_bar.clear)
        model.message_posted.connect(self.messages.show_message)
        model.changed.connect(self._on_changed)

    def _lay_out(self) -> None:
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.file_bar)
        column.addWidget(self.save_error_bar)
        column.addWidget(self.messages)
        column.addWidget(self.stack, 1)
        self.checks_splitter = ChecksSplitter(centre, self.checks)
        self.panels = PanelSplitter(self.navigation, self.checks_splitter, self.preview, self.inspector)
        self.panels.restore_sizes()
        self.checks_splitter.restore_height()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.panels)
        self.preview.hide()

    @cached_property
    def overview(self) -> Overview:
        """The overview page, created on first use."""
        overview = Overview(self.model, self.stack)
        overview.go_to_requested.connect(self.go_to)
        overview.finding_requested.connect(self.go_to_finding)
        overview.message_posted.connect(self.messages.show_message)
        self.stack.addWidget(overview)
        return overview

    def save_splitter_sizes(self) -> None:
        """Save the sizes of the splitters."""
        self.panels.close_docked()
        self.panels.remember_sizes()
        self.checks_splitter.remember_height()

    @property
    def page(self) -> Page | None:
        """The page shown; None while the overview is shown."""
        widget = self.stack.currentWidget()
        return widget if isinstance(widget, Page) else None

    def show_section(self, instance: str) -> None:
        """Show the page of a section, created on first use."""
        if self.page is not None:
            self.page.flush()
        if not self.messages.is_busy:
            self.messages.clear()
        self.checks_splitter.set_checks_allowed(instance != OVERVIEW)
        if instance == OVERVIEW:
            self.stack.setCurrentWidget(self.overview)
            self.set_preview(False, keep=False)
            self.section_shown.emit(instance)
            return
        self.stack.setCurrentWidget(self._page_cache.page(instance))
        answers = self.model.answers
        self.preview.show_heading(section_title(answers, answers.form.section(instance)))
        self._follow_focus()
        self.set_preview(self._is_preview_wanted(), keep=False)
        self.section_shown.emit(instance)

    def go_to(self, address: Address) -> bool:
        """Show the page of an answer and move the cursor there; return whether it was found."""
        self.navigation.choose(address.section)
        page = self._page_cache.get(address.section)
        return page is not None and page.go_to(address)

    def open_find_dialog(self, search: SearchMode) -> None:
        """Open the dialog that searches answers and goes to the selected one."""
        self.flush()
        dialog = FindDialog(search, self.model.answers, self._sections(), self)
        dialog.go_to_requested.connect(self.go_to)
        open_dialog(dialog)

    def go_to_in_section(self, section: str, address: Address) -> None:
        """Go to an answer on the page of a section; only to the section if the answer is part of a sentence there."""
        self.navigation.choose(section)
        if self.page is not None:
            self.page.go_to(address)

    def open_inspector(self, tab: InspectorTab) -> None:
        """Show the origin or the history of the answer at the cursor."""
        address = focused_address(self.page)
        if self.page is not None and address is not None:
            self.page.keep_in_view(address)
        self.inspector.show_tab(tab, address)
        self.set_preview(False, keep=False)

    def show_origin(self, address: Address) -> None:
        """Go to an answer and show its origin."""
        self.go_to(address)
        self.inspector.show_tab("origin", address)
        self.set_preview(False, keep=False)

    def close_inspector(self) -> None:
        """Hide the inspector, and show the preview again if there is room."""
        self.inspector.hide()
        self.update_preview_visibility()

    def go_to_finding(self, finding: Finding) -> None:
        """Go to the first answer of a finding that is shown, else to its section."""
        for address in finding.addresses:
            if self._is_section(address.section) and self.go_to(address):
                if finding.span is not None and self.page is not None:
                    select_words(self.page, *finding.span)
                return
        if self._is_section(finding.section):
            self.navigation.choose(finding.section)

    def focus_first_editor(self) -> None:
        """Move the cursor to the first white cell or editor of the page."""
        if self.page is not None:
            self.page.focus_first()

    def show_next_section(self, by: int) -> None:
        """Go to the first answer of the page `by` pages further on."""
        here = self.navigation.current_section()
        self.navigation.step(by)
        if self.navigation.current_section() != here:
            self.focus_first_editor()

    def step_through_history(self, name: str) -> None:
        """Undo or redo, and go to the change if it is on another page."""
        if self.page is not None:
            self.page.finish()
        self.model.undo() if name == "undo" else self.model.redo()
        found = self.model.changed_addresses
        changed = sorted(text_with_links(address.section) or subject_of(address) for address in found)
        sections = {address.section for address in changed}
        if changed and self.page is not None and self.page.instance not in sections:
            next((True for address in changed if self._is_section(address.section) and self.go_to(address)), None)

    def flush(self) -> None:
        """Enter what is still being typed."""
        if self.page is not None:
            self.page.flush()

    def set_unit_yuan(self, in_yuan: bool) -> None:
        """Show amounts in 元 or in 万元 on every page."""
        if self.page is not None:
            self.page.finish()
        self.model.set_unit_yuan(in_yuan)

    def set_preview(self, shown: bool, keep: bool = True) -> None:
        """Show or hide the preview; `keep` saves the choice, separately for chapters and for attachments."""
        if keep and self.page is None:
            shown = False
            self.messages.show_message("notice", "概览不带预览；到报告的各部分里按 F4 显示。")
        elif keep:
            remember(self._preview_key(), shown)
            self.panels.is_preview_beside_docked = shown
        self.preview.setVisible(shown)
        has_room = self.inspector.isHidden() or self.window().width() >= _MIN_WIDTH_FOR_INSPECTOR
        self.navigation.setVisible(has_room and isinstance(self.stack.currentWidget(), Page | Overview))
        self.preview_shown.emit(shown)

    def update_preview_visibility(self) -> None:
        """Show the preview if it is wanted and the window is wide enough."""
        self.set_preview(self._is_preview_wanted(), keep=False)

    def _preview_key(self) -> str:
        kind = self.page.section.kind if self.page is not None else "chapter"
        return f"preview/{'paper' if kind == 'attachment' else 'chapter'}"

    def _is_preview_wanted(self) -> bool:
        """Whether to show the preview: by default next to chapters, and next to attachments only in a wide window.

        Next to a docked panel only if the user has asked for it since.
        """
        room = _MIN_WIDTH_BESIDE_TABLE if self._preview_key().endswith("paper") else _MIN_WIDTH_FOR_PREVIEW
        if self.page is None or not self.inspector.isHidden():
            return False
        if self.panels.docked is not None:
            return self.panels.is_preview_beside_docked
        enough = self.window().width() >= room
        return bool(remembered(self._preview_key(), enough)) and self.window().width() >= _MIN_WIDTH_FOR_PREVIEW - 200

    def _connect_page(self, page: Page) -> None:
        """Connect a new page: links, context menus, and the cursor in its tables."""
        page.go_to_requested.connect(self.go_to)
        page.end_reached.connect(self.show_next_section)
        actions = (*self.inspector_actions, *self.number_actions.actions)
        install_context_menu(page, actions)
        for part in page.parts():
            if isinstance(part, GridPanel):
                part.cell_reached.connect(self._follow_focus)
                self.inspector.watch_view(part.view)
                part.view.addActions(actions)

    def _follow_focus(self) -> None:
        address = focused_address(self.page)
        self.inspector.follow_cursor(address)
        self.preview.mark_answer(address)

    def _is_section(self, instance: str) -> bool:
        return instance in self._sections()

    def _sections(self) -> list[str]:
        return [entry.instance for entry in self.navigation.section_entries()]

    def _on_changed(self) -> None:
        self._page_cache.discard_others(self._sections())

    def _on_failed(self, error: PerfDeskError) -> None:
        count = len(self.model.unsaved)
        safe = "此前的内容都已保存" + (f"，刚输入的 {count} 处还在页面上，请不要关闭窗口。" if count else "。")
        self.save_error_bar.show_message(
            "error", f"{error.what}{error.why}{error.remedy}{safe}", [("再存一次", self.model.save_again)]
        )
        QApplication.beep()

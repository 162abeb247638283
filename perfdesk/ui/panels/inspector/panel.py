"""The panel at the right that follows the cursor and shows the origin and the history of an answer."""

from __future__ import annotations

from functools import partial
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from perfdesk.definition.address import Address
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.panels.inspector.history import HistoryPanel
from perfdesk.ui.panels.inspector.origin import OriginPanel
from perfdesk.ui.table.view import GridView

InspectorTab = Literal["origin", "history"]

TAB_TITLES: dict[InspectorTab, str] = {"origin": "来历", "history": "历史"}
_KEYS = (Qt.Key.Key_F2, Qt.Key.Key_Space)


class Inspector(QFrame):
    """Two tabs about one answer; only the visible one is kept up to date."""

    go_to_requested = Signal(str, object)
    closed = Signal()
    open_requested = Signal()

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self._address: Address | None = None
        self.origin, self.history = OriginPanel(model), HistoryPanel(model)
        self._panels: dict[InspectorTab, OriginPanel | HistoryPanel] = {"origin": self.origin, "history": self.history}
        self._stack = QStackedWidget()
        self._tabs: dict[InspectorTab, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._make_header())
        column.addWidget(self._stack, 1)
        for panel in self._panels.values():
            self._stack.addWidget(panel)
            panel.go_to_requested.connect(self.go_to_requested)
        self.setMinimumWidth(240)
        self.hide()
        model.changed.connect(self._refresh_shown)

    @property
    def address(self) -> Address | None:
        """The answer shown."""
        return self._address

    def show_tab(self, tab: InspectorTab, address: Address | None) -> None:
        """Open a tab; `address` replaces the answer shown."""
        self._address = address if address is not None else self._address
        self._tabs[tab].setChecked(True)
        self._stack.setCurrentWidget(self._panels[tab])
        self.show()
        self._refresh_shown()

    def follow_cursor(self, address: Address | None) -> None:
        """Show the answer the cursor has moved to."""
        if address is not None and address != self._address:
            self._address = address
            self._refresh_shown()

    def watch_view(self, view: GridView) -> None:
        """Let F2 and Space in a cell that cannot be edited open the inspector."""
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(watched, GridView):
            cell = watched.current_cell()
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if (
                plain
                and event.key() in _KEYS
                and cell is not None
                and cell.address
                and not watched.grid.is_editable(cell)
            ):
                self.open_requested.emit()
                return True
        return super().eventFilter(watched, event)

    def _make_header(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(16, 0, 8, 0)
        line.setSpacing(4)
        group = QButtonGroup(self)
        for tab, title in TAB_TITLES.items():
            button = QPushButton(title)
            button.setProperty("role", "chip")
            button.setCheckable(True)
            button.clicked.connect(partial(self._on_tab_clicked, tab))
            group.addButton(button)
            self._tabs[tab] = button
            line.addWidget(button)
        line.addStretch(1)
        close = QPushButton("收起")
        close.setProperty("role", "quiet")
        close.clicked.connect(self.closed)
        line.addWidget(close)
        return line

    def _on_tab_clicked(self, tab: InspectorTab, _checked: bool = False) -> None:
        self.show_tab(tab, None)

    def _refresh_shown(self) -> None:
        panel = self._stack.currentWidget()
        if self.isVisible() and isinstance(panel, OriginPanel | HistoryPanel):
            panel.show_address(self._address)

"""The panel below the page that lists the findings; a click goes to the answer."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from perfdesk.checks.finding import ACCEPTED_LABEL, LEVEL_LABELS, LEVEL_SIGNS, Finding
from perfdesk.definition.severity import Severity
from perfdesk.ui.appearance.theme import set_shown
from perfdesk.ui.findings.finding_actions import FindingRow
from perfdesk.ui.findings.finding_list import FindingList
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.widgets.labels import text_label

#: The kinds of rows: the severities, and accepted warnings.
_LEVEL_NAMES: dict[str, str] = {**LEVEL_LABELS, "kept": ACCEPTED_LABEL}
_LEVEL_ICONS: dict[str, str] = {**LEVEL_SIGNS, "kept": "✓"}
_MIN_WIDTH_FOR_HINT = 780
_ALWAYS_SHOWN = (Severity.ERROR, Severity.WARNING)


class FindingsPanel(QFrame):
    """All findings, with a count by severity.

    `finding_requested` asks to go to a finding, `address_requested` to one of the answers involved.
    """

    finding_requested = Signal(object)
    address_requested = Signal(object)

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checks")
        self._model = model
        self._shown_rows: tuple[FindingRow, ...] | None = None
        self._section = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_header())
        self.finding_list = FindingList(model)
        self.finding_list.itemClicked.connect(self._on_item)
        self.finding_list.itemActivated.connect(self._on_item)
        self.finding_list.finding_requested.connect(self.address_requested)
        column.addWidget(self.finding_list, 1)
        self._none_label = text_label("", "note", wraps=False)
        self._none_label.setProperty("room", "list")
        self._none_label.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._none_label, 1)
        model.changed.connect(self.refresh)
        self.refresh()

    def _make_header(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(24, 6, 16, 6)
        line.setSpacing(8)
        line.addWidget(text_label("检查结果", "strongLabel", wraps=False))
        self.level_buttons: dict[str, QPushButton] = {}
        for kind, text in _LEVEL_NAMES.items():
            chip = self._level_button(f"只看{text}")
            chip.setProperty("level", str(kind))
            self.level_buttons[kind] = chip
            line.addWidget(chip)
        line.addSpacing(8)
        self.current_page_only = self._level_button("只列出与现在这一页有关的")
        self.current_page_only.setText("只看本页")
        line.addWidget(self.current_page_only)
        line.addStretch(1)
        self._hint = text_label("F8 下一处 · 单击定位 · → 看涉及", "help", wraps=False)
        self._hint.setMinimumWidth(1)
        line.addWidget(self._hint)
        return line

    def _level_button(self, tip: str) -> QPushButton:
        chip = QPushButton()
        chip.setProperty("role", "chip")
        chip.setCheckable(True)
        chip.setToolTip(tip)
        chip.clicked.connect(self.refresh)
        return chip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint.setVisible(self.width() >= _MIN_WIDTH_FOR_HINT)

    def findings(self) -> list[Finding]:
        """Return the open findings listed."""
        return [row.finding for row in self.finding_list.finding_rows() if row.accepted is None]

    def set_section(self, section: str) -> None:
        """Note which page is shown."""
        self._section = section
        if self.current_page_only.isChecked():
            self.refresh()

    def refresh(self) -> None:
        """Show the current findings of the severities selected, or all; of the current page only if selected."""
        rows = [
            row for row in self._all_rows() if not self.current_page_only.isChecked() or self._is_on_page(row.finding)
        ]
        counts = Counter(_row_kind(row) for row in rows)
        for kind, chip in self.level_buttons.items():
            chip.setText(f"{_LEVEL_ICONS[kind]} {_LEVEL_NAMES[kind]} {counts[kind]}")
            chip.setEnabled(bool(counts[kind]))
            set_shown(chip, kind in _ALWAYS_SHOWN or bool(counts[kind]))
            chip.setChecked(chip.isChecked() and bool(counts[kind]))
        only = {kind for kind, chip in self.level_buttons.items() if chip.isChecked()}
        wanted = tuple(row for row in rows if not only or _row_kind(row) in only)
        if wanted != self._shown_rows:
            self._shown_rows = wanted
            self.finding_list.show_rows(wanted)
        else:
            self.finding_list.refresh_action_bar()
        self.finding_list.setVisible(bool(wanted))
        self._none_label.setText(
            "这一页没有错误，也没有警告。" if self.current_page_only.isChecked() else "没有错误，也没有警告。"
        )
        self._none_label.setVisible(not wanted)

    def step(self, by: int) -> None:
        """Go to the next open finding (`by` > 0) or the previous one, wrapping around at the ends."""
        open_rows = [number for number, row in enumerate(self.finding_list.finding_rows()) if row.accepted is None]
        if not open_rows:
            return
        at = self.finding_list.currentRow()
        later = [row for row in open_rows if row > at] or open_rows
        earlier = [row for row in open_rows if row < at] or open_rows
        self.finding_list.setCurrentRow(later[0] if by > 0 else earlier[-1])
        self._on_item(self.finding_list.currentItem())

    def _all_rows(self) -> list[FindingRow]:
        """Return all findings, then the accepted warnings."""
        return [
            *map(FindingRow, self._model.findings),
            *(FindingRow(accepted.finding, accepted) for accepted in self._model.accepted),
        ]

    def _is_on_page(self, finding: Finding) -> bool:
        return self._section in {finding.section, *(address.section for address in finding.highlighted)}

    def _on_item(self, _item: QListWidgetItem) -> None:
        row = self.finding_list.selected_row()
        if row is not None:
            self.finding_requested.emit(row.finding)


def _row_kind(row: FindingRow) -> str:
    return "kept" if row.accepted is not None else row.finding.severity

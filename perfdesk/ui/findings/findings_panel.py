"""What is wrong, as a list below the page: severity, place, sentence; a click goes there."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from perfdesk.checks.finding import ACCEPTED_LABEL, LEVEL_LABELS, Finding
from perfdesk.definition.model import Level
from perfdesk.ui.appearance.theme import LEVEL_SYMBOLS, set_shown
from perfdesk.ui.findings.finding_actions import FindingRow
from perfdesk.ui.findings.finding_list import FindingList
from perfdesk.ui.models.report_model import ReportModel

#: What the list is sorted by: the severities, and what stands with a reason.
_LEVEL_NAMES: dict[Level | str, str] = {**LEVEL_LABELS, "kept": ACCEPTED_LABEL}
_LEVEL_ICONS: dict[Level | str, str] = {**LEVEL_SYMBOLS, "kept": "✓"}
_MIN_WIDTH_FOR_HINT = 780
_ALWAYS_SHOWN = ("error", "warning")


class FindingsPanel(QFrame):
    """All findings, with a count by severity; `finding_requested` asks to go to one, `address_requested` to one answer
    involved."""

    finding_requested = Signal(object)
    address_requested = Signal(object)

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checks")
        self._model = model
        self._shown_levels: tuple[FindingRow, ...] | None = None
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
        self._clear = QLabel()
        self._clear.setProperty("role", "note")
        self._clear.setProperty("room", "list")
        self._clear.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._clear, 1)
        model.changed.connect(self.refresh)
        self.refresh()

    def _make_header(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(24, 6, 16, 6)
        line.setSpacing(8)
        title = QLabel("检查结果")
        title.setProperty("role", "strongLabel")
        line.addWidget(title)
        self.level_buttons: dict[Level | str, QPushButton] = {}
        for kind, text in _LEVEL_NAMES.items():
            chip = self._level_button(f"只看{text}")
            chip.setProperty("level", kind)
            self.level_buttons[kind] = chip
            line.addWidget(chip)
        line.addSpacing(8)
        self.current_page_only = self._level_button("只列出与现在这一页有关的")
        self.current_page_only.setText("只看本页")
        line.addWidget(self.current_page_only)
        line.addStretch(1)
        self._hint = QLabel("F8 下一处 · 单击定位 · → 看涉及")
        self._hint.setProperty("role", "help")
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
        """The open findings listed now."""
        return [line.finding for line in self.finding_list.finding_rows() if line.accepted is None]

    def set_section(self, section: str) -> None:
        """Know which page is shown now."""
        self._section = section
        if self.current_page_only.isChecked():
            self.refresh()

    def refresh(self) -> None:
        """Show the findings as they stand: of the severities asked for, or all; of this page only when asked for."""
        lines = [
            line
            for line in self._all_rows()
            if not self.current_page_only.isChecked() or self._is_on_page(line.finding)
        ]
        counts = Counter(_row_kind(line) for line in lines)
        for kind, chip in self.level_buttons.items():
            chip.setText(f"{_LEVEL_ICONS[kind]} {_LEVEL_NAMES[kind]} {counts[kind]}")
            chip.setEnabled(bool(counts[kind]))
            set_shown(chip, kind in _ALWAYS_SHOWN or bool(counts[kind]))
            chip.setChecked(chip.isChecked() and bool(counts[kind]))
        only = {kind for kind, chip in self.level_buttons.items() if chip.isChecked()}
        wanted = tuple(line for line in lines if not only or _row_kind(line) in only)
        if wanted != self._shown_levels:
            self._shown_levels = wanted
            self.finding_list.show_rows(wanted)
        else:
            self.finding_list.refresh_action_bar()
        self.finding_list.setVisible(bool(wanted))
        self._clear.setText(
            "这一页没有错误，也没有警告。" if self.current_page_only.isChecked() else "没有错误，也没有警告。"
        )
        self._clear.setVisible(not wanted)

    def step(self, by: int) -> None:
        """Go to the next open finding or the one before, round and round."""
        open_rows = [row for row, line in enumerate(self.finding_list.finding_rows()) if line.accepted is None]
        if not open_rows:
            return
        at = self.finding_list.currentRow()
        later = [row for row in open_rows if row > at] or open_rows
        earlier = [row for row in open_rows if row < at] or open_rows
        self.finding_list.setCurrentRow(later[0] if by > 0 else earlier[-1])
        self._on_item(self.finding_list.currentItem())

    def _all_rows(self) -> list[FindingRow]:
        """Every finding, then what stands with a reason."""
        return [
            *map(FindingRow, self._model.findings),
            *(FindingRow(kept.finding, kept) for kept in self._model.accepted),
        ]

    def _is_on_page(self, finding: Finding) -> bool:
        return self._section in {finding.section, *(address.section for address in finding.highlighted)}

    def _on_item(self, _item: QListWidgetItem) -> None:
        line = self.finding_list.selected_row()
        if line is not None:
            self.finding_requested.emit(line.finding)


def _row_kind(line: FindingRow) -> Level | str:
    return "kept" if line.accepted is not None else line.finding.severity

"""The panel below the page that lists the findings; a click goes to the answer."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from perfdesk.checks.finding import ACCEPTED_LABEL, LEVEL_LABELS, Finding
from perfdesk.definition.severity import Severity
from perfdesk.ui.appearance.theme import set_shown
from perfdesk.ui.findings.finding_actions import FindingRow
from perfdesk.ui.findings.finding_groups import grouped_findings
from perfdesk.ui.findings.finding_list import ROW_HEIGHT, FindingList
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.widgets.labels import text_label
from perfdesk.ui.widgets.level_icon import level_icon

#: The kinds of rows: the severities, and accepted warnings.
_LEVEL_NAMES: dict[str, str] = {**LEVEL_LABELS, "kept": ACCEPTED_LABEL}
_KEYS = "F8 下一处 · 单击定位 · → 看涉及"
_NOTHING = "没有错误，也没有警告。"
_ICON_SIDE = 12
_HEADER_HEIGHT = 37
#: The height that shows five findings.
PANEL_HEIGHT = _HEADER_HEIGHT + 5 * ROW_HEIGHT + 2
_MIN_WIDTH_FOR_HINT = 780
_ALWAYS_SHOWN = (Severity.ERROR, Severity.WARNING)


class FindingsPanel(QFrame):
    """All findings, with a count by severity; only its header while there are none.

    `finding_requested` asks to go to a finding, `address_requested` to one of the answers involved; `emptied` says
    whether there are none.
    """

    finding_requested = Signal(object)
    address_requested = Signal(object)
    emptied = Signal(bool)

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checks")
        self._model = model
        self._shown_rows: tuple[FindingRow, ...] | None = None
        self._open_findings: list[Finding] = []
        self.is_empty = False
        self._section = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_header())
        self.finding_list = FindingList(model)
        self.finding_list.itemClicked.connect(self._on_item)
        self.finding_list.itemActivated.connect(self._on_item)
        self.finding_list.finding_requested.connect(self.address_requested)
        column.addWidget(self.finding_list, 1)
        self._none_label = text_label("", "note", wraps=False)
        self._none_label.setProperty("room", "list")
        self._none_label.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._none_label, 1)
        self.setMinimumHeight(_HEADER_HEIGHT)
        model.changed.connect(self.refresh)
        self.refresh()

    def _make_header(self) -> QWidget:
        header = QWidget()
        header.setFixedHeight(_HEADER_HEIGHT - 1)
        line = QHBoxLayout(header)
        line.setContentsMargins(24, 0, 16, 0)
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
        self._hint = text_label(_KEYS, "help", wraps=False)
        self._hint.setMinimumWidth(1)
        line.addWidget(self._hint)
        return header

    def _level_button(self, tip: str) -> QPushButton:
        chip = QPushButton()
        chip.setProperty("role", "chip")
        chip.setCheckable(True)
        chip.setIconSize(QSize(_ICON_SIDE, _ICON_SIDE))
        chip.setToolTip(tip)
        chip.clicked.connect(self.refresh)
        return chip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint.setVisible(self.width() >= _MIN_WIDTH_FOR_HINT)

    def findings(self) -> list[Finding]:
        """Return the open findings listed, those in groups too, in the order of the report."""
        return list(self._open_findings)

    def set_section(self, section: str) -> None:
        """Note which page is shown; its findings come first."""
        self._section = section
        self.refresh()

    def refresh(self) -> None:
        """Show the current findings of the severities selected, or all; of the current page only if selected.

        Those of one kind in one place are one row; those of the current page come first.
        """
        rows = [
            row for row in self._all_rows() if not self.current_page_only.isChecked() or self._is_on_page(row.finding)
        ]
        counts = Counter(_row_kind(row) for row in rows)
        for kind, chip in self.level_buttons.items():
            chip.setText(f"{_LEVEL_NAMES[kind]} {counts[kind]}")
            chip.setIcon(level_icon(Severity(kind) if kind in LEVEL_LABELS else None, self.devicePixelRatioF()))
            chip.setEnabled(bool(counts[kind]))
            set_shown(chip, kind in _ALWAYS_SHOWN or bool(counts[kind]))
            chip.setChecked(chip.isChecked() and bool(counts[kind]))
        only = {kind for kind, chip in self.level_buttons.items() if chip.isChecked()}
        listed = [row for row in rows if not only or _row_kind(row) in only]
        groups = grouped_findings(row.finding for row in listed if row.accepted is None)
        self._open_findings = [finding for group in groups for finding in group]
        shown = [FindingRow(group[0], group=group if len(group) > 1 else ()) for group in groups]
        shown += [row for row in listed if row.accepted is not None]
        wanted = tuple(sorted(shown, key=lambda row: (row.accepted is not None, not self._is_on_page(row.finding))))
        if wanted != self._shown_rows:
            self._shown_rows = wanted
            self.finding_list.show_rows(wanted)
        else:
            self.finding_list.refresh_action_bar()
        self.finding_list.setVisible(bool(wanted))
        is_empty = not self._model.findings and not self._model.accepted
        self._none_label.setText("这一页没有错误，也没有警告。" if self.current_page_only.isChecked() else _NOTHING)
        self._none_label.setVisible(not wanted and not is_empty)
        self._hint.setText(_NOTHING if is_empty else _KEYS)
        if is_empty != self.is_empty:
            self.is_empty = is_empty
            self.emptied.emit(is_empty)

    def step(self, by: int) -> None:
        """Go to the next open finding (`by` > 0) or the previous one, wrapping around at the ends."""
        findings = self._open_findings
        if not findings:
            return
        row = self.finding_list.selected_row()
        at = findings.index(row.finding) if row is not None and row.finding in findings else -1
        if row is not None and row.group and by > 0:
            at -= 1  # the first finding of a closed group comes next
        self.finding_list.select(findings[(at + by) % len(findings) if at >= 0 or by > 0 else -1])
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
        if row is not None and row.group:
            self.finding_list.toggle_group(row)
        elif row is not None:
            self.finding_requested.emit(row.finding)


def _row_kind(row: FindingRow) -> str:
    return "kept" if row.accepted is not None else row.finding.severity

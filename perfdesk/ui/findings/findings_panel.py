"""What is wrong, as a list below the page: severity, place, sentence; a click goes there."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from perfdesk.checks.finding import ACCEPTED_LABEL, LEVEL_LABELS, Finding
from perfdesk.definition.model import Level
from perfdesk.ui.appearance.theme import LEVEL_SIGNS, show_when
from perfdesk.ui.findings.finding_actions import Line
from perfdesk.ui.findings.finding_list import FindingRows
from perfdesk.ui.models.report_model import ReportModel

#: What the list is sorted by: the severities, and what stands with a reason.
_KINDS: dict[Level | str, str] = {**LEVEL_LABELS, "kept": ACCEPTED_LABEL}
_SIGNS: dict[Level | str, str] = {**LEVEL_SIGNS, "kept": "✓"}
_ROOM_FOR_HINT = 780
_ALWAYS = ("error", "warning")


class ChecksList(QFrame):
    """All findings, with a count by severity; `wanted` asks to go to one, `address_wanted` to one answer involved."""

    wanted = Signal(object)
    address_wanted = Signal(object)

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checks")
        self._model = model
        self._shown: tuple[Line, ...] | None = None
        self._section = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        self.rows = FindingRows(model)
        self.rows.itemClicked.connect(self._on_item)
        self.rows.itemActivated.connect(self._on_item)
        self.rows.wanted.connect(self.address_wanted)
        column.addWidget(self.rows, 1)
        self._clear = QLabel()
        self._clear.setProperty("role", "note")
        self._clear.setProperty("room", "list")
        self._clear.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._clear, 1)
        model.changed.connect(self.refresh)
        self.refresh()

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(24, 6, 16, 6)
        line.setSpacing(8)
        title = QLabel("检查结果")
        title.setProperty("role", "strongLabel")
        line.addWidget(title)
        self.chips: dict[Level | str, QPushButton] = {}
        for kind, words in _KINDS.items():
            chip = self._chip(f"只看{words}")
            chip.setProperty("level", kind)
            self.chips[kind] = chip
            line.addWidget(chip)
        line.addSpacing(8)
        self.here = self._chip("只列出与现在这一页有关的")
        self.here.setText("只看本页")
        line.addWidget(self.here)
        line.addStretch(1)
        self._hint = QLabel("F8 下一处 · 单击定位 · → 看涉及")
        self._hint.setProperty("role", "help")
        self._hint.setMinimumWidth(1)
        line.addWidget(self._hint)
        return line

    def _chip(self, tip: str) -> QPushButton:
        chip = QPushButton()
        chip.setProperty("role", "chip")
        chip.setCheckable(True)
        chip.setToolTip(tip)
        chip.clicked.connect(self.refresh)
        return chip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint.setVisible(self.width() >= _ROOM_FOR_HINT)

    def findings(self) -> list[Finding]:
        """The open findings listed now."""
        return [line.finding for line in self.rows.lines() if line.kept is None]

    def follow(self, section: str) -> None:
        """Know which page is shown now."""
        self._section = section
        if self.here.isChecked():
            self.refresh()

    def refresh(self) -> None:
        """Show the findings as they stand: of the severities asked for, or all; of this page only when asked for."""
        lines = [line for line in self._lines() if not self.here.isChecked() or self._is_here(line.finding)]
        counts = Counter(_kind(line) for line in lines)
        for kind, chip in self.chips.items():
            chip.setText(f"{_SIGNS[kind]} {_KINDS[kind]} {counts[kind]}")
            chip.setEnabled(bool(counts[kind]))
            show_when(chip, kind in _ALWAYS or bool(counts[kind]))
            chip.setChecked(chip.isChecked() and bool(counts[kind]))
        only = {kind for kind, chip in self.chips.items() if chip.isChecked()}
        wanted = tuple(line for line in lines if not only or _kind(line) in only)
        if wanted != self._shown:
            self._shown = wanted
            self.rows.show_lines(wanted)
        else:
            self.rows.refresh_opened()
        self.rows.setVisible(bool(wanted))
        self._clear.setText("这一页没有错误，也没有警告。" if self.here.isChecked() else "没有错误，也没有警告。")
        self._clear.setVisible(not wanted)

    def step(self, by: int) -> None:
        """Go to the next open finding or the one before, round and round."""
        open_rows = [row for row, line in enumerate(self.rows.lines()) if line.kept is None]
        if not open_rows:
            return
        at = self.rows.currentRow()
        later = [row for row in open_rows if row > at] or open_rows
        earlier = [row for row in open_rows if row < at] or open_rows
        self.rows.setCurrentRow(later[0] if by > 0 else earlier[-1])
        self._on_item(self.rows.currentItem())

    def _lines(self) -> list[Line]:
        """Every finding, then what stands with a reason."""
        return [*map(Line, self._model.findings), *(Line(kept.finding, kept) for kept in self._model.kept)]

    def _is_here(self, finding: Finding) -> bool:
        return self._section in {finding.section, *(address.section for address in finding.highlighted)}

    def _on_item(self, _item: QListWidgetItem) -> None:
        line = self.rows.chosen()
        if line is not None:
            self.wanted.emit(line.finding)


def _kind(line: Line) -> Level | str:
    return "kept" if line.kept is not None else line.finding.severity

"""What can be done about a finding, the same in the list and beside the answer: repair it, let it stand, ask where
its figure comes from, go to every answer involved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QWidget

from perfdesk.checks.accepted import AcceptedWarning
from perfdesk.checks.finding import ACCEPTED_LABEL, LEVEL_LABELS, Finding
from perfdesk.definition.address import Address
from perfdesk.evaluation.labels import answer_label, full_label
from perfdesk.ui.findings.reason_dialog import ask_reason
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.widgets.flow_layout import FlowLayout

_MAX_LINKS = 4
_BACK = (Qt.Key.Key_Escape, Qt.Key.Key_Up)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One line of the checks list: a finding that is open, or a warning that stands with a reason."""

    finding: Finding
    accepted: AcceptedWarning | None = None

    @property
    def level(self) -> str:
        """How grave it is, in a word."""
        return ACCEPTED_LABEL if self.accepted is not None else LEVEL_LABELS[self.finding.severity]

    @property
    def text(self) -> str:
        """The sentence, and below it the reason where one is given."""
        return (
            f"{self.finding.message}\n说明：{self.accepted.reason}"
            if self.accepted is not None
            else self.finding.message
        )

    def spoken_text(self) -> str:
        """The line in words: to be heard, or copied."""
        return f"{self.level}，{self.finding.section_label}，{self.text}"


@dataclass(frozen=True, slots=True)
class FindingAction:
    """Something that can be done about a finding."""

    text: str
    run: Callable[[], object]


def finding_actions(line: FindingRow, model: ReportModel, parent: QWidget) -> list[FindingAction]:
    """What can be done about a line of the list; `parent` is what asks."""
    finding, found = line.finding, []
    if line.accepted is not None:
        return [FindingAction("撤回说明", partial(model.withdraw_acceptance, line.accepted))]
    if finding.fix is not None:
        found.append(FindingAction(f"一键修复：{finding.fix.label}", partial(model.apply_fix, finding.fix)))
    if finding.severity == "warning":
        found.append(FindingAction("保留并说明…", partial(ask_reason, model, finding, parent)))
    computed = next((address for address in finding.highlighted if model.answers.is_computed(address)), None)
    if computed is not None:
        found.append(FindingAction("这个数怎么来的", partial(model.origin_requested.emit, computed)))
    return found


def involved_answers(finding: Finding, model: ReportModel) -> list[tuple[Address, str]]:
    """Every answer a finding is about, by name and figure; nothing when it is about one only."""
    if len(finding.addresses) < 2:
        return []
    answers = model.answers
    named = []
    for address in finding.addresses:
        name = (answer_label if address.section == finding.section else full_label)(answers, address)
        question = model.question(address)
        figure = model.shown_figure(address) if question is not None and question.kind == "number" else ""
        named.append((address, f"{name} {figure}".strip()))
    return named


class FindingActionBar(QWidget):
    """What stands below the chosen line of the list: its deeds and the answers involved, all of them links."""

    go_to_requested = Signal(object)
    closed = Signal()

    def __init__(self, line: FindingRow, model: ReportModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._flow = FlowLayout(self, gap=6)
        self._flow.setContentsMargins(0, 0, 0, 4)
        self.links: list[QPushButton] = []
        for action in finding_actions(line, model, self):
            self._add(action.text, action.run)
        self._involved = places = involved_answers(line.finding, model)
        if places:
            shown = QLabel("涉及：")
            shown.setProperty("role", "linkHead")
            self._flow.addWidget(shown)
        named = min(len(line.finding.highlighted), _MAX_LINKS)
        for address, text in places[:named]:
            self._add(text, partial(self.go_to_requested.emit, address))
        if len(places) > named:
            more = self._add(f"另有 {len(places) - named} 处 ▾", lambda: None)
            more.clicked.connect(lambda: self._show_menu(more, places[named:]))

    def matches(self, line: FindingRow) -> bool:
        """Whether the figures named here are those that stand now."""
        return self._involved == involved_answers(line.finding, self._model)

    def height_at(self, width: int) -> int:
        """How high it is at a width; nothing when there is nothing to do."""
        return self._flow.heightForWidth(width) if self.links else 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched in self.links:
            at = self.links.index(watched) if isinstance(watched, QPushButton) else 0
            if event.key() in _ENTER:
                self.links[at].click()
            elif event.key() in _BACK or (event.key() == Qt.Key.Key_Left and at == 0):
                self.closed.emit()
            elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
                step = -1 if event.key() == Qt.Key.Key_Left else 1
                self.links[min(at + step, len(self.links) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
            else:
                return False
            return True
        return super().eventFilter(watched, event)

    def _add(self, text: str, do: Callable[[], object]) -> QPushButton:
        link = QPushButton(text)
        link.setProperty("role", "rowLink")
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.clicked.connect(lambda _checked=False: do())
        link.installEventFilter(self)
        self.links.append(link)
        self._flow.addWidget(link)
        return link

    def _show_menu(self, below: QWidget, places: Sequence[tuple[Address, str]]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for address, text in places:
            menu.addAction(text, partial(self.go_to_requested.emit, address))
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

"""The actions on a finding, the same in the list and next to the answer.

Apply the fix, accept the warning with a reason, show where its figure comes from, go to each answer involved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from perfdesk.checks.accepted import REVIEWED, AcceptedWarning, can_be_accepted
from perfdesk.checks.finding import ACCEPTED_LABEL, LEVEL_LABELS, Finding, FindingCode, Fix
from perfdesk.checks.proofreading.link_changes import LinkChange, cut_link, linkable_figures
from perfdesk.definition.address import Address
from perfdesk.evaluation.labels import answer_label, full_label
from perfdesk.ui.findings.finding_groups import Group, group_text
from perfdesk.ui.findings.reason_dialog import ask_reason
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.widgets.flow_layout import FlowLayout
from perfdesk.ui.widgets.labels import text_label

_MAX_LINKS = 4
_BACK = (Qt.Key.Key_Escape, Qt.Key.Key_Up)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One row of the list: an open finding, a warning accepted with a reason, or a `group` of findings that can be
    opened, `finding` being its first; `is_member`: it belongs to the opened group above it."""

    finding: Finding
    accepted: AcceptedWarning | None = None
    group: Group = ()
    is_member: bool = False

    @property
    def level(self) -> str:
        """The name of the severity."""
        return ACCEPTED_LABEL if self.accepted is not None else LEVEL_LABELS[self.finding.severity]

    @property
    def text(self) -> str:
        """The message, followed by the reason if the warning was accepted; of a group what its findings share."""
        message = group_text(self.group or (self.finding,))
        return f"{message}\n说明：{self.accepted.reason}" if self.accepted is not None else message

    @property
    def key(self) -> object:
        """What tells this row from others, however the figures in its message change."""
        return self.finding.code, self.finding.addresses, self.finding.span, bool(self.group)

    def spoken_text(self) -> str:
        """Return the row as one sentence, for screen readers."""
        return f"{self.level}，{self.finding.section_label}，{self.text}"


@dataclass(frozen=True, slots=True)
class FindingAction:
    """An action on a finding."""

    text: str
    run: Callable[[], object]


def finding_actions(row: FindingRow, model: ReportModel, parent: QWidget) -> list[FindingAction]:
    """Return the actions on a row of the list; dialogs are opened over the window of `parent`."""
    finding, actions = row.finding, list[FindingAction]()
    if row.group:
        return []
    if row.accepted is not None:
        return [FindingAction("撤回说明", partial(model.withdraw_acceptance, row.accepted))]
    if finding.fix is not None:
        actions.append(FindingAction(f"一键修复：{finding.fix.label}", partial(_fix, model, finding.fix)))
    cut = _cut(model, finding)
    if cut is not None:
        actions.append(FindingAction("说的不是这个数：断开连接", partial(model.change_link, cut)))
    if finding.code == FindingCode.CARRIED:
        actions.append(FindingAction(REVIEWED, partial(model.accept_warning, finding, REVIEWED)))
    if can_be_accepted(finding):
        actions.append(FindingAction("保留并说明…", partial(ask_reason, model, finding, parent)))
    computed = next((address for address in finding.highlighted if model.answers.is_computed(address)), None)
    if computed is not None:
        actions.append(FindingAction("这个数怎么来的", partial(model.origin_requested.emit, computed)))
    return actions


def _cut(model: ReportModel, finding: Finding) -> LinkChange | None:
    """Return the change that cuts the link of a figure that contradicts a table; None for other findings."""
    if finding.code != FindingCode.CONTRADICTING_FIGURE or finding.span is None or model.session.read_only:
        return None
    start, answers = finding.span[0], model.answers
    figures = linkable_figures(answers, finding.addresses[0])
    wrong = (one for one in figures if one.placed.start <= start < one.placed.end and one.link is not None)
    return next((cut_link(answers, one) for one in wrong), None)


def _fix(model: ReportModel, fix: Fix) -> None:
    """Apply a correction, and put the cursor into the answer that it corrects."""
    if model.apply_fix(fix):
        model.focus_requested.emit(next(iter(fix.texts)))


def involved_answers(finding: Finding, model: ReportModel) -> list[tuple[Address, str]]:
    """Return every answer a finding is about, with its name and figure; nothing if there is only one."""
    if len(finding.addresses) < 2:
        return []
    answers = model.answers
    involved: list[tuple[Address, str]] = []
    for address in finding.addresses:
        name = (answer_label if address.section == finding.section else full_label)(answers, address)
        question = model.question(address)
        figure = model.shown_figure(address) if question is not None and question.kind == "number" else ""
        involved.append((address, f"{name} {figure}".strip()))
    return involved


class FindingActionBar(QWidget):
    """Links below the selected row of the list: the actions and the answers involved."""

    go_to_requested = Signal(object)
    closed = Signal()

    def __init__(self, row: FindingRow, model: ReportModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._flow = FlowLayout(self, gap=6)
        self._flow.setContentsMargins(0, 0, 0, 4)
        self.links: list[QPushButton] = []
        for action in finding_actions(row, model, self):
            self._add(action.text, action.run)
        self._involved = involved_answers(row.finding, model) if not row.group else []
        if self._involved:
            self._flow.addWidget(text_label("涉及：", "linkHead", wraps=False))
        link_count = min(len(row.finding.highlighted), _MAX_LINKS)
        for address, text in self._involved[:link_count]:
            self._add(text, partial(self.go_to_requested.emit, address))
        others = self._involved[link_count:]
        if others:
            more = self._add(f"另有 {len(others)} 处 ▾", lambda: self._show_menu(more, others))

    def matches(self, row: FindingRow) -> bool:
        """Whether the figures shown are still current."""
        return bool(row.group) or self._involved == involved_answers(row.finding, self._model)

    def height_at(self, width: int) -> int:
        """Return the height at a width, both in pixels; 0 if there are no links."""
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

    def _add(self, text: str, action: Callable[[], object]) -> QPushButton:
        link = QPushButton(text)
        link.setProperty("role", "rowLink")
        link.setCursor(Qt.CursorShape.PointingHandCursor)
        link.clicked.connect(lambda _checked=False: action())
        link.installEventFilter(self)
        self.links.append(link)
        self._flow.addWidget(link)
        return link

    def _show_menu(self, button: QWidget, answers: Sequence[tuple[Address, str]]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for address, text in answers:
            menu.addAction(text, partial(self.go_to_requested.emit, address))
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

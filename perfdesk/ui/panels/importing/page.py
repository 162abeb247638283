"""The page of an import: the files at the left, what was read out of them at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from perfdesk.entries.proposal import ProposedAnswer
from perfdesk.ui.appearance.theme import set_shown
from perfdesk.ui.models.import_review import Decision, ImportReading, ImportReview, ReviewItem
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.panels.importing.answer_card import AnswerCard
from perfdesk.ui.panels.importing.answer_list import AnswerList
from perfdesk.ui.panels.importing.answer_rows import GROUP_TITLES, Group, decision_rows, unplaced_rows
from perfdesk.ui.panels.importing.source_marks import MarkKey, source_marks
from perfdesk.ui.panels.importing.source_panel import SourcePanel
from perfdesk.ui.panels.importing.year_choice import YearChoice
from perfdesk.ui.widgets.dialog_parts import action_button
from perfdesk.ui.widgets.labels import text_label

_SOURCE_WIDTH, _ANSWERS_WIDTH = 660, 620
_HINTS: dict[Group, str] = {
    "open": "没有要看的了。点右上角的“全部接受”取入。",
    "taken": "没有要取用的。",
    "rejected": "没有不取的。",
    "unplaced": "读到的都有位置。",
}


class ImportPage(QWidget):
    """Shows a proposal for review. `accepted` asks to enter what was taken, `closed` to return to the report.

    `year_changed` asks for the proposal of the other year.
    """

    accepted = Signal()
    closed = Signal()
    year_changed = Signal(bool)

    def __init__(self, model: ReportModel, reading: ImportReading, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model, self.reading = model, reading
        self.review = ImportReview(model.session, reading.proposal)
        self.group: Group = "open"
        self.source = SourcePanel(reading.documents)
        self.list = AnswerList()
        self.card = AnswerCard()
        self.summary_label = text_label("", "note")
        self.group_buttons: dict[Group, QPushButton] = {}
        self.accept_button = action_button("", self.accepted.emit, "strong")
        self.accept_button.setToolTip("取入有把握的，和您看过点了“取用”的；没看过的不取。一次撤销就能全部退回。")
        self.close_button = action_button("返回填报", self.closed.emit)
        self.year_choice = YearChoice(reading.year, reading.is_last_year)
        self._lay_out()
        self._connect()
        self._show_first_group()

    def show_proposal(self, reading: ImportReading) -> None:
        """Show another proposal from the same files."""
        self.reading = reading
        self.review = ImportReview(self._model.session, reading.proposal)
        self.show_year()
        self._show_first_group()

    def show_year(self) -> None:
        """Show as which year's the files were read."""
        self.year_choice.choose(self.reading.is_last_year)

    def show_group(self, group: Group) -> None:
        """List the answers of one group."""
        self.group = group
        self.refresh()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show the review again, after a decision or a change of the report."""
        review = self.review
        counts: dict[Group, int] = {"unplaced": len(review.unplaced)}
        decisions: tuple[Decision, ...] = ("open", "taken", "rejected")
        counts.update({decision: len(review.listed(decision)) for decision in decisions})
        for group, button in self.group_buttons.items():
            button.setText(f"{GROUP_TITLES[group]} {counts[group]}")
            button.setChecked(group == self.group)
            set_shown(button, group != "rejected" or bool(counts[group]) or self.group == group)
        self.accept_button.setText(f"全部接受（{counts['taken']} 处）")
        self.accept_button.setEnabled(bool(counts["taken"]))
        self.summary_label.setText(self._summary(counts))
        self.source.show_marks(source_marks(self.reading.documents, review))
        rows = unplaced_rows(review) if self.group == "unplaced" else decision_rows(review, self.group)
        self.list.show_rows(rows)

    def item(self, key: MarkKey | None) -> ReviewItem | None:
        """Return the answer with this key."""
        return next((item for item in self.review.items if item.address == key), None)

    def _show_first_group(self) -> None:
        self.show_group("open" if self.review.listed("open") else "taken")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header())
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.addWidget(self.source)
        splitter.addWidget(self._answers())
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([_SOURCE_WIDTH, _ANSWERS_WIDTH])
        splitter.setStretchFactor(0, 1)
        column.addWidget(splitter, 1)

    def _header(self) -> QWidget:
        header = QFrame()
        header.setObjectName("importHeader")
        row = QHBoxLayout(header)
        row.setContentsMargins(24, 10, 16, 10)
        row.setSpacing(8)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        self.title_label = text_label(self.reading.title, "group")
        texts.addWidget(self.title_label)
        texts.addWidget(self.summary_label)
        texts.addWidget(self.year_choice)
        set_shown(self.year_choice, not self.reading.is_returned)
        row.addLayout(texts, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.accept_button, 0, Qt.AlignmentFlag.AlignTop)
        return header

    def _answers(self) -> QWidget:
        answers = QFrame()
        answers.setObjectName("importAnswers")
        column = QVBoxLayout(answers)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        chips = QHBoxLayout()
        chips.setContentsMargins(16, 8, 16, 8)
        chips.setSpacing(4)
        for group, title in GROUP_TITLES.items():
            button = QPushButton(title)
            button.setProperty("role", "chip")
            button.setCheckable(True)
            button.clicked.connect(partial(self._on_group_clicked, group))
            self.group_buttons[group] = button
            chips.addWidget(button)
        chips.addStretch(1)
        column.addLayout(chips)
        column.addWidget(self.list, 1)
        column.addWidget(self.card)
        return answers

    def _connect(self) -> None:
        self.list.row_reached.connect(self._on_row)
        self.list.take_requested.connect(partial(self._decide, "taken"))
        self.list.reject_requested.connect(partial(self._decide, "rejected"))
        self.list.take_chapter_requested.connect(self._take_chapter)
        self.list.choice_requested.connect(self._choose_nth)
        self.card.decided.connect(self._decide)
        self.card.chapter_taken.connect(self._take_chapter)
        self.card.chosen.connect(self._choose)
        self.source.mark_clicked.connect(self.go_to)
        self.year_choice.changed.connect(self.year_changed)
        self._model.changed.connect(self._on_changed)

    def go_to(self, key: MarkKey) -> None:
        """Show the row of an answer or of a text without a place, in the group that lists it."""
        item = self.item(key)
        group: Group = "unplaced" if isinstance(key, int) else self.review.decision(item) if item else self.group
        if group != self.group:
            self.show_group(group)
        self.list.choose(key)

    def _on_group_clicked(self, group: Group, _checked: bool = False) -> None:
        self.show_group(group)

    def _on_changed(self) -> None:
        self.review.reconsider()
        self.refresh()

    def _on_row(self, key: MarkKey | None) -> None:
        item = self.item(key)
        if item is not None:
            self.card.show_item(self.review, item)
        elif isinstance(key, int):
            self.card.show_unplaced(self.review.unplaced[key])
        else:
            self.card.show_hint(_HINTS[self.group])
        if key is not None:
            self._show_source(key)

    def _show_source(self, key: MarkKey) -> None:
        item = self.item(key)
        sources = [text.source for text in self.review.unplaced]
        self.source.select(key, self.review.chosen(item).source if item is not None else sources[int(str(key))])

    def _decide(self, decision: Decision) -> None:
        item = self.item(self.list.current_key())
        if item is not None:
            self.review.decide(item, decision)
            self.refresh()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_chapter(self) -> None:
        item = self.item(self.list.current_key())
        for one in self.review.likely_in(item.section) if item is not None and self.group == "open" else ():
            self.review.decide(one, "taken")
        self.refresh()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_nth(self, number: int) -> None:
        item = self.item(self.list.current_key())
        if item is not None and number < len(item.choices) and len(item.choices) > 1:
            self._choose(item.choices[number])
            self.card.show_item(self.review, item)

    def _choose(self, reading: ProposedAnswer) -> None:
        item = self.item(reading.address)
        if item is not None:
            self.review.choose(item, reading)
            self._show_source(item.address)

    def _summary(self, counts: dict[Group, int]) -> str:
        same = self.review.unchanged_count()
        parts = [f"{counts['taken']} 处将取用", f"{counts['open']} 处请看一看", f"{counts['unplaced']} 处没有位置"]
        parts += [f"{same} 处与现在相同"] if same else []
        found = "与导出时相比，" if self.reading.is_returned else "读出的内容里，"
        return f"{found}{'，'.join(parts)}。原来的文件不改动。"

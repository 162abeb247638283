"""What is known about one answer of an import: present text, text read, where, how sure; and what can be decided."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from perfdesk.definition.text import shorten
from perfdesk.entries.proposal import CONFIDENCE_WORDS, ProposedAnswer, ReturnedChange, Source, UnplacedText
from perfdesk.ui.appearance.theme import set_shown
from perfdesk.ui.models.import_review import Decision, ImportReview, ReviewItem
from perfdesk.ui.widgets.dialog_parts import action_button
from perfdesk.ui.widgets.labels import selectable_label, text_label
from perfdesk.ui.widgets.text_column import TextColumn

CHANGE_WORDS: dict[ReturnedChange, str] = {
    "heading": "改了标题", "wording": "改了文字", "figure": "改了数", "added": "新加的", "deleted": "删掉的",
}  # fmt: skip
_HEIGHT = 204
_MAX_QUOTE = 80
_CAPTION_WIDTH = 40


class AnswerCard(QFrame):
    """The details of the current row; its buttons decide about it."""

    decided = Signal(str)
    chapter_taken = Signal()
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importCard")
        self.setFixedHeight(_HEIGHT)
        self.radio_buttons: list[QRadioButton] = []
        self._texts = TextColumn("这一处")
        self.take_button = action_button("取用（Enter）", partial(self.decided.emit, "taken"))
        self.reject_button = action_button("不取（Delete）", partial(self.decided.emit, "rejected"))
        self.chapter_button = action_button("", self.chapter_taken.emit, "link")
        self.chapter_button.setToolTip("Ctrl+Enter。有矛盾的、要改掉已填内容的不算在内。")
        row = QHBoxLayout()
        row.setContentsMargins(16, 4, 16, 8)
        row.setSpacing(8)
        for button in self.buttons():
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._texts, 1)
        column.addLayout(row)
        self.show_hint("")

    def buttons(self) -> tuple[QPushButton, ...]:
        """The buttons from left to right."""
        return self.take_button, self.reject_button, self.chapter_button

    def shown_texts(self) -> list[str]:
        """Return all texts shown, in order."""
        return self._texts.shown_texts()

    def show_hint(self, text: str) -> None:
        """Show one sentence, and no buttons."""
        self._show_buttons(None, 0)
        self._texts.show_column(lambda column: column.addWidget(text_label(text, "note")))

    def show_unplaced(self, unplaced: UnplacedText) -> None:
        """Show a text without a place."""
        self._show_buttons(None, 0)

        def fill(column: QVBoxLayout) -> None:
            column.addWidget(selectable_label(unplaced.reason, "strongLabel"))
            _add_line(column, "读自", source_text(unplaced.source))
            column.addWidget(selectable_label(unplaced.text))

        self._texts.show_column(fill)

    def show_item(self, review: ImportReview, item: ReviewItem) -> None:
        """Show an answer, and the buttons that its decision leaves."""
        self._show_buttons(review.decision(item), len(review.likely_in(item.section)))
        set_shown(self.take_button, review.decision(item) != "taken" and review.can_be_taken(item))
        self.radio_buttons = []

        def fill(column: QVBoxLayout) -> None:
            chosen = review.chosen(item)
            column.addWidget(selectable_label(f"{item.section_label}·{item.label}", "strongLabel"))
            if chosen.conflict:
                column.addWidget(_warning(chosen.conflict))
            _add_line(column, "现在", _with_unit(review.in_words(item, review.before(item)), item.unit) or "空着")
            if len(item.choices) > 1:
                column.addWidget(text_label("几处读出的不一样，取哪一个（按数字键选）：", "note"))
                for number, reading in enumerate(item.choices, 1):
                    words = _with_unit(review.in_words(item, reading.after), item.unit) or "空着"
                    self._add_choice(column, f"{number}　{words}", reading, reading.after == chosen.after)
            else:
                _add_line(column, "取入", _with_unit(review.in_words(item, chosen.after), item.unit) or "清空")
                self._add_sources(column, item.readings)
            if chosen.note:
                column.addWidget(selectable_label(chosen.note, "note"))

        self._texts.show_column(fill)

    def _add_choice(self, column: QVBoxLayout, words: str, reading: ProposedAnswer, is_chosen: bool) -> None:
        choice = QRadioButton(words)
        choice.setChecked(is_chosen)
        choice.toggled.connect(partial(self._on_toggled, reading))
        self.radio_buttons.append(choice)
        column.addWidget(choice)
        _add_line(column, "", f"{source_text(reading.source)}　{CONFIDENCE_WORDS[reading.confidence]}")

    def _add_sources(self, column: QVBoxLayout, readings: Sequence[ProposedAnswer]) -> None:
        for number, reading in enumerate(readings):
            _add_line(column, "" if number else "读自", source_text(reading.source))
            quote = shorten(" ".join(reading.source.quote.split()), _MAX_QUOTE)
            if quote and quote != reading.after.strip():
                _add_line(column, "", f"“{quote}”")
        best = readings[0]
        words = [CONFIDENCE_WORDS[best.confidence], *([CHANGE_WORDS[best.change]] if best.change else [])]
        _add_line(column, "把握", "，".join(words))

    def _on_toggled(self, reading: ProposedAnswer, is_on: bool) -> None:
        if is_on:
            self.chosen.emit(reading)

    def _show_buttons(self, decision: Decision | None, likely: int) -> None:
        set_shown(self.take_button, decision in ("open", "rejected"))
        set_shown(self.reject_button, decision in ("open", "taken"))
        set_shown(self.chapter_button, decision == "open" and likely > 1)
        self.chapter_button.setText(f"这一章多半对的 {likely} 处都取用")


def source_text(source: Source) -> str:
    """Return where something was read: file and place."""
    return "，".join(part for part in (source.file, source.place) if part)


def _with_unit(text: str, unit: str) -> str:
    return f"{text} {unit}" if text and unit and text[-1:].isdigit() else text


def _warning(text: str) -> QLabel:
    label = selectable_label(f"▲ {text}", "state")
    label.setProperty("level", "warning")
    return label


def _add_line(column: QVBoxLayout, caption: str, text: str) -> None:
    """Add a line with its caption at the left; the text wraps."""
    row = QHBoxLayout()
    row.setSpacing(8)
    name = text_label(caption, "note", wraps=False)
    name.setFixedWidth(_CAPTION_WIDTH)
    row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(selectable_label(text), 1)
    column.addLayout(row)

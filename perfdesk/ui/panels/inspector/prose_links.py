"""The links between figures of texts and the answers that they state, with buttons to set, cut and restore them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from perfdesk.checks.proofreading.link_changes import LinkableFigure, cut_link, linkable_figures, restore_link
from perfdesk.checks.proofreading.link_settings import LinkSetting, is_asked_now
from perfdesk.checks.proofreading.number_links import NumberLink, mentions_of
from perfdesk.definition.address import Address
from perfdesk.definition.text import shorten
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import full_label
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.widgets.labels import selectable_label
from perfdesk.ui.widgets.link_button import LinkButton

MAX_COUNT = 40
_SHORT = 12
_INDENT = 4
#: The property of a button that says which figure it is about.
FIGURE = "figure"


class ProseLinks:
    """Adds to a column what the figures of a text state, and where an answer is stated; `go_to` goes to an answer."""

    def __init__(self, model: ReportModel, go_to: Callable[[Address], object]) -> None:
        self._model, self._go_to = model, go_to

    def add_to(self, column: QVBoxLayout, address: Address) -> None:
        """Add the links of the answer at an address, in both directions, and the links that were cut."""
        answers = self._model.answers
        figures = linkable_figures(answers, address)
        self._add_links(column, "文中的数说的是哪一格", [one for one in figures if one.link is not None], address)
        mentioning = dict.fromkeys(link.text for link in mentions_of(answers, address))
        mentions = [
            one
            for text in mentioning
            for one in linkable_figures(answers, text)
            if one.link is not None and one.link.answer == address
        ]
        self._add_links(column, "哪些文字说到这个数", mentions, address)
        self._add_unlinked(column, [one for one in figures if one.link is None and one.setting is not None])

    def _add_links(self, column: QVBoxLayout, title: str, figures: list[LinkableFigure], address: Address) -> None:
        if figures:
            column.addSpacing(8)
            column.addWidget(selectable_label(title, "strongLabel"))
        for one in figures[:MAX_COUNT]:
            if one.link is not None:
                column.addWidget(self._link(one, one.link, one.link.answer if one.text == address else one.text))
                self._add_buttons(column, one)

    def _add_unlinked(self, column: QVBoxLayout, figures: list[LinkableFigure]) -> None:
        """Add the figures whose link was cut, or whose answer has no value at present."""
        if figures:
            column.addSpacing(8)
            column.addWidget(selectable_label("断开了的数（不与表格核对）", "strongLabel"))
        for one in figures[:MAX_COUNT]:
            assert one.setting is not None
            text = f"{one.placed.name}：{_unlinked_text(self._model.answers, one.setting)}"
            column.addWidget(selectable_label(text, "label"))
            self._add_buttons(column, one)

    def _link(self, one: LinkableFigure, link: NumberLink, other: Address) -> LinkButton:
        """Return the link between a figure of a text and its cell; `other` is the end to go to."""
        shown = f"{'✓' if link.agrees else '● 不符'} {shorten(one.placed.quantity.text, _SHORT)}"
        by_hand = "（自己连的）" if link.by_hand else ""
        return LinkButton(f"{full_label(self._model.answers, other)}{by_hand}", shown, lambda: self._go_to(other))

    def _add_buttons(self, column: QVBoxLayout, one: LinkableFigure) -> None:
        if self._model.session.read_only:
            return
        model = self._model
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(_INDENT, 0, 0, 4)
        line.setSpacing(12)
        if one.setting is not None:
            line.addWidget(_button("恢复自动连接", one, lambda: model.change_link(restore_link(model.answers, one))))
        else:
            line.addWidget(_button("断开", one, lambda: model.change_link(cut_link(model.answers, one))))
        line.addWidget(_button("改连…", one, lambda: model.link_requested.emit(one)))
        line.addStretch(1)
        column.addWidget(row)


def _unlinked_text(answers: Answers, setting: LinkSetting) -> str:
    """Return why a figure that the user decided about has no link."""
    if not is_asked_now(answers, setting.answer):
        return "原来连的那一格已不在报告里"
    name = full_label(answers, setting.answer)
    if setting.is_cut:
        return f"不再连到{name}"
    return f"{'那一格还空着' if answers.value(setting.answer) is None else '与那一格单位不同'}：{name}"


def _button(text: str, one: LinkableFigure, slot: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("role", "link")
    button.setProperty(FIGURE, f"{one.text} {one.placed.start}")
    button.setAccessibleName(f"{one.placed.name}：{text}")
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.clicked.connect(lambda _checked=False: slot())
    return button

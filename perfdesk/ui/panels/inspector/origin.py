"""The tab 来历: the formula of an answer in words, the answers it uses with their values, and where it is used."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from perfdesk.checks.rule_status import RuleStatus, rules_about
from perfdesk.definition.address import Address
from perfdesk.definition.text import shorten
from perfdesk.entries.stated import stated_address
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.explain import Origin, SourceAnswer, Usage, explain, usages_of
from perfdesk.evaluation.labels import full_label, section_label
from perfdesk.importers.matching.figures import is_money
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.panels.inspector.prose_links import FIGURE, ProseLinks
from perfdesk.ui.widgets.labels import selectable_label
from perfdesk.ui.widgets.link_button import LinkButton
from perfdesk.ui.widgets.text_column import TextColumn

_MAX_COUNT = 40
_MAX_LENGTH = 40
_SHORT = 12
_KIND_TEXTS = {
    "typed": "这一格是填的，不是算的。",
    "computed": "由公式算出：",
    "generated": "这一段随数据自动生成，用到：",
    "blank": "这一格还没有填。",
}
_STATES = {"holds": "✓ 相符", "broken": "● 不符", "unknown": "还没填全"}
_USES = {"computed": "计算", "sentence": "正文", "paper": "附表", "text": "正文"}


class OriginPanel(TextColumn):
    """The origin of one answer; `go_to_requested` asks to go to another one, on the page of a section."""

    go_to_requested = Signal(str, object)

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__("这个数怎么来的", parent)
        self._model = model
        self._address: Address | None = None
        self._prose_links = ProseLinks(model, lambda address: self.go_to_requested.emit(address.section, address))
        self.show_address(None)

    def show_address(self, address: Address | None) -> None:
        """Show the origin of this answer."""
        self._address = address
        self.refresh()

    def refresh(self) -> None:
        """Show the origin in the current report; a figure whose button had the focus keeps it."""
        focused = QApplication.focusWidget()
        figure = focused.property(FIGURE) if focused is not None and self.isAncestorOf(focused) else None
        self.show_column(self._fill)
        buttons = self.findChildren(QPushButton)
        same = next((button for button in buttons if button.property(FIGURE) == figure), None)
        if same is not None and figure is not None:
            same.setFocus(Qt.FocusReason.OtherFocusReason)

    def links(self) -> list[LinkButton]:
        """Return the links to other answers."""
        return self.findChildren(LinkButton)

    def _fill(self, column: QVBoxLayout) -> None:
        answers, address = self._model.answers, self._address
        if address is None or self._model.question(address) is None:
            column.addWidget(selectable_label("把光标放到一格里，这里就说它怎么来的、用在哪里。", "note"))
            return
        column.addWidget(selectable_label(full_label(answers, address), "strongLabel"))
        column.addWidget(selectable_label(self._short_answer(address, _MAX_LENGTH) or "—", "label"))
        column.addSpacing(8)
        origin = explain(answers, address)
        self._add_origin(column, origin)
        uses = usages_of(answers, address)
        column.addSpacing(8)
        column.addWidget(
            selectable_label("用在哪里" if uses else "没有别处用到它。", "strongLabel" if uses else "note")
        )
        for use in uses[:_MAX_COUNT]:
            column.addWidget(self._usage_link(use))
        self._prose_links.add_to(column, address)
        rules = rules_about(answers, address)
        if rules:
            column.addSpacing(8)
            column.addWidget(selectable_label("检查它的规则", "strongLabel"))
        for rule in rules[:_MAX_COUNT]:
            column.addWidget(self._rule_link(rule, address))

    def _add_origin(self, column: QVBoxLayout, origin: Origin) -> None:
        source = self._file_source() if origin.kind == "typed" else None
        text = _KIND_TEXTS[origin.kind] if source is None else f"由文件导入：{source}。"
        column.addWidget(selectable_label(text, "note"))
        if origin.formula_text:
            column.addWidget(selectable_label(origin.formula_text, "label"))
        self._add_stated(column)
        if origin.sources:
            column.addSpacing(8)
            column.addWidget(selectable_label("各组成部分（点一下就过去）", "note"))
        for source in origin.sources[:_MAX_COUNT]:
            column.addWidget(self._source_link(source))
        if len(origin.sources) > _MAX_COUNT:
            column.addWidget(selectable_label(f"……另有 {len(origin.sources) - _MAX_COUNT} 项", "note"))

    def _add_stated(self, column: QVBoxLayout) -> None:
        """Add what the source states for this answer, if the user has noted it."""
        stated = self._model.answers.typed(stated_address(self._address)) if self._address is not None else None
        if stated:
            column.addWidget(selectable_label(f"原件上写 {stated}", "label"))

    def _file_source(self) -> str | None:
        """Return the file and the place that the present answer was imported from; None if it was not."""
        session, address = self._model.session, self._address
        typed = session.entries.text(address) if address is not None else None
        if address is None or typed is None:
            return None
        try:
            source = session.file.source_of(address, typed)
        except PerfDeskError:  # the file bar says that the file cannot be read
            return None
        return None if source is None else "，".join(part for part in (source.file, source.place) if part)

    def _source_link(self, source: SourceAnswer) -> LinkButton:
        shown = self._short_answer(source.address, _SHORT) or "（空）"
        return LinkButton(
            source.label, shown, lambda: self.go_to_requested.emit(source.address.section, source.address)
        )

    def _short_answer(self, address: Address, max_length: int) -> str:
        """Return an answer, shortened, with its unit; empty if it is blank."""
        text, question = self._model.shown_figure(address), self._model.question(address)
        if not text or question is None:
            return text
        unit = "元" if self._model.in_yuan and is_money(question) else question.unit
        return f"{shorten(text, max_length)} {unit}".rstrip()

    def _usage_link(self, use: Usage) -> LinkButton:
        section = section_label(self._model.answers, use.section)
        text = section if use.label == section else f"{section}·{use.label}"
        return LinkButton(text, _USES[use.kind], lambda: self.go_to_requested.emit(use.section, use.address))

    def _rule_link(self, status: RuleStatus, address: Address) -> LinkButton:
        """Return the link of a rule; it goes to another answer the rule compares."""
        other = next((one for one in status.addresses if one != address), address)
        text = status.text if status.state == "broken" else f"{status.text}（{status.source}）"
        made = LinkButton(text, _STATES[status.state], lambda: self.go_to_requested.emit(other.section, other))
        made.setToolTip(status.source)
        return made

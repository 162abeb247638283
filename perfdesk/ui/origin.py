"""“这个数怎么来的”: the formula of an answer in words, its parts with their values, and where it is printed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from perfdesk.checks.explain import Origin, Part, Use, explain, used_in
from perfdesk.checks.labels import full_label, section_label
from perfdesk.definition.address import Address
from perfdesk.ui.link_line import LinkLine
from perfdesk.ui.report_model import ReportModel

_MOST = 40
_LONGEST = 40
_SHORT = 12
_HOW = {
    "typed": "这一格是填的，不是算的。",
    "computed": "由公式算出：",
    "generated": "这一段随数据自动生成，用到：",
    "blank": "这一格还没有填。",
}
_USES = {"computed": "计算", "sentence": "正文", "paper": "附表", "text": "正文"}


class OriginPanel(QScrollArea):
    """Tells about one answer; `wanted` asks to go to another one, on the page of a section."""

    wanted = Signal(str, object)

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._address: Address | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("这个数怎么来的")
        self.show_address(None)

    def show_address(self, address: Address | None) -> None:
        """Tell about this answer from now on."""
        self._address = address
        self.refresh()

    def refresh(self) -> None:
        """Tell about the report as it stands."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 4, 16, 16)
        column.setSpacing(4)
        self._tell(column)
        column.addStretch(1)
        self.setWidget(inside)

    def words(self) -> list[str]:
        """Everything that stands here, in order."""
        return [label.text() for label in self.widget().findChildren(QLabel)]

    def links(self) -> list[LinkLine]:
        """What can be gone to from here."""
        return self.widget().findChildren(LinkLine)

    def _tell(self, column: QVBoxLayout) -> None:
        answers, address = self._model.answers, self._address
        question = self._model.question(address) if address is not None else None
        if address is None or question is None:
            column.addWidget(_label("把光标放到一格里，这里就说它怎么来的、用在哪里。", "note"))
            return
        column.addWidget(_label(full_label(answers, address), "strongLabel"))
        text = answers.text(address)
        short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        column.addWidget(_label(f"{short}{question.unit if text else ''}" or "—", "label"))
        column.addSpacing(8)
        origin = explain(answers, address)
        self._tell_origin(column, origin)
        uses = used_in(answers, address)
        column.addSpacing(8)
        column.addWidget(_label("用在哪里" if uses else "没有别处用到它。", "strongLabel" if uses else "note"))
        for use in uses[:_MOST]:
            column.addWidget(self._use(use))

    def _tell_origin(self, column: QVBoxLayout, origin: Origin) -> None:
        column.addWidget(_label(_HOW[origin.how], "note"))
        if origin.words:
            column.addWidget(_label(origin.words, "label"))
        if origin.parts:
            column.addSpacing(8)
            column.addWidget(_label("各组成部分（点一下就过去）", "note"))
        for part in origin.parts[:_MOST]:
            column.addWidget(self._part(part))
        if len(origin.parts) > _MOST:
            column.addWidget(_label(f"……另有 {len(origin.parts) - _MOST} 项", "note"))

    def _part(self, part: Part) -> LinkLine:
        short = part.text if len(part.text) <= _SHORT else f"{part.text[:_SHORT]}…"
        unit = f" {part.unit}" if short and part.unit else ""
        return LinkLine(
            part.label, f"{short or '（空）'}{unit}", lambda: self.wanted.emit(part.address.section, part.address)
        )

    def _use(self, use: Use) -> LinkLine:
        section = section_label(self._model.answers, use.section)
        words = section if use.label == section else f"{section}·{use.label}"
        return LinkLine(words, _USES[use.how], lambda: self.wanted.emit(use.section, use.address))


def _label(words: str, role: str) -> QLabel:
    made = QLabel(words)
    made.setProperty("role", role)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made

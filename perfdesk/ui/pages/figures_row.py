"""The large figures at the top of a page: an equation that tells its gap, or a score and what it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from perfdesk.checks.finding import Finding
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import to_fixed, value_text
from perfdesk.definition.page_figures import PageFigure, PageFigures
from perfdesk.definition.severity import Severity
from perfdesk.document.page_figures import Balance, ShownFigure, balance_of, shown_figures
from perfdesk.ui.appearance.theme import set_shown, set_style_property
from perfdesk.ui.models.money import grouped, to_yuan
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.widgets.flow_layout import FlowLayout
from perfdesk.ui.widgets.labels import text_label
from perfdesk.ui.widgets.layout_button import LayoutButton
from perfdesk.ui.widgets.level_icon import LevelIcon

_SIGNS = {"": "", "=": "＝", "+": "＋", "-": "−"}
_GAP = 12
_ICON_ROOM = 8


class FigureButton(LayoutButton):
    """One figure with its label above it or at its left; a click goes to its answer."""

    def __init__(self, figure: PageFigure, label_above: bool, parent: QWidget | None = None) -> None:
        super().__init__("pageFigure", parent)
        self._label = figure.label
        column = QBoxLayout(QBoxLayout.Direction.TopToBottom if label_above else QBoxLayout.Direction.LeftToRight, self)
        column.setContentsMargins(4, 2, 4, 2)
        column.setSpacing(0 if label_above else 6)
        self._figure = text_label("", "pageFigure", wraps=False)
        self._whole = text_label("", "wholeFigure", wraps=False)
        line = QHBoxLayout()
        line.setSpacing(2)
        line.addWidget(self._figure)
        line.addWidget(self._whole, 0, Qt.AlignmentFlag.AlignBottom)
        column.addWidget(text_label(figure.label, "help" if label_above else "sideLabel", wraps=False))
        column.addLayout(line)
        for label in self.findChildren(QLabel):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def shown_text(self) -> str:
        """The figure as shown, with the most that it can be."""
        return f"{self._figure.text()}{self._whole.text()}"

    def show_value(self, figure: str, whole: str) -> None:
        """Show a figure, and the most that it can be."""
        self._figure.setText(figure)
        self._whole.setText(f"／{whole}" if whole else "")
        self.setAccessibleName(f"{self._label} {figure}{self._whole.text()}")
        self.updateGeometry()


class BalanceButton(LayoutButton):
    """Tells whether an equation is in balance; a click goes to where it is not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("balance", parent)
        line = QHBoxLayout(self)
        line.setContentsMargins(_ICON_ROOM, 4, _ICON_ROOM, 4)
        line.setSpacing(6)
        self._icon = LevelIcon(None)
        self.label = text_label("", "balance", wraps=False)
        line.addWidget(self._icon)
        line.addWidget(self.label)
        for widget in (self._icon, self.label):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_state(self, text: str, severity: Severity | None) -> None:
        """Show that the equation is in balance (no severity), or its gap in words."""
        self._icon.show_severity(severity)
        self.label.setText(text)
        for widget in (self, self.label):
            set_style_property(widget, "level", severity.value if severity else "done")
        self.setAccessibleName(text)
        self.updateGeometry()


class FiguresRow(QFrame):
    """The figures of one block, with the state of an equation or the way to see how a score is computed."""

    def __init__(self, model: ReportModel, instance: str, block: PageFigures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._instance, self._block = model, instance, block
        self._shown: list[ShownFigure] = []
        self._target: Address | None = None
        flow = FlowLayout(self, gap=_GAP)
        if block.is_equation:
            self.setProperty("role", "card")
            flow.setContentsMargins(12, 8, 12, 8)
        self.figures = {figure: FigureButton(figure, block.is_equation) for figure in block.figures}
        self._cells = {figure: self._cell(figure) for figure in block.figures}
        for cell in self._cells.values():
            flow.addWidget(cell)
        self.balance = BalanceButton()
        self.balance.clicked.connect(lambda _checked=False: self._go_to(self._target))
        self.why = QPushButton()
        self.why.setProperty("role", "link")
        self.why.setCursor(Qt.CursorShape.PointingHandCursor)
        self.why.clicked.connect(self._on_why)
        for widget in (self.balance, self.why, *self.figures.values()):
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # their answers are reached by Tab, the origin by its key
        height = max(cell.sizeHint().height() for cell in self._cells.values())
        for widget in (self.balance, self.why):
            flow.addWidget(_at_bottom(widget, height))
        self.refresh()

    def _cell(self, figure: PageFigure) -> QWidget:
        cell = QWidget()
        line = QHBoxLayout(cell)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(_GAP)
        if figure.sign:
            line.addWidget(text_label(_SIGNS[figure.sign], "pageSign", wraps=False), 0, Qt.AlignmentFlag.AlignBottom)
        button = self.figures[figure]
        button.clicked.connect(lambda _checked=False: self._go_to(self._address_of(figure)))
        line.addWidget(button)
        return cell

    def refresh(self) -> None:
        """Show the current figures."""
        self._shown = shown_figures(self._model.answers, self._instance, self._block)
        shown = {one.figure: one for one in self._shown}
        for figure, cell in self._cells.items():
            set_shown(cell, figure in shown)
            if figure in shown:
                value, whole = shown[figure].value, shown[figure].whole
                whole_text = value_text(whole) if isinstance(value, Decimal) else ""
                self.figures[figure].show_value(self._figure_text(shown[figure]), whole_text)
        self._show_balance()
        self._show_why()

    def _figure_text(self, shown: ShownFigure) -> str:
        value = shown.value
        return (self._amount(value) if isinstance(value, Decimal) else value_text(value)) or "—"

    def _amount(self, value: Decimal) -> str:
        in_yuan = self._model.in_yuan and self._block.unit == "万元"
        return grouped(to_fixed(to_yuan(value) if in_yuan else value, self._block.decimals))

    def _show_balance(self) -> None:
        found = balance_of(self._model.answers, self._instance, self._shown) if self._block.is_equation else None
        set_shown(self.balance, found is not None)
        if found is None:
            return
        finding = self._finding()
        self._target = finding.addresses[0] if finding is not None else self._shown[0].address
        if found.difference == 0:
            self.balance.show_state("平", None)
        elif found.difference < 0 and found.is_open:
            self.balance.show_state(f"还差 {self._gap_amount(found)}", Severity.MISSING)
        else:
            self.balance.show_state(self._gap_text(found), finding.severity if finding else Severity.NOTICE)

    def _gap_amount(self, balance: Balance) -> str:
        unit = "元" if self._model.in_yuan and self._block.unit == "万元" else self._block.unit
        return f"{self._amount(abs(balance.difference))} {unit}"

    def _gap_text(self, balance: Balance) -> str:
        left, *right = (one.figure for one in self._shown)
        parts = "".join(f" {_SIGNS[part.sign]} " * bool(at) + part.label for at, part in enumerate(right))
        return f"{parts} 比{left.label}{'多' if balance.difference > 0 else '少'} {self._gap_amount(balance)}"

    def _finding(self) -> Finding | None:
        """Return the finding about this equation: about its left side and a part of its right side."""
        left, *right = (one.address for one in self._shown)
        for finding in self._model.findings_at(left) if left is not None else []:
            if set(finding.addresses) & set(right):
                return finding
        return None

    def _show_why(self) -> None:
        computed = self._computed()
        set_shown(self.why, computed is not None)
        if computed is not None:
            self.why.setText(f"为什么是 {self._figure_text(computed)}")

    def _computed(self) -> ShownFigure | None:
        """Return the first single figure that is computed and known."""
        if self._block.is_equation:
            return None
        known = (one for one in self._shown if one.address is not None and isinstance(one.value, Decimal))
        return next((one for one in known if one.address and self._model.answers.is_computed(one.address)), None)

    def _on_why(self, _checked: bool = False) -> None:
        computed = self._computed()
        if computed is not None:
            self._model.origin_requested.emit(computed.address)

    def _address_of(self, figure: PageFigure) -> Address | None:
        return next((one.address for one in self._shown if one.figure is figure), None)

    def _go_to(self, address: Address | None) -> None:
        if address is not None:
            self._model.focus_requested.emit(address)


def _at_bottom(widget: QWidget, height: int) -> QWidget:
    """Return a widget in the lower part of a space of this height, in pixels."""
    holder = QWidget()
    holder.setMinimumHeight(height)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addStretch(1)
    column.addWidget(widget)
    return holder


def title_row(title: QWidget, figures: Sequence[FiguresRow]) -> QHBoxLayout:
    """Return the title of a page with single figures at its right."""
    line = QHBoxLayout()
    line.setSpacing(_GAP)
    line.addWidget(title, 1)
    for row in figures:
        line.addWidget(row, 1, Qt.AlignmentFlag.AlignRight)
    return line

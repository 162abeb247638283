"""概览: the whole report on one page, for someone who has ten seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from perfdesk.checks.finding import Finding
from perfdesk.definition.kinds import value_text
from perfdesk.document.charts import charts
from perfdesk.document.key_figures import key_figures
from perfdesk.ui.appearance import theme
from perfdesk.ui.models.progress import SectionProgress
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.panels.overview.bar_chart import Bar, BarChart, Group, chart_groups
from perfdesk.ui.panels.overview.cards import CardButton, CardPanel, FindingButton
from perfdesk.ui.widgets import message_boxes

_MARGIN = 24
_GAP = 12
_MAX_WIDTH = 1400
_MAX_LISTED = 5
_PICTURE_SCALE = 2
_MIN_WIDTH_FOR_ONE_LINE = 760
_CARDS_PER_LINE = 3
_SEVERITY_ORDER = {"error": 0, "warning": 1, "notice": 2}


class Overview(QScrollArea):
    """Cards and charts of the form, how far the report is, and what to do first."""

    go_to_requested = Signal(object)
    finding_requested = Signal(object)
    message_posted = Signal(str, str)

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._is_stale = True
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("概览")
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self.save_button = QPushButton("存为图片…")
        self.save_button.setProperty("role", "link")
        self.save_button.clicked.connect(self._on_save)
        self.cards: list[CardButton] = []
        self._charts: dict[str, CardPanel] = {}
        self.progress = CardPanel("填报进度", BarChart("填报进度"))
        self.todo_panel = CardPanel("先办这几件", QWidget())
        self._todo_lines = QVBoxLayout(self.todo_panel.content)
        self._todo_lines.setContentsMargins(0, 0, 0, 0)
        self._todo_lines.setSpacing(2)
        self._lay_out()
        model.changed.connect(self._on_changed)

    @property
    def charts(self) -> dict[str, BarChart]:
        """The charts shown now by title."""
        shown = {title: panel.content for title, panel in self._charts.items() if not panel.isHidden()}
        return {title: chart for title, chart in shown.items() if isinstance(chart, BarChart)}

    def showEvent(self, event: object) -> None:
        if self._is_stale:
            self.refresh()
        super().showEvent(event)  # pyright: ignore

    def refresh(self) -> None:
        """Show the report as it stands."""
        self._is_stale = False
        answers = self._model.answers
        named = {key: value_text(answers.value(address)) for key, address in answers.form.report_addresses.items()}
        year = f"{named['year']} 年度" if named["year"] else ""
        self._title.setText("　".join(part for part in ("概览", f"{named['unit']} {year}".strip()) if part))
        for card, figure in zip(self.cards, key_figures(answers), strict=False):
            title = f"{figure.title}（{figure.unit}）" if figure.unit not in ("", "%") else figure.title
            text = f"{figure.text}{'%' if figure.unit == '%' else ''}" if figure.text else "—"
            card.show_value(title, _grouped_text(text), figure.note or ("" if figure.text else "还没有填到"))
            card.target = figure.address
        self._show_missing_count(self._show_progress())
        self._show_charts()
        self._show_todo()
        self._arrange()
        QTimer.singleShot(0, self, self._fix_height)  # new lines have no style, and so no height, before

    def render_picture(self) -> QPixmap:
        """The page as a picture, in light colours whatever the window wears."""
        page = self.widget()
        with theme.light_palette(page):
            self.save_button.hide()
            self._note_unlisted("", "")
            pixmap = QPixmap(page.size() * _PICTURE_SCALE)
            pixmap.setDevicePixelRatio(_PICTURE_SCALE)
            pixmap.fill(theme.colour("window"))
            page.render(pixmap, QPoint(0, 0))
            self.save_button.show()
            self._note_unlisted()
        return pixmap

    def _lay_out(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        page.setMaximumWidth(_MAX_WIDTH)
        column = QVBoxLayout(page)
        column.setContentsMargins(_MARGIN, 12, _MARGIN, 12)
        column.setSpacing(_GAP)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.save_button)
        column.addLayout(head)
        self._line = QGridLayout()
        self._line.setSpacing(_GAP)
        for _ in (*self._model.session.form.cards, "rest"):
            card = CardButton()
            card.clicked.connect(lambda _checked=False, card=card: self._on_card(card))
            self.cards.append(card)
        column.addLayout(self._line)
        self._arrange_cards()
        self._grid = QGridLayout()
        self._grid.setSpacing(_GAP)
        column.addLayout(self._grid, 1)
        self.setWidget(page)

    def _show_missing_count(self, missing: int) -> None:
        counts = Counter(finding.severity for finding in self._model.findings)
        errors, warnings, kept = counts["error"], counts["warning"], len(self._model.accepted)
        note = "，".join(
            part for part in (f"{warnings} 处警告" if warnings else "", f"{missing} 项未填" if missing else "") if part
        )
        card = self.cards[-1]
        card.show_value(
            "还差",
            f"{errors} 处错误" if errors else "没有错误",
            (note or "可以导出正式稿") + (f"，{kept} 处警告已说明" if kept else ""),
            "error" if errors else "done",
        )
        card.target = next(iter(self._most_urgent()), None)

    def _show_progress(self) -> int:
        """Draw how far each part is; returns how many required answers are missing."""
        counts = list(self._counts())
        groups = []
        for label, asked, answered in counts:
            share = answered * 100 // asked
            groups.append(Group(label, (Bar(float(share), f"{share}%", "done" if share == 100 else "strong"),)))
        assert isinstance(self.progress.content, BarChart)
        self.progress.content.show_value(groups, whole=100.0)
        return sum(asked - answered for _, asked, answered in counts)

    def _counts(self) -> Iterator[tuple[str, int, int]]:
        """Asked and answered: the body as one and each attachment; without attachments section by section."""
        parts: dict[str, list[SectionProgress]] = {}
        found = self._model.progress
        has_papers = any(one.section.kind == "attachment" for one in found)
        for one in found:
            label = "报告正文" if has_papers and one.section.kind != "attachment" else one.section.tab
            parts.setdefault(label, []).append(one)
        for label, stands in parts.items():
            asked, answered = sum(one.required for one in stands), sum(one.answered for one in stands)
            if asked:
                yield label, asked, answered

    def _show_charts(self) -> None:
        drawn = {chart.title: chart for chart in charts(self._model.answers, overview=True)}
        for title, chart in drawn.items():
            unit = chart.table.unit_note
            groups, legend, note = chart_groups(chart)
            if title not in self._charts:
                self._charts[title] = CardPanel(title, BarChart(title), unit, self.widget())
            panel = self._charts[title]
            assert isinstance(panel.content, BarChart)
            panel.content.show_value(groups, legend)
            panel.show_note(note)
        for title, panel in self._charts.items():
            panel.setVisible(title in drawn)

    def _most_urgent(self) -> list[Finding]:
        return sorted(self._model.findings, key=lambda finding: _SEVERITY_ORDER[finding.severity])

    def _show_todo(self) -> None:
        while (item := self._todo_lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        urgent = self._most_urgent()
        for finding in urgent[:_MAX_LISTED]:
            line = FindingButton(finding)
            line.clicked.connect(lambda _checked=False, finding=finding: self.finding_requested.emit(finding))
            self._todo_lines.addWidget(line)
        if not urgent:
            self._todo_lines.addWidget(QLabel("✓ 没有错误，也没有警告。"))
        self._todo_lines.addStretch(1)
        self._note_unlisted()

    def _note_unlisted(self, click: str = "点一条就到那一格；", where: str = "，见各页下面的检查结果") -> None:
        """How many findings are not listed here, and where they are; on paper nothing can be clicked."""
        more = len(self._model.findings) - _MAX_LISTED
        text = f"{click}另有 {more} 条{where}。" if more > 0 else click.replace("；", "。")
        self.todo_panel.show_note(text if self._model.findings else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_cards()
        self._arrange()
        self._fix_height()

    def _arrange_cards(self) -> None:
        """All cards in one line, or in lines of three where the window is narrow."""
        wide = len(self.cards) if self.viewport().width() >= _MIN_WIDTH_FOR_ONE_LINE else _CARDS_PER_LINE
        for number, card in enumerate(self.cards):
            self._line.addWidget(card, *divmod(number, wide))
        for column in range(len(self.cards)):
            self._line.setColumnStretch(column, int(column < wide))

    def _fix_height(self) -> None:
        """As high as its words need at this width: a layout alone would press wrapped lines together."""
        page = self.widget()
        need = page.layout().totalHeightForWidth(min(self.viewport().width(), _MAX_WIDTH))
        page.setMinimumHeight(max(0, need))

    def _arrange(self) -> None:
        """Two panels a row, one where the window is narrow: charts first, then progress and what to do."""
        wide = 2 if self.viewport().width() >= _MIN_WIDTH_FOR_ONE_LINE else 1
        shown = [panel for panel in self._charts.values() if not panel.isHidden()]
        wanted = [*shown, self.progress, self.todo_panel]
        for panel in (*self._charts.values(), self.progress, self.todo_panel):
            self._grid.removeWidget(panel)
        for number, panel in enumerate(wanted):
            alone = wide == 1 or (len(wanted) % 2 and number == len(wanted) - 1)
            self._grid.addWidget(panel, number // wide, number % wide, 1, 2 if alone else 1)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
            self._grid.setColumnMinimumWidth(column, 0)

    def _on_changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True

    def _on_card(self, card: CardButton) -> None:
        if isinstance(card.target, Finding):
            self.finding_requested.emit(card.target)
        elif card.target is not None:
            self.go_to_requested.emit(card.target)

    def _on_save(self) -> None:
        path = message_boxes.ask_target(self, ".png", self._model.session.path.with_name("概览.png"))
        if path is None:
            return
        if self.render_picture().save(str(path), "PNG"):
            self.message_posted.emit("done", f"已存为图片 {path.name}。")
        else:
            self.message_posted.emit(
                "error", f"没有存成图片“{path.name}”：目标位置不能写入，或磁盘已满。请换一个位置再存。"
            )


def _grouped_text(text: str) -> str:
    """A figure with thousands separators."""
    whole, dot, rest = text.partition(".")
    return f"{int(whole):,}{dot}{rest}" if whole.lstrip("-").isdigit() and whole.lstrip("-") else text

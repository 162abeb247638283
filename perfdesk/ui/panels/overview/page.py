"""概览: the whole report on one page, to be read in ten seconds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from perfdesk.checks.finding import Finding
from perfdesk.definition.kinds import value_text
from perfdesk.definition.severity import Severity
from perfdesk.document.charts import charts
from perfdesk.document.key_figures import key_figures
from perfdesk.evaluation.headings import section_tab
from perfdesk.ui.appearance import theme
from perfdesk.ui.models.money import grouped, grouped_in
from perfdesk.ui.models.progress import SectionProgress
from perfdesk.ui.models.report_model import ReportModel
from perfdesk.ui.panels.overview.bar_chart import Bar, BarChart, Group, chart_groups
from perfdesk.ui.panels.overview.cards import CardButton, CardPanel, FindingButton
from perfdesk.ui.panels.overview.column_chart import ColumnChart
from perfdesk.ui.widgets import message_boxes
from perfdesk.ui.widgets.labels import text_label

_MARGIN = 24
_GAP = 12
_MAX_WIDTH = 1400
_MAX_LISTED = 5
_PICTURE_SCALE = 2
_MIN_WIDTH_FOR_ONE_LINE = 760
_CARDS_PER_LINE = 3


class Overview(QScrollArea):
    """The key figures and charts of the form, the progress of the report, and the most urgent findings."""

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
        self._title = text_label("", "title", wraps=False)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self.save_button = QPushButton("存为图片…")
        self.save_button.setProperty("role", "link")
        self.save_button.clicked.connect(self._on_save)
        self.cards: list[CardButton] = []
        self._figure_count = len(model.session.form.cards)
        self._charts: dict[str, CardPanel] = {}
        self._shown_charts: list[str] = []
        self.progress = CardPanel("填报进度", BarChart("填报进度"))
        self.todo_panel = CardPanel("先办这几件", QWidget())
        self._todo_column = QVBoxLayout(self.todo_panel.content)
        self._todo_column.setContentsMargins(0, 0, 0, 0)
        self._todo_column.setSpacing(2)
        self._lay_out()
        model.changed.connect(self._on_changed)

    @property
    def charts(self) -> dict[str, BarChart]:
        """The charts shown, by title."""
        shown = {title: self._charts[title].content for title in self._shown_charts}
        return {title: chart for title, chart in shown.items() if isinstance(chart, BarChart)}

    def showEvent(self, event: QShowEvent) -> None:
        if self._is_stale:
            self.refresh()
        super().showEvent(event)

    def refresh(self) -> None:
        """Show the current report."""
        self._is_stale = False
        answers = self._model.answers
        fields = answers.form.report_fields
        unit, year = value_text(answers.value(fields.unit)), value_text(answers.value(fields.year))
        period = f"{year} 年度" if year else ""
        self._title.setText("　".join(part for part in ("概览", f"{unit} {period}".strip()) if part))
        figures = list(key_figures(answers))
        self._figure_count = len(figures)
        for card, figure in zip(self.cards, figures, strict=False):
            title = f"{figure.title}（{figure.unit}）" if figure.unit not in ("", "%") else figure.title
            text = f"{grouped(figure.text)}{'%' if figure.unit == '%' else ''}" if figure.text else "—"
            note = grouped_in(figure.note) or ("" if figure.text else "还没有填到")
            card.show_value(title, text, note)
            card.target = figure.address
        self._show_progress()
        self._show_what_is_left()
        self._arrange_cards()
        self._show_charts()
        self._show_todo()
        self._arrange()
        QTimer.singleShot(0, self, self._fix_height)  # new labels get their style, and so their height, later

    def render_picture(self) -> QPixmap:
        """Return the page as a picture, always in light colours."""
        page = self._content
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
        self._content.setObjectName("page")
        self._content.setMaximumWidth(_MAX_WIDTH)
        self._column.setContentsMargins(_MARGIN, 12, _MARGIN, 12)
        self._column.setSpacing(_GAP)
        title_row = QHBoxLayout()
        title_row.addWidget(self._title)
        title_row.addStretch(1)
        title_row.addWidget(self.save_button)
        self._column.addLayout(title_row)
        self._card_grid = QGridLayout()
        self._card_grid.setSpacing(_GAP)
        for _ in (*self._model.session.form.cards, "rest"):
            card = CardButton()
            card.clicked.connect(partial(self._on_card, card))
            self.cards.append(card)
        self._column.addLayout(self._card_grid)
        self._arrange_cards()
        panels = QHBoxLayout()
        panels.setSpacing(_GAP)
        self._panel_columns = (QVBoxLayout(), QVBoxLayout())
        for column in self._panel_columns:
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(_GAP)
            holder = QWidget()  # a layout in a layout would keep the heights that labels had before their style
            holder.setLayout(column)
            panels.addWidget(holder, 1)
        self._column.addLayout(panels)
        self._column.addWidget(self.todo_panel)
        self._column.addStretch(1)
        self.setWidget(self._content)

    def _show_what_is_left(self) -> None:
        counts, kept = self._model.finding_counts(), len(self._model.accepted)
        errors, missing, warnings = (counts[one] for one in (Severity.ERROR, Severity.MISSING, Severity.WARNING))
        figure, level = (f"{errors} 处错误", "error") if errors else (f"{missing} 处未填", "missing")
        if not errors and not missing:
            figure, level = "没有错误", "done"
        rest = [f"{missing} 处未填" if errors and missing else "", f"{warnings} 处警告" if warnings else ""]
        note = "，".join(filter(None, rest)) or ("" if errors or missing else "可以导出正式稿")
        accepted = f"{kept} 处警告已说明" if kept else ""
        card = self.cards[-1]
        card.show_value("还差", figure, "，".join(filter(None, (note, accepted))), level)
        card.target = next(iter(self._most_urgent()), None)

    def _show_progress(self) -> None:
        """Show the progress of each part."""
        counts = list(self._counts())
        groups: list[Group] = []
        for label, required, answered in counts:
            share = answered * 100 // required
            groups.append(Group(label, (Bar(float(share), f"{share}%", "done" if share == 100 else "strong"),)))
        assert isinstance(self.progress.content, BarChart)
        self.progress.content.show_value(groups, whole=100.0)

    def _counts(self) -> Iterator[tuple[str, int, int]]:
        """Yield the label of each part and how many answers are required and given.

        The parts are the report body and each attachment, or every section if there are no attachments.
        """
        parts: dict[str, list[SectionProgress]] = {}
        all_progress = self._model.progress
        has_attachments = any(progress.section.kind == "attachment" for progress in all_progress)
        for progress in all_progress:
            in_body = has_attachments and progress.section.kind != "attachment"
            label = "报告正文" if in_body else section_tab(self._model.answers, progress.section)
            parts.setdefault(label, []).append(progress)
        for label, sections in parts.items():
            required = sum(progress.required for progress in sections)
            answered = sum(progress.answered for progress in sections)
            if required:
                yield label, required, answered

    def _show_charts(self) -> None:
        shown = {chart.title: chart for chart in charts(self._model.answers, overview=True)}
        for title, chart in shown.items():
            unit = chart.table.unit_note
            groups, legend, note = chart_groups(chart)
            if title not in self._charts:
                widget = ColumnChart(title) if chart.kind == "column" else BarChart(title)
                self._charts[title] = CardPanel(title, widget, unit, self._content)
            panel = self._charts[title]
            assert isinstance(panel.content, BarChart)
            panel.content.show_value(groups, legend)
            panel.show_note(note)
        self._shown_charts = [title for title in self._charts if title in shown]

    def _most_urgent(self) -> list[Finding]:
        return sorted(self._model.findings, key=lambda finding: finding.severity.rank)

    def _show_todo(self) -> None:
        while (item := self._todo_column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        urgent = self._most_urgent()
        for finding in urgent[:_MAX_LISTED]:
            button = FindingButton(finding)
            button.clicked.connect(partial(self._on_finding, finding))
            self._todo_column.addWidget(button)
        if not urgent:
            self._todo_column.addWidget(QLabel("✓ 没有错误，也没有警告。"))
        self._todo_column.addStretch(1)
        self._note_unlisted()

    def _note_unlisted(self, click: str = "点一条就到那一格；", where: str = "，见各页下面的检查结果") -> None:
        """Show how many findings are not listed and where they are; without the hints in a picture."""
        unlisted = len(self._model.findings) - _MAX_LISTED
        text = f"{click}另有 {unlisted} 条{where}。" if unlisted > 0 else click.replace("；", "。")
        self.todo_panel.show_note(text if self._model.findings else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_cards()
        self._arrange()
        self._fix_height()

    def _arrange_cards(self) -> None:
        """Arrange the cards in one row, or in rows of three if the window is narrow."""
        shown = [*self.cards[: self._figure_count], self.cards[-1]]
        per_row = len(shown) if self.viewport().width() >= _MIN_WIDTH_FOR_ONE_LINE else _CARDS_PER_LINE
        for number, card in enumerate(shown):
            self._card_grid.addWidget(card, *divmod(number, per_row))
        for card in self.cards:
            card.setVisible(card in shown)  # in its place: shown before, it would be a window of its own
        for column in range(len(self.cards)):
            self._card_grid.setColumnStretch(column, int(column < per_row))

    def _fix_height(self) -> None:
        """Make the page as high as its texts require at this width; a layout alone would squeeze wrapped labels."""
        height = self._column.totalHeightForWidth(min(self.viewport().width(), _MAX_WIDTH))
        self._content.setMinimumHeight(max(0, height))

    def _arrange(self) -> None:
        """Arrange charts and progress, each as high as its content, above the findings.

        The next one goes into the shorter of two columns, or into the only one if the window is narrow.
        """
        columns = self._panel_columns if self.viewport().width() >= _MIN_WIDTH_FOR_ONE_LINE else self._panel_columns[:1]
        for column in self._panel_columns:
            while column.takeAt(0) is not None:
                pass
        heights = [0] * len(columns)
        for title, panel in self._charts.items():
            panel.setVisible(title in self._shown_charts)
        for panel in (*(self._charts[title] for title in self._shown_charts), self.progress):
            at = heights.index(min(heights))
            columns[at].addWidget(panel)
            heights[at] += panel.sizeHint().height() + _GAP
        for column in columns:
            column.addStretch(1)

    def _on_changed(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self._is_stale = True

    def _on_finding(self, finding: Finding, _checked: bool = False) -> None:
        self.finding_requested.emit(finding)

    def _on_card(self, card: CardButton, _checked: bool = False) -> None:
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

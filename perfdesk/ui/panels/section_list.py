"""The list of all sections at the left, with the progress and the findings of each."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from perfdesk.evaluation.headings import section_title
from perfdesk.evaluation.labels import section_label
from perfdesk.language.numerals import numeral
from perfdesk.ui.appearance.icons import draw_bars, draw_state
from perfdesk.ui.appearance.theme import colour, font_with_size
from perfdesk.ui.models.progress import SectionProgress
from perfdesk.ui.models.report_model import ReportModel

_ENTRY = Qt.ItemDataRole.UserRole
_ITEM_HEIGHT = 32
_GROUP_HEIGHT = 30
_STATE_WORDS = {"empty": "未填", "under_way": "填报中", "done": "已完成"}
#: The first entry, which opens the overview.
OVERVIEW = "概览"
GROUP_TITLES = {"cover": "报告正文", "chapter": "报告正文", "attachment": "附表"}


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """One section in the list."""

    instance: str
    label: str
    progress: SectionProgress

    def spoken_text(self) -> str:
        """Return the entry as one sentence, for screen readers."""
        counts = f"，{self.progress.errors} 处错误，{self.progress.missing} 处未填，{self.progress.warnings} 处警告"
        return f"{self.label}，{_STATE_WORDS[self.progress.state]}{counts}"


class SectionList(QListWidget):
    """Sections in the order of the form; `section_chosen` is emitted when the user selects one."""

    section_chosen = Signal(str)

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setAccessibleName("目录")
        self._model = model
        self.setItemDelegate(_EntryDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setMinimumWidth(200)
        self.refresh()
        self.currentItemChanged.connect(self._on_current_changed)
        model.changed.connect(self.refresh)

    def section_entries(self) -> list[SectionEntry]:
        """Return the sections, without the overview and the group titles."""
        found = (self.item(row).data(_ENTRY) for row in range(self.count()))
        return [entry for entry in found if isinstance(entry, SectionEntry)]

    def current_section(self) -> str:
        """Return the instance of the selected section, `OVERVIEW`, or an empty text."""
        item = self.currentItem()
        entry = item.data(_ENTRY) if item else None
        return entry.instance if isinstance(entry, SectionEntry) else entry if entry == OVERVIEW else ""

    def choose(self, instance: str) -> None:
        """Select a section."""
        for row in range(self.count()):
            entry = self.item(row).data(_ENTRY)
            if instance and instance in (entry, getattr(entry, "instance", "")):
                self.setCurrentRow(row)

    def choose_numbered(self, number: int) -> bool:
        """Select the section with a printed number, such as 六 for 6; without printed numbers the nth part."""
        entries = self.section_entries()
        titles = {one.instance: section_title(self._model.answers, one.progress.section) for one in reversed(entries)}
        printed = {title.partition("、")[0]: instance for instance, title in titles.items()}
        if numeral(1) in printed:
            wanted = printed.get(numeral(number))
        else:
            wanted = entries[number - 1].instance if number <= len(entries) else None
        if wanted is not None:
            self.choose(wanted)
        return wanted is not None

    def step(self, by: int) -> None:
        """Select the section `by` entries further down."""
        known = [OVERVIEW, *(entry.instance for entry in self.section_entries())]
        at = known.index(self.current_section()) if self.current_section() in known else 0
        self.choose(known[max(0, min(len(known) - 1, at + by))])

    def refresh(self) -> None:
        """Show the current progress; repeated sections are added and removed with their rows."""
        wanted = self._wanted_entries()
        if [key for key, _ in wanted] != self._keys():
            self._rebuild(wanted)
        for row, (_, entry) in enumerate(wanted):
            item = self.item(row)
            if entry is not None and item.data(_ENTRY) != entry:
                item.setData(_ENTRY, entry)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, entry.spoken_text())
                item.setToolTip(entry.spoken_text())

    def _wanted_entries(self) -> list[tuple[str, SectionEntry | None]]:
        lines: list[tuple[str, SectionEntry | None]] = [(OVERVIEW, None)]
        group = ""
        for progress in self._model.progress:
            if GROUP_TITLES[progress.section.kind] != group:
                group = GROUP_TITLES[progress.section.kind]
                lines.append((group, None))
            label = section_label(self._model.answers, progress.instance)
            lines.append((progress.instance, SectionEntry(progress.instance, label, progress)))
        return lines

    def _keys(self) -> list[str]:
        keys: list[str] = []
        for row in range(self.count()):
            entry = self.item(row).data(_ENTRY)
            keys.append(entry.instance if isinstance(entry, SectionEntry) else str(entry))
        return keys

    def _rebuild(self, wanted: list[tuple[str, SectionEntry | None]]) -> None:
        here = self.current_section()
        blocked = self.blockSignals(True)
        self.clear()
        for key, entry in wanted:
            item = QListWidgetItem()
            item.setData(_ENTRY, entry if entry is not None else key)
            if entry is None and key != OVERVIEW:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            else:
                item.setData(Qt.ItemDataRole.AccessibleTextRole, entry.spoken_text() if entry is not None else key)
            self.addItem(item)
        self.choose(here)
        self.blockSignals(blocked)
        if here and not self.current_section():
            self.setCurrentRow(2)

    def _on_current_changed(self, item: QListWidgetItem | None) -> None:
        entry = item.data(_ENTRY) if item else None
        if isinstance(entry, SectionEntry):
            self.section_chosen.emit(entry.instance)
        elif entry == OVERVIEW:
            self.section_chosen.emit(OVERVIEW)


class _EntryDelegate(QStyledItemDelegate):
    """Paints one entry: state, name, number of findings."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        is_entry = isinstance(index.data(_ENTRY), SectionEntry) or index.data(_ENTRY) == OVERVIEW
        return QSize(120, _ITEM_HEIGHT if is_entry else _GROUP_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry, box = index.data(_ENTRY), option.rect
        painter.save()
        if not isinstance(entry, SectionEntry) and entry != OVERVIEW:
            painter.setPen(colour("secondary"))
            painter.setFont(font_with_size(option.font, 13))
            painter.drawText(box.adjusted(16, 4, -8, 0), int(Qt.AlignmentFlag.AlignVCenter), str(entry))
            painter.restore()
            return
        chosen = _paint_background(painter, option)
        icon, right = QRectF(box.x() + 16, box.center().y() - 7.5, 16, 16), box.right()
        if isinstance(entry, SectionEntry):
            draw_state(painter, icon, entry.progress.state)
            right = self._paint_badges(painter, option, entry.progress)
        else:
            draw_bars(painter, icon)
        painter.setFont(font_with_size(option.font, 14, chosen))
        painter.setPen(colour("accent" if chosen else "ink"))
        space = QRect(box.x() + 40, box.y(), right - box.x() - 44, box.height())
        label = entry.label if isinstance(entry, SectionEntry) else OVERVIEW
        text = _elided(label, painter.fontMetrics(), space.width())
        painter.drawText(space, int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()

    def _paint_badges(self, painter: QPainter, option: QStyleOptionViewItem, progress: SectionProgress) -> int:
        """Paint the numbers of findings at the right; return where the name must end, in pixels."""
        right = option.rect.right() - 12
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        painter.setFont(font_with_size(option.font, 12, True))
        for count, role in (
            (progress.warnings, "warning"),
            (progress.missing, "missing"),
            (progress.errors, "error"),
        ):
            if not count:
                continue
            width = max(22, painter.fontMetrics().horizontalAdvance(str(count)) + 12)
            badge = QRect(right - width, option.rect.center().y() - 9, width, 20)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(f"{role}_tint"))
            painter.drawRoundedRect(badge, 10, 10)
            painter.setPen(colour(role))
            painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), str(count))
            right -= width + 4
        return right


def _paint_background(painter: QPainter, option: QStyleOptionViewItem) -> bool:
    """Paint the background of an entry; return whether it is selected."""
    box, chosen = option.rect, bool(option.state & QStyle.StateFlag.State_Selected)
    if chosen:
        painter.fillRect(box, colour("accent_tint"))
        painter.fillRect(QRect(box.x(), box.y(), 3, box.height()), colour("accent"))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(box, colour("window"))
    if option.state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(colour("accent"))
        painter.drawRect(box.adjusted(0, 0, -1, -1))
    return chosen


def _elided(label: str, metrics: QFontMetrics, width: int) -> str:
    """Elide a name, first before the dot: `3 项目支…·应急值班补助` still identifies the project."""
    head, dot, ending = label.partition("·")
    room = width - metrics.horizontalAdvance(dot + ending)
    if dot and room < metrics.horizontalAdvance(head):
        least = metrics.horizontalAdvance("3 项…")
        label = metrics.elidedText(head, Qt.TextElideMode.ElideRight, max(room, least)) + dot + ending
    return metrics.elidedText(label, Qt.TextElideMode.ElideRight, width)

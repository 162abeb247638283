"""Printing: the pages of the PDF that would be exported now, through the system's print dialog."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDialog, QLabel, QLineEdit, QRadioButton, QWidget

from perfdesk.application.export import export_report
from perfdesk.checks.finding import unfinished_text
from perfdesk.document.build import report_name
from perfdesk.errors import PerfDeskError
from perfdesk.temporaries import temporary_folder
from perfdesk.ui.commands.workbench import Workbench
from perfdesk.ui.widgets.dialog_parts import open_dialog

if TYPE_CHECKING:
    from perfdesk.checks.snapshot import Snapshot

#: Pages are drawn with at most this many dots per inch, which is as sharp as a printed character gets.
_MAX_DPI = 300
_POINTS_PER_INCH = 72
_SHORTCUT = re.compile(r"\(&\w\)|[&：:]")


class PrintJob(QObject):
    """Asks for the printer, lays out the report, and prints; each step is reported above the report that is open."""

    def __init__(self, snapshot: Snapshot, workbench: Workbench) -> None:
        super().__init__(workbench.dialog_parent())
        self._snapshot, self._workbench = snapshot, workbench
        self._unfinished = unfinished_text(snapshot.findings)

    def start(self) -> None:
        """Ask for the printer and the pages."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(report_name(self._snapshot.answers))
        printer.setFullPage(True)
        dialog = QPrintDialog(printer, self._workbench.dialog_parent())
        dialog.setWindowTitle("打印")
        _complete(dialog)
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.finished.connect(partial(self._on_answered, printer))
        open_dialog(dialog, blocks=False)

    def _on_answered(self, printer: QPrinter, answer: int) -> None:
        if answer != QDialog.DialogCode.Accepted:
            self.deleteLater()
            return
        progressed, work = self._workbench.task_messages.show_progress, partial(self._print, printer)
        progressed("正在排版……可以继续填报。")
        start = self._workbench.background.start
        start(work, self._on_printed, self._on_failed, progressed, urgent=True, kept=True)

    def _print(self, printer: QPrinter, report_progress: Callable[[str], None]) -> int:
        snapshot, draft = self._snapshot, bool(self._unfinished)
        with temporary_folder() as folder:
            target = folder / "print.pdf"
            export_report(snapshot.answers, snapshot.findings, [target], draft, report_progress)
            return print_pages(target.read_bytes(), printer, report_progress)

    def _on_printed(self, count: int) -> None:
        draft = f"还有 {self._unfinished}，印着“草稿”。" if self._unfinished else ""
        self._workbench.task_messages.show_result(f"已送去打印，共 {count} 页。{draft}", is_draft=bool(draft))
        self.deleteLater()

    def _on_failed(self, error: Exception) -> None:
        text = str(error) if isinstance(error, PerfDeskError) else "打印时程序出错，填报内容已保存。"
        self._workbench.task_messages.show_failure(text)
        self.deleteLater()


def _complete(dialog: QPrintDialog) -> None:
    """Set the words that Qt does not translate, and name editors after the words before them.

    The system's own dialog has none of them.
    """
    name = dialog.windowTitle()
    for widget in dialog.findChildren(QWidget):
        if isinstance(widget, QLabel) and widget.text() == "Page &Set:":
            widget.setText("奇偶页(&S)：")
        if isinstance(widget, QLabel | QRadioButton):
            name = _SHORTCUT.sub("", widget.text()) or name
        elif isinstance(widget, QLineEdit | QComboBox | QAbstractSpinBox) and not widget.accessibleName():
            widget.setAccessibleName(name)


def print_pages(pdf: bytes, printer: QPrinter, report_progress: Callable[[str], None]) -> int:
    """Print the pages of the range that the user chose, each the way it lies; return their number.

    Raise PerfDeskError if there are no such pages, or the printer does not take them.
    """
    from pypdfium2 import PdfDocument

    document = PdfDocument(pdf)
    numbers = range(max(printer.fromPage(), 1) - 1, min(printer.toPage() or len(document), len(document)))
    if not numbers:
        clause = f"报告共 {len(document)} 页，没有第 {printer.fromPage()} 页。"
        document.close()
        raise PerfDeskError("没有打印。", clause, "请改页码再打印。")
    painter = QPainter()
    try:
        for done, number in enumerate(numbers, 1):
            report_progress(f"正在打印第 {done} 页，共 {len(numbers)} 页……")
            page = document[number]
            is_wide = page.get_width() > page.get_height()
            printer.setPageOrientation(
                QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
            )
            is_ready = printer.newPage() if painter.isActive() else painter.begin(printer)
            if not is_ready:
                raise PerfDeskError("没有打印。", "打印机没有接受，可能没有连上。", "请检查打印机，或导出 PDF 再打印。")
            _draw_page(page, printer, painter)
    finally:
        painter.end()
        document.close()
    return len(numbers)


def _draw_page(page: Any, printer: QPrinter, painter: QPainter) -> None:
    """Draw a page of the PDF over the whole paper, keeping its proportions."""
    scale = min(printer.resolution(), _MAX_DPI) / _POINTS_PER_INCH
    bitmap = page.render(scale=scale, rev_byteorder=True)
    formats = {3: QImage.Format.Format_RGB888, 4: QImage.Format.Format_RGBX8888}
    pixels = bytes(bitmap.buffer)
    image = QImage(pixels, bitmap.width, bitmap.height, bitmap.stride, formats[bitmap.n_channels])
    paper = printer.paperRect(QPrinter.Unit.DevicePixel)
    size = image.size().toSizeF().scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
    painter.drawImage(QRectF((paper.width() - size.width()) / 2, 0, size.width(), size.height()), image)
    bitmap.close()

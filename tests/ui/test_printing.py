"""Printing: what comes out is the PDF that would be exported, page by page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from perfdesk.application.export import export_report
from perfdesk.application.samples import make_sample
from perfdesk.ui.commands.print_report import print_pages
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]

#: Pages are drawn with so many dots per inch and made smaller by averaging, so that thin rules stay thin.
_DPI, _REDUCED = 200, 5


@pytest.fixture
def start_printing(user: User, tmp_path: Path) -> Callable[[int, int], Path]:
    """Print a range of pages of the finished sample with Ctrl+P to a file, as a printer that makes PDF does."""

    def start(first: int, last: int) -> Path:
        make_sample("demo-2024", tmp_path / "demo.db")
        user.window.open_path(tmp_path / "demo.db")
        user.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        dialog = _dialog()
        assert dialog is not None
        printer = dialog.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "printed.pdf"))
        printer.setFromTo(first, last)
        dialog.finished.emit(QDialog.DialogCode.Accepted.value)
        dialog.blockSignals(True)
        dialog.close()
        return tmp_path / "printed.pdf"

    return start


@pytest.fixture
def print_to(user: User, start_printing: Callable[[int, int], Path]) -> Callable[[int, int], PdfDocument]:
    """Print a range of pages, and wait for it."""

    def print_range(first: int, last: int) -> PdfDocument:
        path = start_printing(first, last)
        user.qtbot.waitUntil(lambda: user.workspace.messages.message.startswith("已送去打印"), timeout=60_000)
        return PdfDocument(str(path))

    return print_range


def _dialog() -> QPrintDialog | None:
    return next((one for one in QApplication.topLevelWidgets() if isinstance(one, QPrintDialog)), None)


def _picture(document: PdfDocument, number: int) -> Image.Image:
    return document[number].render(scale=_DPI / 72).to_pil().convert("L").reduce(_REDUCED)


def test_what_is_printed_are_the_pages_of_the_pdf(
    user: User, print_to: Callable[[int, int], PdfDocument], tmp_path: Path
) -> None:
    printed = print_to(1, 11)
    assert user.workspace.messages.message == "已送去打印，共 11 页。"
    answers, findings = user.session.answers, user.session.findings
    (path,) = export_report(answers, findings, [tmp_path / "exported.pdf"], False, lambda _: None)
    exported = PdfDocument(str(path))
    assert len(printed) == 11
    for number in range(11):
        mine, theirs = _picture(printed, number), _picture(exported, number)
        assert (mine.width > mine.height) == (theirs.width > theirs.height), "each page the way it lies"
        assert _ink(mine) == pytest.approx(_ink(theirs), rel=0.12)
        assert _inked(mine) == pytest.approx(_inked(theirs), abs=2), "nothing is cut off or moved"


def _ink(picture: Image.Image) -> float:
    return 255 - ImageStat.Stat(picture).mean[0]


def _inked(picture: Image.Image) -> tuple[int, int, int, int]:
    box = ImageChops.invert(picture).point(lambda value: 255 if value > 64 else 0).getbbox()
    assert box is not None
    return box


def test_only_the_pages_asked_for_are_printed(user: User, print_to: Callable[[int, int], PdfDocument]) -> None:
    assert len(print_to(2, 3)) == 2
    assert user.workspace.messages.message == "已送去打印，共 2 页。"


def test_another_report_may_be_opened_meanwhile(
    user: User, start_printing: Callable[[int, int], Path], tmp_path: Path
) -> None:
    start_printing(1, 2)
    make_sample("demo-2024", tmp_path / "other.db")
    before = user.workspace
    user.window.open_path(tmp_path / "other.db")
    assert user.workspace is not before
    user.qtbot.waitUntil(lambda: user.workspace.messages.message == "已送去打印，共 2 页。", timeout=60_000)


def test_pages_that_the_report_does_not_have_are_not_printed(
    user: User, start_printing: Callable[[int, int], Path]
) -> None:
    path = start_printing(99, 120)
    user.qtbot.waitUntil(lambda: user.workspace.messages.message.startswith("没有打印"), timeout=60_000)
    assert "页，没有第 99 页" in user.workspace.messages.message
    assert not path.exists()


def test_progress_is_counted_within_the_pages_asked_for(user: User, tmp_path: Path) -> None:
    document = PdfDocument.new()
    for _ in range(5):
        document.new_page(200, 300)
    document.save(str(tmp_path / "pages.pdf"))
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setFromTo(2, 3)
    told: list[str] = []
    assert print_pages((tmp_path / "pages.pdf").read_bytes(), printer, told.append) == 2
    assert told == ["正在打印第 1 页，共 2 页……", "正在打印第 2 页，共 2 页……"]


def test_a_screen_reader_tells_the_fields_of_the_dialog_apart(user: User) -> None:
    user.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = _dialog()
    assert dialog is not None
    fields = {one.objectName(): one.accessibleName() for one in dialog.findChildren(QWidget) if one.accessibleName()}
    dialog.close()
    assert fields["printers"] == "名称"
    assert fields["filename"] == "输出文件"
    assert (fields["from"], fields["to"], fields["copies"]) == ("页数从", "到", "份数")

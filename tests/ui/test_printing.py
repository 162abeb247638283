"""Printing: what comes out is the PDF that would be exported, page by page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog

from perfdesk.application.export import export_report
from perfdesk.application.samples import make_sample
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]

#: Pages are drawn with so many dots per inch and made smaller by averaging, so that thin rules stay thin.
_DPI, _REDUCED = 200, 5


@pytest.fixture
def print_to(user: User, tmp_path: Path) -> Callable[[int, int], PdfDocument]:
    """Print a range of pages of the finished sample with Ctrl+P to a file, as a printer that makes PDF does."""

    def print_range(first: int, last: int) -> PdfDocument:
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
        user.qtbot.waitUntil(lambda: user.workspace.messages.message.startswith("已送去打印"), timeout=60_000)
        return PdfDocument(str(tmp_path / "printed.pdf"))

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

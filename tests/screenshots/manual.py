"""The pictures of the manual, drawn from the current window: `make look`."""

from __future__ import annotations

import io
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRect, QSettings
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from perfdesk.application.export import export_report
from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.library import find_form
from perfdesk.definition.severity import Severity
from perfdesk.ui.app import create_application
from perfdesk.ui.appearance.theme import set_dark_mode
from perfdesk.ui.commands.file_import import FileImport
from perfdesk.ui.findings.finding_banner import FindingBanner
from perfdesk.ui.findings.reason_dialog import ask_reason
from perfdesk.ui.help.manual_page import FOLDER
from perfdesk.ui.models.import_review import ReadFiles
from perfdesk.ui.models.returned_file import ReturnedFile
from perfdesk.ui.models.source_files import SourceFiles
from perfdesk.ui.panels.section_list import OVERVIEW
from perfdesk.ui.table.panel import GridPanel
from perfdesk.ui.window.main_window import MainWindow
from screenshots.scenes import PREVIEW_MS, wait, wait_for_pages, workspace_of
from support.returned_word import edit_word_file

_OUT = FOLDER / "pictures"
_SIZE = (1280, 740)
_TALL = (1180, 1100)
_AROUND = 10
_COLOURS = 96
_SETTLE_MS = 800
#: Shown in a picture instead of the folder in which it was drawn.
_FOLDER_SHOWN = "D:/绩效自评"


class ManualPictures:
    """One method for each picture; each begins with the window as the previous one left it."""

    def __init__(self, window: MainWindow, log: dict[str, str]) -> None:
        self._window = window
        self._log = log

    def start(self) -> QPixmap:
        """The first start."""
        return self._window.grab()

    def window(self) -> QPixmap:
        """A chapter with its table."""
        workspace_of(self._window).navigation.choose(self._log["section"])
        wait_for_pages(self._window)
        return self._window.grab()

    def overview(self) -> QPixmap:
        """The leader's page."""
        workspace_of(self._window).navigation.choose(OVERVIEW)
        wait(_SETTLE_MS)
        return self._window.grab()

    def preview(self) -> QPixmap:
        """The pages next to the chapter."""
        self._go("sum")
        workspace_of(self._window).set_preview(True, keep=False)
        wait_for_pages(self._window)
        return self._crop(workspace_of(self._window).preview)

    def origin(self) -> QPixmap:
        """Where a sum comes from."""
        self._go("sum")
        workspace_of(self._window).open_inspector("origin")
        wait(_SETTLE_MS)
        picture = self._crop(workspace_of(self._window).inspector)
        workspace_of(self._window).close_inspector()
        return picture

    def checks(self) -> QPixmap:
        """The list of findings."""
        return self._crop(workspace_of(self._window).checks)

    def field(self) -> QPixmap:
        """One question with its help."""
        return self._crop(self._in_view(self._go("field")))

    def table(self) -> QPixmap:
        """One table."""
        return self._crop(self._go("table"))

    def fix(self) -> QPixmap:
        """A finding with a proven repair."""
        banners = self._go("error").findChildren(FindingBanner)
        banner = next(one for one in banners if one.isVisible())
        return self._crop(self._in_view(banner))

    def paste(self) -> QPixmap:
        """A block about to be pasted."""
        panel = self._go("paste_at")
        assert isinstance(panel, GridPanel)
        QGuiApplication.clipboard().setText(self._log["paste"])
        return self._box(panel.clipboard.paste)

    def finder(self) -> QPixmap:
        """Looking for an answer by its name."""

        def look() -> None:
            self._window.actions_.by_id["go_to"].trigger()
            line = _dialog().findChild(QLineEdit)
            assert line is not None
            line.setText(self._log["find"])

        return self._box(look)

    def export(self) -> QPixmap:
        """What is asked before the whole set is written."""
        return self._box(self._window.actions_.by_id["all"].trigger)

    def roll(self) -> QPixmap:
        """What is asked before a report is rolled forward."""
        return self._box(self._window.actions_.by_id["roll"].trigger)

    def reason(self) -> QPixmap:
        """The reason for an accepted warning."""
        model = workspace_of(self._window).model
        warning = next(finding for finding in model.findings if finding.severity == Severity.WARNING)
        return self._box(lambda: ask_reason(model, warning, workspace_of(self._window)))

    def returned(self) -> QPixmap:
        """A Word export that somebody has edited."""
        session = workspace_of(self._window).model.session
        target = session.path.with_name(self._log["export"])
        (path,) = export_report(session.answers, (), [target], False, lambda _: None, state=session.file.state())
        words, better = self._log["words"], self._log["better"]
        edited = edit_word_file(path, lambda line: line.replace(words, better))
        return self._import(ReturnedFile(edited, session.file.path).read)

    def imported(self) -> QPixmap:
        """A Word report that is read into a new report."""
        session = workspace_of(self._window).model.session
        return self._import(SourceFiles([session.path.with_name(self._log["export"])]).read)

    def _import(self, read: ReadFiles) -> QPixmap:
        workspace = workspace_of(self._window)
        importer = FileImport(workspace, self._window.background)
        importer.start(read)
        while importer.page is None:
            wait(_SETTLE_MS)
        wait(_SETTLE_MS)
        picture = self._window.grab()
        importer.close()
        return picture

    def _go(self, name: str) -> QWidget:
        address = Address.parse(self._log[name])
        workspace = workspace_of(self._window)
        workspace.go_to(address)
        wait(_SETTLE_MS)
        part = workspace.page.part_at(address) if workspace.page is not None else None
        assert part is not None
        return part

    def _in_view(self, part: QWidget) -> QWidget:
        """Scroll a part of the page wholly into view, and return it."""
        page = workspace_of(self._window).page
        assert page is not None
        page.ensureWidgetVisible(part, 0, _AROUND * 2)
        wait(_SETTLE_MS)
        return part

    def _crop(self, widget: QWidget) -> QPixmap:
        box = QRect(widget.mapTo(self._window, QPoint(0, 0)), widget.size())
        around = box.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
        return self._window.grab(around & self._window.rect())

    def _box(self, show: Callable[[], None]) -> QPixmap:
        show()
        wait(_SETTLE_MS)
        box = _dialog()
        for line in box.findChildren(QLineEdit):
            line.setText(line.text().replace(self._log["folder"], _FOLDER_SHOWN))
        picture = box.grab()
        box.reject()
        return picture


def _dialog() -> QDialog:
    return next(box for box in QApplication.topLevelWidgets() if isinstance(box, QDialog) and box.isVisible())


def draw(out: Path) -> None:
    """Draw every picture of the manual into a folder."""
    log = tomllib.loads((FOLDER / "pictures.toml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="perfdesk-look-") as own:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, own)
        create_application([])
        set_dark_mode(False)
        window = MainWindow()
        scenes = ManualPictures(window, {**log, "folder": own})
        window.resize(*_SIZE)
        window.show()
        window.begin(None)
        wait(_SETTLE_MS)
        _write(scenes.start(), out / "start.png")
        path = Path(own) / log["file"]
        make_sample(log["sample"], path)
        window.open_path(path)
        for draw_one in (scenes.window, scenes.overview, scenes.preview, scenes.origin, scenes.checks):
            _write(draw_one(), out / f"{draw_one.__name__}.png")
        window.resize(*_TALL)
        wait(PREVIEW_MS)
        for draw_one in (scenes.field, scenes.table, scenes.fix, scenes.paste, scenes.finder, scenes.export):
            _write(draw_one(), out / f"{draw_one.__name__}.png")
        for draw_one in (scenes.roll, scenes.reason):
            _write(draw_one(), out / f"{draw_one.__name__}.png")
        window.resize(*_SIZE)
        begun = Path(own) / log["new"]
        make_sample(log["returned"], Path(own) / log["returned_file"])
        Session.create(begun, find_form(log["form"])).close()
        for report, draw_one in ((Path(own) / log["returned_file"], scenes.returned), (begun, scenes.imported)):
            window.open_path(report)
            wait(PREVIEW_MS)
            _write(draw_one(), out / f"{draw_one.__name__}.png")
        window.close()


def _write(picture: QPixmap, path: Path) -> None:
    """Keep a picture in few colours, which a window has anyway."""
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    with Image.open(io.BytesIO(bytes(held.data()))) as image:
        few = image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        few.save(path, optimize=True)


if __name__ == "__main__":
    _OUT.mkdir(exist_ok=True)
    draw(_OUT)
    sys.exit(0)

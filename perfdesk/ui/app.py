"""Start the window and its Qt application."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QObject, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from perfdesk.terminal import say
from perfdesk.ui.appearance import theme
from perfdesk.ui.settings import remembered
from perfdesk.ui.widgets import message_boxes
from perfdesk.ui.window.main_window import MainWindow
from perfdesk.ui.window.preload import preload_for_report

_log = logging.getLogger(__name__)
#: Seconds for which another Python thread may delay a key press; each call into Qt acquires the interpreter again.
_SWITCH_INTERVAL = 0.0005


def run_window(path: Path | None) -> int:
    """Open the window, with a report if a path is given; return the exit code when it is closed."""
    app = create_application(sys.argv)
    sys.excepthook = _on_crash
    window = MainWindow()
    window.show()
    StartAfterFirstPaint(window, path)
    return app.exec()


class StartAfterFirstPaint(QObject):
    """Opens the report after the first paint of the window, because reading a report takes a while."""

    def __init__(self, window: MainWindow, path: Path | None) -> None:
        super().__init__(window)
        self._window = window
        self._path = path
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._begin)
        return super().eventFilter(watched, event)

    def _begin(self) -> None:
        if self._path is not None:
            preload_for_report()
        self._window.begin(self._path)


def create_application(arguments: list[str]) -> QApplication:
    """Return the application with its language, font and colours."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        # An argument, because setStyle makes Python load the hundreds of constants of QStyle before the first paint.
        app = QApplication([*(arguments or ["perfdesk"]), "-style", theme.STYLE])
    elif not app.styleSheet():
        app.setStyle(theme.STYLE)
    sys.setswitchinterval(_SWITCH_INTERVAL)
    app.setApplicationName("PerfDesk")
    app.setApplicationDisplayName("")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    theme.apply_theme(app, dark=bool(remembered("dark", False)))
    return app


def _on_crash(kind: type[BaseException], error: BaseException, traceback_: TracebackType | None) -> None:
    """Handle an unexpected exception: print it, log it and show it to the user; the window continues."""
    say("".join(traceback.format_exception(kind, error, traceback_)), sys.stderr, is_block=True)
    _log.error("the window failed", exc_info=error)
    message_boxes.show_crash(error)

"""All that the empty window does without, loaded when first used: the window is on the screen before.

Loading the parts of an open report takes twice as long as showing the window, SQLAlchemy as long again, and reportlab
longer than that.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from perfdesk.application.session import Session
    from perfdesk.checks.finding import Finding
    from perfdesk.errors import HeldError, PerfDeskError
    from perfdesk.evaluation.answers import Answers
    from perfdesk.storage.recovery import Rescued
    from perfdesk.ui.background import Workshop
    from perfdesk.ui.commands.export_report import Exporter
    from perfdesk.ui.commands.open_report import Opening
    from perfdesk.ui.commands.registry import Deeds
    from perfdesk.ui.models.progress import Standing
    from perfdesk.ui.window.main_window import MainWindow
    from perfdesk.ui.window.start_page import StartPage
    from perfdesk.ui.workspace.file_status import FileStanding
    from perfdesk.ui.workspace.workspace import Desk

#: What it takes to open a report and show it.
_FOR_A_REPORT = (
    "perfdesk.application.session",
    "perfdesk.storage.recovery",
    "perfdesk.ui.models.report_model",
    "perfdesk.ui.workspace.workspace",
    "perfdesk.ui.commands.open_report",
    "perfdesk.ui.workspace.file_status",
)


def prepare_for_report() -> None:
    """Load all it takes to open a report and show it.

    The garbage collector would go through what has been loaded time and again, for a fifth of the time it takes, and
    ever after; none of it is ever garbage.
    """
    gc.disable()
    try:
        for module in _FOR_A_REPORT:
            loaded(module)
    finally:
        gc.freeze()
        gc.enable()


def open_session(path: Path, read_only: bool = False) -> Session:
    """`Session.open`."""
    return loaded("perfdesk.application.session").Session.open(path, read_only)


def create_session(path: Path, form: str | None) -> Session:
    """A new report of the form with this id, or of the usual one."""
    library = loaded("perfdesk.definition.library")
    known = library.known_form(form or library.default_form())
    return loaded("perfdesk.application.session").Session.create(path, known)


def roll(last: Path, target: Path, year: int) -> Session:
    """A new report of the year with what stays from last year's file (`roll.rolled_edits`)."""
    with contextlib.closing(open_session(last, read_only=True)) as old:
        edits = loaded("perfdesk.application.rollover").rolled_edits(old.answers, year)
        form = old.form
    return loaded("perfdesk.application.session").Session.create(target, form, edits)


def make_sample(name: str, path: Path) -> None:
    """`samples.make_sample`."""
    loaded("perfdesk.application.samples").make_sample(name, path)


def is_held(error: PerfDeskError) -> TypeGuard[HeldError]:
    """Whether someone else is writing the report."""
    return isinstance(error, loaded("perfdesk.storage.lock").HeldError)


def is_lost(error: PerfDeskError) -> bool:
    """Whether the report's file is gone or cannot be written."""
    return isinstance(error, loaded("perfdesk.entries.database.connection").FileLostError)


def is_changed(error: PerfDeskError) -> bool:
    """Whether someone else changed the report's file."""
    return isinstance(error, loaded("perfdesk.entries.database.connection").ChangedElsewhereError)


def take_over(path: Path) -> None:
    """Clear the lock of a holder who is gone or silent; HeldError when the holder is alive."""
    lock = loaded("perfdesk.storage.lock").take_over(path)
    if lock is not None:
        lock.release()


def pending() -> list[Rescued]:
    """`rescue.pending`: work that waits to be put where it belongs."""
    return loaded("perfdesk.storage.recovery").pending()


def deeds(window: MainWindow) -> Deeds:
    """What the window's menus, keys and buttons do."""
    return loaded("perfdesk.ui.commands.registry").Deeds(window)


def opening(window: MainWindow) -> Opening:
    """What opens and closes files for the window."""
    return loaded("perfdesk.ui.commands.open_report").Opening(window)


def exporter(window: MainWindow) -> Exporter:
    """What writes files for the window."""
    return loaded("perfdesk.ui.commands.export_report").Exporter(window.workshop, window)


def desk(session: Session, workshop: Workshop, parent: QWidget) -> Desk:
    """The desk on which an open report lies."""
    model = loaded("perfdesk.ui.models.report_model").ReportModel(session)
    return loaded("perfdesk.ui.workspace.workspace").Desk(model, workshop, parent)


def standing(desk: Desk) -> FileStanding:
    """How the open report stands with its file."""
    return loaded("perfdesk.ui.workspace.file_status").FileStanding(desk)


def start_page(workshop: Workshop) -> StartPage:
    """What one sees first when no report is given."""
    return loaded("perfdesk.ui.window.start_page").StartPage(workshop)


def standings(answers: Answers, findings: tuple[Finding, ...]) -> list[Standing]:
    """How far each section of a report is."""
    progress = loaded("perfdesk.ui.models.progress")
    return [progress.standing(answers, findings, *one) for one in progress.instances(answers)]


def loaded(module: str) -> Any:
    """A module by its full name."""
    return importlib.import_module(module)

"""What needs the database layer or a writer, loaded when first used: the window is on the screen before.

Loading SQLAlchemy takes longer than showing the window, and reportlab longer than that.
"""

from __future__ import annotations

import contextlib
import importlib
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    from pathlib import Path

    from perfdesk.errors import PerfDeskError
    from perfdesk.session import Session
    from perfdesk.sharing.lock import HeldError
    from perfdesk.sharing.rescue import Rescued


def open_session(path: Path, read_only: bool = False) -> Session:
    """`Session.open`."""
    return loaded("perfdesk.session").Session.open(path, read_only)


def create_session(path: Path, form: str) -> Session:
    """A new report of the form with this id."""
    known = loaded("perfdesk.definition.library").known_form(form)
    return loaded("perfdesk.session").Session.create(path, known)


def roll(last: Path, target: Path, year: int) -> Session:
    """A new report of the year with what stays from last year's file (`roll.rolled_edits`)."""
    with contextlib.closing(open_session(last, read_only=True)) as old:
        edits = loaded("perfdesk.sharing.roll").rolled_edits(old.answers, year)
        form = old.form
    return loaded("perfdesk.session").Session.create(target, form, edits)


def make_sample(name: str, path: Path) -> None:
    """`samples.make_sample`."""
    loaded("perfdesk.samples").make_sample(name, path)


def is_held(error: PerfDeskError) -> TypeGuard[HeldError]:
    """Whether someone else is writing the report."""
    return isinstance(error, loaded("perfdesk.sharing.lock").HeldError)


def is_lost(error: PerfDeskError) -> bool:
    """Whether the report's file is gone or cannot be written."""
    return isinstance(error, loaded("perfdesk.entries.connection").FileLostError)


def is_changed(error: PerfDeskError) -> bool:
    """Whether someone else changed the report's file."""
    return isinstance(error, loaded("perfdesk.entries.connection").ChangedElsewhereError)


def take_over(path: Path) -> None:
    """Clear the lock of a holder who is gone or silent; HeldError when the holder is alive."""
    lock = loaded("perfdesk.sharing.lock").take_over(path)
    if lock is not None:
        lock.release()


def pending() -> list[Rescued]:
    """`rescue.pending`: work that waits to be put where it belongs."""
    return loaded("perfdesk.sharing.rescue").pending()


def loaded(module: str) -> Any:
    """A module by its full name."""
    return importlib.import_module(module)

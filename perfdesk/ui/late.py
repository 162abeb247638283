"""What needs the database layer or a writer, loaded when first used: the window is on the screen before.

Loading SQLAlchemy takes longer than showing the window, and reportlab longer than that.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from perfdesk.session import Session


def open_session(path: Path, read_only: bool = False) -> Session:
    """`Session.open`."""
    return loaded("perfdesk.session").Session.open(path, read_only)


def create_session(path: Path, form: str) -> Session:
    """A new report of the form with this id."""
    shipped = loaded("perfdesk.definition.loader").shipped_form(form)
    return loaded("perfdesk.session").Session.create(path, shipped)


def make_sample(name: str, path: Path) -> None:
    """`samples.make_sample`."""
    loaded("perfdesk.samples").make_sample(name, path)


def loaded(module: str) -> Any:
    """A module by its full name."""
    return importlib.import_module(module)

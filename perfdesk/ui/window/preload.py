"""Modules that it takes to open a report, loaded while the window is already on the screen."""

from __future__ import annotations

import gc
import importlib

_MODULES = (
    "perfdesk.application.session",
    "perfdesk.storage.recovery",
    "perfdesk.ui.models.report_model",
    "perfdesk.ui.workspace.workspace",
    "perfdesk.ui.commands.open_report",
    "perfdesk.ui.workspace.file_status",
)


def preload_for_report() -> None:
    """Load all it takes to open a report and show it.

    The garbage collector would scan what has been loaded again and again, for a fifth of the time it takes; none of it
    is ever garbage.
    """
    gc.disable()
    try:
        for module in _MODULES:
            importlib.import_module(module)
    finally:
        gc.freeze()
        gc.enable()

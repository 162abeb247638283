"""Imports the modules needed to open a report while the window is already on the screen."""

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
    """Import all modules needed to open and show a report.

    The garbage collector is off meanwhile: it would scan the imported modules repeatedly, which takes a fifth of the
    time, although none of them is ever garbage.
    """
    gc.disable()
    try:
        for module in _MODULES:
            importlib.import_module(module)
    finally:
        gc.freeze()
        gc.enable()

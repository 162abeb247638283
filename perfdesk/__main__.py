"""`python -m perfdesk`: the command line."""

from __future__ import annotations

import importlib
import sys

from perfdesk.cli.main import main

if __name__ == "__main__":
    if getattr(sys, "frozen", False):  # the process that draws the preview starts here, too
        importlib.import_module("multiprocessing").freeze_support()
    sys.exit(main())

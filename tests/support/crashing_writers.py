"""Other programs that die while they write a report's file, at the worst moment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

#: Half of a commit is in the file, the other half in the journal next to it.
CRASH_IN_COMMIT = """
import os, sqlite3, sys
report = sqlite3.connect(sys.argv[1], isolation_level=None)
report.execute("PRAGMA cache_size = 1")
report.execute("BEGIN IMMEDIATE")
report.execute("UPDATE edit SET after = after || 'x' || after")
report.execute("UPDATE entry SET text = '写了一半'")
os._exit(9)
"""
#: A commit is only in the write-ahead log next to the file.
CRASH_WITH_WAL = """
import os, sqlite3, sys
report = sqlite3.connect(sys.argv[1], isolation_level=None)
report.execute("PRAGMA journal_mode = WAL")
report.execute("PRAGMA wal_autocheckpoint = 0")
report.execute("DELETE FROM property WHERE name = 'seal'")
report.execute("UPDATE entry SET text = '只在日志里的局' WHERE field = 'unit_name'")
os._exit(9)
"""


def crash(script: str, report: Path) -> None:
    """Let such a program begin to write a report, and die."""
    assert subprocess.run([sys.executable, "-c", script, str(report)], check=False).returncode == 9

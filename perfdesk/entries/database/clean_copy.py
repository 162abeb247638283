"""A copy of a report file to pass on: compact, without traces of this machine, with or without its history."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from perfdesk.entries.database.report_file import ReportFile

#: Where on this machine the report once was rescued is nobody's business.
_FORGET_WHERE = "DELETE FROM property WHERE name = 'rescued_from';"
#: What remains of the journal without history: nothing but last year's texts that still stand, since by them the
#: program knows which ones have not been revised; who carried them over is not said. Of the facts about the file only
#: those remain that say which report it is.
_FORGET = """
DELETE FROM edit WHERE change NOT IN (SELECT id FROM change WHERE deed = 'roll') OR NOT EXISTS (
    SELECT 1 FROM entry AS e WHERE e.section = edit.section AND e.field = edit.field AND e.row = edit.row
    AND e."column" = edit."column" AND e.text = edit.after);
DELETE FROM change WHERE deed <> 'roll';
UPDATE change SET who = '', label = '结转';
DELETE FROM property WHERE name NOT IN ('form', 'form_version', 'report_id');
"""


def write_clean_copy(report: ReportFile, path: Path, history: bool) -> None:
    """Write a clean copy into an empty file; OSError when it cannot be written."""
    report.write_copy(path)
    statements = _FORGET_WHERE if history else _FORGET_WHERE + _FORGET
    try:
        with contextlib.closing(sqlite3.connect(path.absolute(), isolation_level=None)) as copy:
            copy.executescript(f"PRAGMA trusted_schema=OFF;PRAGMA journal_mode=MEMORY;BEGIN;{statements}COMMIT;VACUUM;")
    except sqlite3.Error as error:
        raise OSError("the copy could not be written") from error

"""A copy of a report file for others: compact, without traces of this machine, with or without history."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.database.schema import CARRIED_PREFIX

#: The path on this machine from which the report was recovered.
_REMOVE_PATH = "DELETE FROM property WHERE name = 'rescued_from';"
#: Without history the journal keeps only last year's texts that are still unchanged, by which the program knows what
#: has not been revised, without their author. Of the properties only those that identify the report are kept.
_REMOVE_HISTORY = f"""
UPDATE change SET deed = 'roll' WHERE '{CARRIED_PREFIX}' || id IN (SELECT name FROM property);
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
    statements = _REMOVE_PATH if history else _REMOVE_PATH + _REMOVE_HISTORY
    try:
        with contextlib.closing(sqlite3.connect(path.absolute(), isolation_level=None)) as copy:
            copy.executescript(f"PRAGMA trusted_schema=OFF;PRAGMA journal_mode=MEMORY;BEGIN;{statements}COMMIT;VACUUM;")
    except sqlite3.Error as error:
        raise OSError("the copy could not be written") from error

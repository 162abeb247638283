"""发送副本: a clean, compact copy of a report under a name a colleague recognises, with or without its history."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from perfdesk.atomic_file import write_atomically
from perfdesk.checks.answers import Answers
from perfdesk.definition.kinds import value_text
from perfdesk.definition.text import LONGEST_REPORT_NAME, file_name_from
from perfdesk.entries.interrupted_write import refuse_side_files
from perfdesk.entries.report_file import ReportFile
from perfdesk.errors import PerfDeskError
from perfdesk.safe_open import is_taken, why_not
from perfdesk.sharing.readers import note_reader

#: Where on this machine the report once was rescued is nobody's business.
_FORGET_WHERE = "DELETE FROM property WHERE name = 'rescued_from';"
#: What remains of the journal without history: nothing but last year's texts that still stand, since by them the
#: program knows which ones have not been revised.
_FORGET = """
DELETE FROM edit WHERE change NOT IN (SELECT id FROM change WHERE deed = 'roll') OR NOT EXISTS (
    SELECT 1 FROM entry AS e WHERE e.section = edit.section AND e.field = edit.field AND e.row = edit.row
    AND e."column" = edit."column" AND e.text = edit.after);
DELETE FROM change WHERE deed <> 'roll';
DELETE FROM property WHERE name IN ('seal', 'last_change');
"""


_CANNOT_WRITE = "目标位置不能写入，或磁盘已满。"


def copy_name(answers: Answers) -> str:
    """What a copy is called: `道县应急管理局2023年度填报.db`; what is not known yet is left out."""
    unit, year = (value_text(answers.value(answers.form.report[key])) for key in ("unit", "year"))
    tail = f"{f'{year}年度' if year else ''}填报.db"
    return file_name_from("".join(unit.split()).lstrip("."), tail, LONGEST_REPORT_NAME)


def send_copy(source: Path, target: Path, history: bool) -> None:
    """Write a copy of a report, whole or not at all; a file that stands is never overwritten.

    PerfDeskError when it stands, or the copy cannot be written.
    """
    what = f"没有发送副本“{target.name}”。"
    if is_taken(target):
        raise PerfDeskError(what, "已经有这个文件。", "请换一个文件名。")
    refuse_side_files(target, what)
    note_reader(source)
    try:
        with ReportFile.open(source, read_only=True) as report:
            write_atomically(target, lambda draft: _write(report, draft, history))
    except (OSError, sqlite3.Error) as error:
        why = why_not(error, _CANNOT_WRITE) if isinstance(error, OSError) else _CANNOT_WRITE
        raise PerfDeskError(what, why, "请换一个位置再试。") from error


def _write(report: ReportFile, draft: Path, history: bool) -> None:
    report.write_copy(draft)
    statements = _FORGET_WHERE if history else _FORGET_WHERE + _FORGET
    with contextlib.closing(sqlite3.connect(draft.absolute(), isolation_level=None)) as copy:
        copy.executescript(f"PRAGMA trusted_schema=OFF;PRAGMA journal_mode=MEMORY;BEGIN;{statements}COMMIT;VACUUM;")

"""发送副本: a clean, compact copy of a report under a name a colleague recognises, with or without its history."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from perfdesk.checks.answers import Answers
from perfdesk.definition.kinds import value_text
from perfdesk.errors import PerfDeskError

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


def copy_name(answers: Answers) -> str:
    """What a copy is called: `道县应急管理局2023年度填报.db`; what is not known yet is left out."""
    unit, year = (value_text(answers.value(answers.form.report[key])) for key in ("unit", "year"))
    kept = "".join(sign for sign in unit if sign.isprintable() and not sign.isspace() and sign not in '\\/:*?"<>|')
    return f"{kept[:60].strip('.')}{f'{year}年度' if year else ''}填报.db"


def send_copy(source: Path, target: Path, history: bool) -> None:
    """Write a copy of a report, whole or not at all; a file that stands is never overwritten.

    PerfDeskError when it stands, or the copy cannot be written.
    """
    what = f"没有发送副本“{target.name}”。"
    draft = target.with_name(f".{target.name}.part")
    try:
        if target.exists():
            raise PerfDeskError(what, "已经有这个文件。", "请换一个文件名。")
        draft.unlink(missing_ok=True)
        with contextlib.closing(
            sqlite3.connect(source.absolute().as_uri() + "?mode=ro", uri=True, timeout=2)
        ) as report:
            report.execute("PRAGMA trusted_schema=OFF")
            report.execute("VACUUM INTO ?", (str(draft),))
        _forget(draft, _FORGET_WHERE if history else _FORGET_WHERE + _FORGET)
        draft.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise PerfDeskError(what, "目标位置不能写入，或磁盘已满。", "请换一个位置再试。") from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _forget(path: Path, statements: str) -> None:
    with contextlib.closing(sqlite3.connect(path.absolute(), isolation_level=None)) as copy:
        copy.executescript(f"PRAGMA journal_mode=MEMORY;BEGIN;{statements}COMMIT;VACUUM;")

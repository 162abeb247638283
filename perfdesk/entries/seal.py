"""The seal of a report: one number over all answers, saved in the same transaction as each change.

SQLite does not notice a flipped bit in a text, nor that a file manager copied half of a commit: pages of two states,
each sound by itself. The seal does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection

from perfdesk.entries import journal
from perfdesk.entries.change import Change, Edit
from perfdesk.entries.connection import driver
from perfdesk.errors import PerfDeskError

_WRITE = "INSERT INTO property VALUES ('seal', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"


def refuse_torn(connection: Connection, what: str) -> int:
    """The number over the answers as they stand; PerfDeskError when it is not the one the last change was sealed with.

    A file without a seal is taken as it is: it was made by an earlier version.
    """
    rows = driver(connection).execute('SELECT section, field, "row", "column", text FROM entry')
    number = _over((row[:4], row[4]) for row in rows)
    sealed = connection.exec_driver_sql("SELECT value FROM property WHERE name = 'seal'").scalar()
    last = journal.tail(connection)[0]
    edits = connection.exec_driver_sql("SELECT count(*) FROM edit WHERE change >= ?", (last,)).scalar() or 0
    if sealed is not None and sealed != _text(last, int(edits), number):
        why = "文件里的答案与修改记录前后矛盾：可能是在保存的一瞬间复制的，或被别的程序改过，或磁盘出了错。"
        raise PerfDeskError(what, why, "请重新复制一份，或改用备份；本程序没有改动它。")
    return number


def number_after(number: int, change: Change) -> int:
    """The number over the answers after a change, from the one over those before it."""
    before = _over((_place(edit), edit.before) for edit in change.edits)
    return number ^ before ^ _over((_place(edit), edit.after) for edit in change.edits)


def seal(connection: Connection, number: int, change: Change) -> None:
    """Seal the answers as a change leaves them, inside its transaction."""
    driver(connection).execute(_WRITE, (_text(change.id, len(change.edits), number),))


def _over(texts: Iterable[tuple[tuple[str, ...], str | None]]) -> int:
    """The order in which the answers come does not matter, so one of them can be taken out again."""
    number = 0
    for place, text in texts:
        if text is not None:
            told = "\x1f".join((*place, text)).encode("utf-8", "surrogatepass")
            number ^= int.from_bytes(hashlib.blake2b(told, digest_size=8).digest())
    return number


def _text(last: int, edits: int, number: int) -> str:
    return f"{last}-{edits}-{number:016x}"


def _place(edit: Edit) -> tuple[str, str, str, str]:
    at = edit.address
    return at.section, at.field, at.row, at.column

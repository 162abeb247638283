"""The seal of a report: a number over all answers and one over the last change, saved in each change's transaction.

SQLite does not notice a flipped bit in a text, nor that a file manager copied half of a commit: pages of two states,
each sound by itself. The seal does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from perfdesk.entries.change import Change, Edit
from perfdesk.entries.database import journal
from perfdesk.entries.database.connection import sqlite_connection
from perfdesk.errors import PerfDeskError

_WRITE = "INSERT INTO property VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
#: Covers the last change itself, which may have been saved several times under one number. It holds its number, since
#: an earlier version of the program adds changes without renewing it.
_LAST_CHANGE = "last_change"


def verify_checksum(connection: Connection, what: str) -> int:
    """The number over the answers as they stand; PerfDeskError when it is not the one the last change was sealed with.

    A file without a seal is taken as it is: it was made by an earlier version.
    """
    rows = sqlite_connection(connection).execute('SELECT section, field, "row", "column", text FROM entry')
    number = _checksum_of((row[:4], row[4]) for row in rows)
    sealed = connection.exec_driver_sql("SELECT value FROM property WHERE name = 'seal'").scalar()
    last = journal.last_change(connection)[0]
    edits = connection.exec_driver_sql("SELECT count(*) FROM edit WHERE change >= ?", (last,)).scalar() or 0
    is_torn = sealed is not None and sealed != _checksum_text(last, int(edits), number)
    if is_torn or (sealed is not None and _is_last_change_torn(connection, last)):
        why = "文件里的答案与修改记录前后矛盾：可能是在保存的一瞬间复制的，或被别的程序改过，或磁盘出了错。"
        raise PerfDeskError(what, why, "请重新复制一份，或改用备份；本程序没有改动它。")
    return number


def checksum_after(checksum: int, edits: Iterable[Edit]) -> int:
    """The number over the answers after some edits, from the one over those before them."""
    done = tuple(edits)
    before = _checksum_of((_address_columns(edit), edit.before) for edit in done)
    return checksum ^ before ^ _checksum_of((_address_columns(edit), edit.after) for edit in done)


def write_checksum(connection: Connection, checksum: int, change: Change) -> None:
    """Seal the answers as a change leaves them, inside its transaction."""
    head = (change.at.isoformat(), change.who, change.label, change.kind, change.reverts, change.continues)
    edits = [(*_address_columns(edit), edit.before, edit.after) for edit in change.edits]
    below = sqlite_connection(connection)
    below.execute(_WRITE, ("seal", _checksum_text(change.id, len(change.edits), checksum)))
    below.execute(_WRITE, (_LAST_CHANGE, _change_text(change.id, head, edits)))


def _is_last_change_torn(connection: Connection, last: int) -> bool:
    """Whether the journal's last change is not the one that was sealed."""
    below = sqlite_connection(connection)
    found = below.execute("SELECT value FROM property WHERE name = ?", (_LAST_CHANGE,)).fetchone()
    if found is None or str(found[0]).partition("-")[0] != str(last):
        return False
    head = below.execute('SELECT at, who, label, deed, "of", joins FROM change WHERE id = ?', (last,)).fetchone()
    columns = 'section, field, "row", "column", before, after'
    edits = below.execute(f"SELECT {columns} FROM edit WHERE change = ? ORDER BY number", (last,)).fetchall()
    return found[0] != _change_text(last, head, edits)


def _change_text(last: int, head: Sequence[object], edits: Iterable[Sequence[object]]) -> str:
    told = json.dumps([list(head), [list(edit) for edit in edits]], default=repr)
    return f"{last}-{hashlib.blake2b(told.encode(), digest_size=8).hexdigest()}"


def _checksum_of(texts: Iterable[tuple[tuple[str, ...], str | None]]) -> int:
    """The order in which the answers come does not matter, so one of them can be taken out again."""
    checksum = 0
    for place, text in texts:
        if text is not None:
            data = "\x1f".join((*place, text)).encode("utf-8", "surrogatepass")
            checksum ^= int.from_bytes(hashlib.blake2b(data, digest_size=8).digest())
    return checksum


def _checksum_text(last: int, edits: int, checksum: int) -> str:
    return f"{last}-{edits}-{checksum:016x}"


def _address_columns(edit: Edit) -> tuple[str, str, str, str]:
    at = edit.address
    return at.section, at.field, at.row, at.column

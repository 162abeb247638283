"""The checksums of a report: one of all answers and one of the last change, saved in each change's transaction.

SQLite does not detect a flipped bit in a text, nor a copy of half a commit: pages of two states, each valid by itself.
The checksums do. In the file they are the properties `seal` and `last_change`.
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
#: The checksum of the last change, which may have been saved several times under one number. It contains that number,
#: since an earlier version of the program adds changes without updating it.
_LAST_CHANGE = "last_change"


def verify_checksum(connection: Connection, what: str) -> int:
    """Compute the checksum of all answers; PerfDeskError when it is not the one saved with the last change.

    A file without a checksum is accepted: it was written by an earlier version.
    """
    rows = sqlite_connection(connection).execute('SELECT section, field, "row", "column", text FROM entry')
    checksum = _checksum_of((row[:4], row[4]) for row in rows)
    saved = connection.exec_driver_sql("SELECT value FROM property WHERE name = 'seal'").scalar()
    last = journal.last_change(connection)[0]
    edits = connection.exec_driver_sql("SELECT count(*) FROM edit WHERE change >= ?", (last,)).scalar() or 0
    is_torn = saved is not None and saved != _checksum_text(last, int(edits), checksum)
    if is_torn or (saved is not None and _is_last_change_torn(connection, last)):
        why = "文件里的答案与修改记录前后矛盾：可能是在保存的一瞬间复制的，或被别的程序改过，或磁盘出了错。"
        raise PerfDeskError(what, why, "请重新复制一份，或改用备份；本程序没有改动它。")
    return checksum


def checksum_after(checksum: int, edits: Iterable[Edit]) -> int:
    """Return the checksum of the answers after some edits, given the one before them."""
    done = tuple(edits)
    before = _checksum_of((_address_columns(edit), edit.before) for edit in done)
    return checksum ^ before ^ _checksum_of((_address_columns(edit), edit.after) for edit in done)


def write_checksum(connection: Connection, checksum: int, change: Change) -> None:
    """Save the checksums after a change, inside its transaction."""
    head = (change.at.isoformat(), change.who, change.label, change.kind, change.reverts, change.continues)
    edits = [(*_address_columns(edit), edit.before, edit.after) for edit in change.edits]
    below = sqlite_connection(connection)
    below.execute(_WRITE, ("seal", _checksum_text(change.id, len(change.edits), checksum)))
    below.execute(_WRITE, (_LAST_CHANGE, _change_text(change.id, head, edits)))


def _is_last_change_torn(connection: Connection, last: int) -> bool:
    """Whether the journal's last change differs from its checksum."""
    below = sqlite_connection(connection)
    found = below.execute("SELECT value FROM property WHERE name = ?", (_LAST_CHANGE,)).fetchone()
    if found is None or str(found[0]).partition("-")[0] != str(last):
        return False
    head = below.execute('SELECT at, who, label, deed, "of", joins FROM change WHERE id = ?', (last,)).fetchone()
    columns = 'section, field, "row", "column", before, after'
    edits = below.execute(f"SELECT {columns} FROM edit WHERE change = ? ORDER BY number", (last,)).fetchall()
    return found[0] != _change_text(last, head, edits)


def _change_text(last: int, head: Sequence[object], edits: Iterable[Sequence[object]]) -> str:
    content = json.dumps([list(head), [list(edit) for edit in edits]], default=repr)
    return f"{last}-{hashlib.blake2b(content.encode(), digest_size=8).hexdigest()}"


def _checksum_of(texts: Iterable[tuple[tuple[str, ...], str | None]]) -> int:
    """Return a checksum that does not depend on the order, so that one answer can be removed from it again."""
    checksum = 0
    for address, text in texts:
        if text is not None:
            data = "\x1f".join((*address, text)).encode("utf-8", "surrogatepass")
            checksum ^= int.from_bytes(hashlib.blake2b(data, digest_size=8).digest())
    return checksum


def _checksum_text(last: int, edits: int, checksum: int) -> str:
    return f"{last}-{edits}-{checksum:016x}"


def _address_columns(edit: Edit) -> tuple[str, str, str, str]:
    at = edit.address
    return at.section, at.field, at.row, at.column

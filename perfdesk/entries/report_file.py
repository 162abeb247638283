"""The report's `.db` file: answers and journal in one SQLite database that may be copied at any moment.

`journal_mode=DELETE` and `synchronous=FULL`: a plain copy of the file alone is complete, a write-ahead log's is not.
"""

from __future__ import annotations

import contextlib
import datetime
import shutil
import sqlite3
from collections.abc import Generator
from pathlib import Path
from types import TracebackType

from sqlalchemy import URL, Connection, create_engine, delete, event, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from perfdesk.definition.address import Address
from perfdesk.entries import schema
from perfdesk.entries.change import Change, Edit
from perfdesk.entries.entries import Entries
from perfdesk.entries.schema import change_table, edit_table, entry_table, property_table
from perfdesk.errors import PerfDeskError


class ReportFile:
    """One open report file. Every method raises PerfDeskError when the file cannot be read or written."""

    def __init__(self, path: Path, connection: Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def create(cls, path: Path, form: str, version: int) -> ReportFile:
        """A new, empty report of a form; an existing file is never overwritten."""
        what = f"没有新建“{path.name}”。"
        if _stands(path):
            raise PerfDeskError(what, "已经有这个文件。", "请换一个文件名。")
        with _explained(what, path):
            connection = _connect(path)
        made = cls(path, connection)
        try:
            with _explained(what, path), connection.begin():
                schema.create(connection)
                rows = [{"name": "form", "value": form}, {"name": "form_version", "value": str(version)}]
                connection.execute(insert(property_table), rows)
        except PerfDeskError:
            made.close()
            path.unlink(missing_ok=True)
            raise
        return made

    @classmethod
    def open(cls, path: Path) -> ReportFile:
        """Open a report; refused when it is not ours, newer than this program, or damaged."""
        what = f"打不开“{path.name}”。"
        if not _stands(path) or path.is_dir():
            raise PerfDeskError(what, "没有这个文件。", "请检查文件名和位置。")
        with _explained(what, path):
            connection = _connect(path)
        try:
            with _explained(what, path), connection.begin():
                schema.refuse_strangers(connection, what)
        except PerfDeskError:
            connection.close()
            connection.engine.dispose()
            raise
        return cls(path, connection)

    def property(self, name: str) -> str:
        """A fact about the file: `form`, `form_version`; empty when unknown."""
        with self._reading() as connection:
            found = connection.execute(select(property_table.c.value).where(property_table.c.name == name))
            return found.scalar() or ""

    def entries(self) -> Entries:
        """All answers as last saved."""
        table = entry_table.c
        with self._reading() as connection:
            found = connection.execute(select(table.section, table.field, table.row, table.column, table.text))
            return Entries({Address(*row[:4]): row[4] for row in found})

    def changes(self) -> list[Change]:
        """The whole journal, oldest first."""
        edits: dict[int, list[Edit]] = {}
        with self._reading() as connection:
            for row in connection.execute(select(edit_table).order_by(edit_table.c.change, edit_table.c.number)):
                edit = Edit(Address(row.section, row.field, row.row, row.column), row.before, row.after)
                edits.setdefault(row.change, []).append(edit)
            found = connection.execute(select(change_table).order_by(change_table.c.id))
            return [
                Change(
                    row.id,
                    datetime.datetime.fromisoformat(row.at),
                    row.who,
                    row.label,
                    tuple(edits.get(row.id, ())),
                    row.deed,
                    row.of,
                    row.joins,
                )
                for row in found
            ]

    def save(self, change: Change) -> None:
        """Write a change into the journal and its answers into the entries, in one transaction."""
        with _explained("这次修改没有存进文件。", self.path), self._connection.begin():
            head = {
                "id": change.id,
                "at": change.at.isoformat(),
                "who": change.who,
                "label": change.label,
                "deed": change.deed,
                "of": change.of,
                "joins": change.joins,
            }
            self._connection.execute(insert(change_table), head)
            edits = [
                {"change": change.id, "number": number, **_place(edit), "before": edit.before, "after": edit.after}
                for number, edit in enumerate(change.edits)
            ]
            if edits:  # undoing what was typed and typed back edits nothing
                self._connection.execute(insert(edit_table), edits)
            self._write_entries(change.edits)

    def _write_entries(self, edits: tuple[Edit, ...]) -> None:
        kept = [{**_place(edit), "text": edit.after} for edit in edits if edit.after is not None]
        gone = [_place(edit) for edit in edits if edit.after is None]
        if kept:
            self._connection.execute(schema.REPLACE_ENTRY, kept)
        for place in gone:
            matches = (entry_table.c[name] == value for name, value in place.items())
            self._connection.execute(delete(entry_table).where(*matches))

    def copy_to(self, path: Path) -> None:
        """Save a copy under another name; this report stays open. Not over itself, never half a file."""
        what = f"没有存为“{path.name}”。"
        if _stands(path) and path.samefile(self.path):
            raise PerfDeskError(what, "这就是正在填报的文件。", "请换一个文件名。")
        draft = path.with_name(f".{path.name}.part")
        try:
            shutil.copyfile(self.path, draft)
            draft.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise PerfDeskError(what, "目标位置不能写入，或磁盘已满。", "请换一个位置再存。") from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
        self._connection.engine.dispose()

    def __enter__(self) -> ReportFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @contextlib.contextmanager
    def _reading(self) -> Generator[Connection]:
        with _explained(f"读不出“{self.path.name}”。", self.path), self._connection.begin():
            yield self._connection


def _place(edit: Edit) -> dict[str, str]:
    at = edit.address
    return {"section": at.section, "field": at.field, "row": at.row, "column": at.column}


def _stands(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long for the disk
        return False


def _connect(path: Path) -> Connection:
    # In full: SQLite takes `:memory:` and `file:…` for something else than a file's name.
    url = URL.create("sqlite", database=str(path.absolute()))
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": 2})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine.connect()


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    # Python's sqlite3 begins no transaction before DDL: a failing migration would leave half behind.
    connection.isolation_level = None
    for pragma in ("trusted_schema=OFF", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


@contextlib.contextmanager
def _explained(what: str, path: Path) -> Generator[None]:
    try:
        yield
    except DBAPIError as error:
        raise _reason(what, path, str(error.orig)) from error


def _reason(what: str, path: Path, said: str) -> PerfDeskError:
    if "locked" in said or "busy" in said:
        return PerfDeskError(what, "另一个程序正在使用这个文件。", "请关闭另一个程序后再试。")
    if "disk is full" in said:
        return PerfDeskError(what, "磁盘已满。", "请清理磁盘后再试；已存的内容没有损坏。")
    if "readonly" in said or "read-only" in said:
        return PerfDeskError(what, "文件或文件夹是只读的。", "请用“另存副本”存到可以写的位置。")
    if "unable to open" in said:
        return PerfDeskError(what, f"不能在“{path.parent}”读写文件。", "请检查位置是否存在、是否允许写入。")
    if "not a database" in said:
        return PerfDeskError(what, "它不是 PerfDesk 的填报文件。", "请选择扩展名为 .db 的填报文件。")
    if "malformed" in said or "no such table" in said or "no such column" in said:
        return PerfDeskError(what, "文件已损坏或不完整。", "请改用副本或备份；本程序没有改动它。")
    return PerfDeskError(what, "磁盘读写出错。", "请检查磁盘或 U 盘是否还在，再试一次；已存的内容没有改动。")

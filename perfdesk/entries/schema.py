"""The tables of a report file, and the marks by which a file is known as ours."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    func,
    inspect,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from perfdesk.errors import PerfDeskError

#: "PDsk": written into SQLite's header, so that `file` and this program know a report from other databases.
APPLICATION_ID = 0x5044736B
SCHEMA_VERSION = 1

_metadata = MetaData()


def _address_columns(primary_key: bool) -> list[Column[str]]:
    names = ("section", "field", "row", "column")
    return [Column(name, Text, nullable=False, primary_key=primary_key) for name in names]


property_table = Table(
    "property", _metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False)
)
entry_table = Table(
    "entry",
    _metadata,
    *_address_columns(primary_key=True),
    Column("text", Text, CheckConstraint("text <> ''"), nullable=False),
)
change_table = Table(
    "change",
    _metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("deed", Text, nullable=False),
    Column("of", Integer, nullable=False),
    Column("joins", Integer, nullable=False),
)
edit_table = Table(
    "edit",
    _metadata,
    Column("change", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    *_address_columns(primary_key=False),
    Column("before", Text),
    Column("after", Text),
)

_entry = sqlite_insert(entry_table)
REPLACE_ENTRY = _entry.on_conflict_do_update(
    index_elements=["section", "field", "row", "column"], set_={"text": _entry.excluded.text}
)


def create(connection: Connection) -> None:
    """Make the tables and set the marks, inside the caller's transaction."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
    _metadata.create_all(connection)


def refuse_strangers(connection: Connection, what: str) -> None:
    """PerfDeskError unless the file is a whole report of a version this program knows."""
    application = connection.exec_driver_sql("PRAGMA application_id").scalar()
    version = connection.exec_driver_sql("PRAGMA user_version").scalar() or 0
    if application != APPLICATION_ID:
        raise PerfDeskError(what, "它不是 PerfDesk 的填报文件。", "请选择本程序建立的 .db 文件。")
    if version > SCHEMA_VERSION:
        raise PerfDeskError(what, "它是用更新版本的 PerfDesk 保存的。", "请先升级本程序；文件没有改动。")
    damage = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if damage != "ok":
        raise PerfDeskError(what, "文件已损坏或不完整。", "请改用副本或备份；本程序没有改动它。")
    found = inspect(connection)
    for table in _metadata.sorted_tables:
        columns = {column["name"] for column in found.get_columns(table.name)} if found.has_table(table.name) else set()
        if not columns.issuperset(column.name for column in table.columns):
            raise PerfDeskError(what, f"文件不完整，缺少“{table.name}”表的内容。", "请改用副本或备份。")
        if not _holds_text(connection, table):
            raise PerfDeskError(what, "文件已损坏或不完整。", "请改用副本或备份；本程序没有改动它。")


def _holds_text(connection: Connection, table: Table) -> bool:
    """SQLite lets any column hold bytes: a text column that does was not written by this program."""
    texts = [column for column in table.columns if isinstance(column.type, Text)]
    strange = or_(*(func.typeof(column).not_in(("text", "null")) for column in texts))
    return connection.execute(select(literal(1)).select_from(table).where(strange).limit(1)).first() is None

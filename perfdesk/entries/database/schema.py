"""The tables of a report file, and the ids that identify it as one."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Connection, Integer, MetaData, Table, Text, cast, literal, or_, select
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

#: "PDsk", the application id in SQLite's header, which distinguishes reports from other databases.
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

TABLES = (property_table, entry_table, change_table, edit_table)

_entry = sqlite_insert(entry_table)
REPLACE_ENTRY = _entry.on_conflict_do_update(
    index_elements=["section", "field", "row", "column"], set_={"text": _entry.excluded.text}
)

#: The property that marks a change as one that entered texts of last year's report, before the change's number.
CARRIED_PREFIX = "carried/"
_MARKED = (literal(CARRIED_PREFIX) + cast(change_table.c.id, Text)).in_(select(property_table.c.name))

#: The texts carried over from last year's report, by address.
CARRIED_OVER = (
    select(edit_table.c.section, edit_table.c.field, edit_table.c.row, edit_table.c.column, edit_table.c.after)
    .join(change_table, change_table.c.id == edit_table.c.change)
    .where(or_(change_table.c.deed == "roll", _MARKED), edit_table.c.after.is_not(None))
    .order_by(change_table.c.id)
)


def create(connection: Connection) -> None:
    """Create the tables and set the ids, inside the caller's transaction."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
    _metadata.create_all(connection)

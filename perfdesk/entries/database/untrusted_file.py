"""Validation of untrusted files: refuses whatever is not exactly a report, before its content is read."""

from __future__ import annotations

from sqlalchemy import Connection, Text

from perfdesk.definition.address import ROW_POSITION
from perfdesk.entries.change import CHANGE_KINDS
from perfdesk.entries.database.schema import APPLICATION_ID, SCHEMA_VERSION, TABLES
from perfdesk.entries.limits import OPENED
from perfdesk.errors import PerfDeskError

#: The part of the journal that opening a report reads; earlier changes are validated when they are read.
_RECENT_FROM = "(SELECT max(id) - 1000 FROM change)"
_RECENT = {"property": "1", "entry": "1", "change": f"id > {_RECENT_FROM}", "edit": f"change > {_RECENT_FROM}"}

_TOO_LONG = f"""
    SELECT section, field FROM entry WHERE length(text) > {OPENED.answer} UNION ALL
    SELECT section, field FROM entry
        WHERE length(section) + length(field) + length("row") + length("column") > {OPENED.address}
    UNION ALL SELECT 'property', name FROM property WHERE length(name) + length(value) > {OPENED.property}
    UNION ALL SELECT 'change', id FROM change WHERE {_RECENT["change"]}
        AND length(who) + length(at) + length(label) > {OPENED.change}
    UNION ALL SELECT section, field FROM edit WHERE {_RECENT["edit"]}
        AND max(ifnull(length(before), 0), ifnull(length(after), 0)) > {OPENED.answer} LIMIT 1"""
_TOO_MANY_ROWS = f"""
    SELECT section, field, count(*) FROM entry WHERE "column" = '{ROW_POSITION}' GROUP BY section, field
    HAVING count(*) > {OPENED.rows} LIMIT 1"""

#: SQLite allows any type in any column: bytes in a text column were not written by this program.
_OTHER_KINDS = {
    table.name: " OR ".join(
        f"""typeof("{column.name}") NOT IN ({"'text', 'null'" if isinstance(column.type, Text) else "'integer'"})"""
        for column in table.columns
    )
    for table in TABLES
}

#: Changes of an unknown kind, or that refer to later or missing ones.
_INVALID_CHANGE = f"""
    deed NOT IN {CHANGE_KINDS} OR (deed IN ('undo', 'redo')) <> ("of" <> 0)
    OR at NOT GLOB '[1-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:*'
    OR id NOT BETWEEN 1 AND {2**53} OR "of" NOT BETWEEN 0 AND id - 1 OR joins NOT BETWEEN 0 AND id - 1"""

_DAMAGED = "文件已损坏或不完整。"
_USE_ANOTHER = "请改用副本或备份；本程序没有改动它。"
_FOREIGN_OBJECTS = {"trigger": "触发器", "view": "视图", "index": "索引", "table": "表"}


def validate_untrusted(connection: Connection, what: str) -> None:
    """Raise PerfDeskError unless the file is a complete report of a known version, and nothing else."""
    application = connection.exec_driver_sql("PRAGMA application_id").scalar()
    version = connection.exec_driver_sql("PRAGMA user_version").scalar() or 0
    if application != APPLICATION_ID:
        raise PerfDeskError(what, "它不是 PerfDesk 的填报文件。", "请选择本程序建立的 .db 文件。")
    if version > SCHEMA_VERSION:
        raise PerfDeskError(what, "它是用更新版本的 PerfDesk 保存的。", "请先升级本程序；文件没有改动。")
    _reject_foreign_objects(connection, what)
    if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
        raise PerfDeskError(what, _DAMAGED, _USE_ANOTHER)
    _reject_oversized(connection, what)
    if any(_has_row(connection, table, condition) for table, condition in _OTHER_KINDS.items()):
        raise PerfDeskError(what, _DAMAGED, _USE_ANOTHER)
    if _has_row(connection, "change", _INVALID_CHANGE):
        raise PerfDeskError(what, "文件里的记录前后矛盾，可能被别的程序改过。", _USE_ANOTHER)


def _reject_foreign_objects(connection: Connection, what: str) -> None:
    """Reject triggers and views, which would run foreign statements with every answer, and unknown tables."""
    ours = {table.name for table in TABLES}
    for kind, name, sql in connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_schema").all():
        if sql is None or (kind == "table" and str(name).startswith("sqlite_")):
            continue  # internal to SQLite
        virtual = str(sql).upper().split()[:2] == ["CREATE", "VIRTUAL"]
        if kind != "table" or name not in ours or virtual:
            word = "虚拟表" if virtual else _FOREIGN_OBJECTS.get(str(kind), "内容")
            raise PerfDeskError(what, f"文件里有外来的{word}“{str(name)[:40]}”，可能被别的程序改过。", _USE_ANOTHER)
    for table in TABLES:
        found = connection.exec_driver_sql(f'PRAGMA table_xinfo("{table.name}")').all()
        columns = {str(row[1]): row for row in found}
        if not columns.keys() >= {column.name for column in table.columns}:
            raise PerfDeskError(what, f"文件不完整，缺少“{table.name}”表的内容。", "请改用副本或备份。")
        for name, row in columns.items():
            if name not in table.columns or row[4] is not None or row[6]:  # with a default, or generated
                raise PerfDeskError(what, f"文件的“{table.name}”表里有外来的列“{name[:40]}”。", _USE_ANOTHER)


def _reject_oversized(connection: Connection, what: str) -> None:
    found = connection.exec_driver_sql(_TOO_LONG).first()
    if found is not None:
        path = "/".join(str(part)[:60] for part in found)
        raise PerfDeskError(what, f"“{path}”的内容大得异常。", _USE_ANOTHER)
    entries = int(connection.exec_driver_sql("SELECT count(*) FROM entry").scalar() or 0)
    if entries > OPENED.entries:
        raise PerfDeskError(what, f"文件里的答案多得异常（{entries} 项）。", _USE_ANOTHER)

    rows = connection.exec_driver_sql(_TOO_MANY_ROWS).first()
    if rows is not None:
        raise PerfDeskError(what, f"“{rows[0]}/{rows[1]}”这张表的行多得异常（{rows[2]} 行）。", _USE_ANOTHER)


def _has_row(connection: Connection, table: str, condition: str) -> bool:
    sql = f'SELECT 1 FROM "{table}" WHERE {_RECENT[table]} AND ({condition}) LIMIT 1'
    return connection.exec_driver_sql(sql).first() is not None

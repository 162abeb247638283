"""SQLite's primary result codes (`SQLITE_BUSY`, `SQLITE_FULL`): the kind of a failure, whatever its message says.

Python reports the code of most failures in `sqlite_errorname`. Failures of `sqlite3.Connection.backup` and of Python's
own decoding carry none; `SQLITE_ERROR` covers both a missing table and a syntax error. Only there the message decides.
"""

from __future__ import annotations

import sqlite3

#: The messages of `sqlite3_errstr`, which is all that a failed backup reports.
_MESSAGES = {
    "SQLITE_BUSY": "database is locked",
    "SQLITE_LOCKED": "database table is locked",
    "SQLITE_FULL": "database or disk is full",
    "SQLITE_READONLY": "attempt to write a readonly database",
    "SQLITE_CANTOPEN": "unable to open database file",
    "SQLITE_IOERR": "disk I/O error",
    "SQLITE_NOTADB": "file is not a database",
    "SQLITE_INTERRUPT": "interrupted",
    "SQLITE_TOOBIG": "string or blob too big",
    "SQLITE_CORRUPT": "database disk image is malformed",
    "SQLITE_CONSTRAINT": "constraint failed",
    "SQLITE_MISMATCH": "datatype mismatch",
}
_CODES = {message: code for code, message in _MESSAGES.items()}
#: Beginnings of messages without a specific code that mean a damaged file.
_DAMAGED = ("no such", "malformed", "Could not decode")


def result_code(error: BaseException) -> str:
    """The primary code of a failure (`SQLITE_READONLY` for `SQLITE_READONLY_ROLLBACK`); empty when it has none."""
    name, message = str(getattr(error, "sqlite_errorname", "")), str(error)
    code = "_".join(name.split("_")[:2]) if name.startswith("SQLITE_") else _CODES.get(message, "")
    if code in ("", "SQLITE_ERROR") and message.startswith(_DAMAGED):
        return "SQLITE_CORRUPT"
    return code


def sqlite_error(code: str) -> sqlite3.OperationalError:
    """An error as SQLite itself would raise it, for what is noticed before SQLite is asked."""
    error = sqlite3.OperationalError(_MESSAGES[code])
    error.sqlite_errorname = code
    return error

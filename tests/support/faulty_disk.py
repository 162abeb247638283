"""A disk that fails on request: a layer between SQLite and the operating system in this process.

The default VFS of the SQLite that Python's sqlite3 uses is replaced by a copy of itself whose file operations
first ask a `Fault` whether they shall fail.
"""

from __future__ import annotations

import _sqlite3
import contextlib
import ctypes
import sqlite3
from collections.abc import Callable, Iterator
from ctypes import CFUNCTYPE, c_int, c_int64, c_void_p
from dataclasses import dataclass, field

FULL = 13
#: What SQLite calls the failure of each operation.
FAILURES = {"read": 266, "write": 778, "truncate": 1546, "sync": 1034, "lock": 3850, "open": 14, "delete": 2570}

_VFS_WORDS = ("next", "name", "app", "open", "delete", *(f"other{number}" for number in range(17)))
_IO_WORDS = (
    *("close", "read", "write", "truncate", "sync", "file_size", "lock", "unlock", "check_reserved"),
    *(f"other{number}" for number in range(9)),
)


class _Vfs(ctypes.Structure):
    _fields_ = [
        ("version", c_int),
        ("file_size", c_int),
        ("longest", c_int),
        *((word, c_void_p) for word in _VFS_WORDS),
    ]


class _Io(ctypes.Structure):
    _fields_ = [("version", c_int), *((word, c_void_p) for word in _IO_WORDS)]


_SHAPES = {
    "read": CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64),
    "write": CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64),
    "truncate": CFUNCTYPE(c_int, c_void_p, c_int64),
    "sync": CFUNCTYPE(c_int, c_void_p, c_int),
    "lock": CFUNCTYPE(c_int, c_void_p, c_int),
    "open": CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p),
    "delete": CFUNCTYPE(c_int, c_void_p, c_void_p, c_int),
}


@dataclass
class Fault:
    """Fails the operation with this number (from 1), and with `stays` all of its kind from then on."""

    at: int = 0
    only: tuple[str, ...] = tuple(FAILURES)
    stays: bool = False
    code: int = 0
    seen: int = 0
    failed: list[str] = field(default_factory=list)

    def answer(self, operation: str) -> int:
        """0 to let an operation pass, else the code of its failure."""
        if operation not in self.only:
            return 0
        self.seen += 1
        if self.at and (self.seen == self.at or (self.stays and self.seen > self.at)):
            self.failed.append(operation)
            return self.code or FAILURES[operation]
        return 0


class FaultyDisk:
    """The disk that SQLite writes to while this context is open; set its `fault`."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self.fault = Fault()
        self._tables: dict[int, _Io] = {}
        self._kept: list[object] = []
        self._library = library
        library.sqlite3_vfs_find.restype = c_void_p
        library.sqlite3_vfs_register.argtypes = [c_void_p, c_int]
        library.sqlite3_vfs_unregister.argtypes = [c_void_p]
        self._real = _Vfs.from_address(library.sqlite3_vfs_find(None))
        self._ours = _Vfs.from_buffer_copy(self._real)
        self._name = ctypes.create_string_buffer(b"faulty")
        self._ours.name = ctypes.addressof(self._name)
        self._ours.open = self._wrapped("open", self._real.open, self._opened)
        self._ours.delete = self._wrapped("delete", self._real.delete)

    def __enter__(self) -> FaultyDisk:
        self._library.sqlite3_vfs_register(ctypes.byref(self._ours), 1)
        return self

    def __exit__(self, *_: object) -> None:
        self._library.sqlite3_vfs_unregister(ctypes.byref(self._ours))

    def _wrapped(self, operation: str, real: int, after: Callable[[int], None] | None = None) -> int:
        shape = _SHAPES[operation]
        passes = shape(real)

        def asked(*given: object) -> int:
            code = self.fault.answer(operation)
            if code:
                return code
            code = passes(*given)
            if after is not None and code == 0:
                after(int(str(given[2])))
            return code

        callback = shape(asked)
        self._kept.append(callback)
        return ctypes.cast(callback, c_void_p).value or 0

    def _opened(self, file: int) -> None:
        """A file was opened: its operations, too, go through us."""
        pointer = c_void_p.from_address(file)
        real = pointer.value
        if real is None:
            return
        if real not in self._tables:
            table = _Io.from_buffer_copy(_Io.from_address(real))
            for operation in ("read", "write", "truncate", "sync", "lock"):
                setattr(table, operation, self._wrapped(operation, getattr(table, operation)))
            self._tables[real] = table
        pointer.value = ctypes.addressof(self._tables[real])


@contextlib.contextmanager
def faulty_disk() -> Iterator[FaultyDisk]:
    """A disk that can fail, under the SQLite that Python's sqlite3 uses: a separate library or built in."""
    with FaultyDisk(ctypes.CDLL(getattr(_sqlite3, "__file__", None))) as disk:
        sqlite3.connect(":memory:").close()
        with contextlib.closing(sqlite3.connect("", isolation_level=None)) as trial:
            trial.execute("CREATE TABLE t (x)")
        yield disk

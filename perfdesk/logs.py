"""The log of failures: `logs/perfdesk.log` in the user's data folder, without any content of reports.

An entry contains the operation, the types of the errors and their places in the program. It omits the messages of
exceptions, which may quote an answer, and every argument that could be a text of a report.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import re
import stat
import sys
import time
import traceback
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from perfdesk.errors import PerfDeskError

FILE_NAME = "perfdesk.log"
#: In bytes; a larger file is renamed to `perfdesk.log.1`, and so on.
LARGEST = 1 << 20
#: The number of earlier files that are kept.
EARLIER = 3

_ROOT = logging.getLogger("perfdesk")
_LONGEST_ENTRY = 64 << 10
#: In seconds.
_LONGEST_RENAMING = 10
_FIRST_FRAMES, _LAST_FRAMES, _LONGEST_CHAIN = 10, 40, 10
#: The name of a command, a module, a function or a file suffix; Chinese text never matches.
_NAME = re.compile(r"[A-Za-z_.][A-Za-z0-9_.]{0,79}")
_NEW_ENTRY = os.O_WRONLY | os.O_APPEND | os.O_CREAT
#: Flags that not every system has: do not follow links, do not block on pipes, do not translate line ends.
_SAFE_FLAGS = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))


def start(folder: Callable[[], Path], largest: int = LARGEST) -> None:
    """Write the log into this folder from now on; `folder` is called when there is something to write."""
    for known in _files():
        _ROOT.removeHandler(known)
    _ROOT.addHandler(LogFile(folder, largest))
    _ROOT.setLevel(logging.INFO)


def last_lines(count: int) -> str:
    """Return the last lines of the log; empty when it cannot be read."""
    lines: list[str] = []
    for file in _files():
        for path in file.paths()[:2]:
            if len(lines) < count:
                lines = [*_lines(path), *lines]
    return "\n".join(lines[-count:])


def safe_traceback(error: BaseException) -> str:
    """Return the types of an error and its causes with their stack frames, without their messages."""
    return "\n".join(line for one in reversed(list(_chain(error))) for line in (*_frames(one), _type_of(one)))


class UnraisableError(Protocol):
    """The argument of `sys.unraisablehook`."""

    @property
    def exc_value(self) -> BaseException | None: ...


def note_unraisable(found: UnraisableError) -> None:
    """Log an error that cannot be raised instead of printing it; for `sys.unraisablehook`."""
    _ROOT.warning("an error in a clean-up", exc_info=found.exc_value)


class FailureLogged(contextlib.ContextDecorator):
    """Log an exception raised inside, and let it propagate.

    A PerfDeskError is logged as a warning, since the user sees it; any other exception is an error of the program.
    """

    def __init__(self, logger: logging.Logger, message: str, *names: str) -> None:
        self._logger, self._message, self._names = logger, message, names

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if isinstance(error, Exception):
            level = logging.WARNING if isinstance(error, PerfDeskError) else logging.ERROR
            self._logger.log(level, self._message, *self._names, exc_info=error)


class SafeFormatter(logging.Formatter):
    """Formats time, level, process, module and message, without arguments or messages that may quote a report."""

    def format(self, record: logging.LogRecord) -> str:
        head = f"{self.formatTime(record)} {record.levelname} [{record.process}] {record.name}: {_message(record)}"
        error = record.exc_info[1] if record.exc_info else None
        return head if error is None else f"{head}\n{safe_traceback(error)}"


class LogFile(logging.Handler):
    """Appends to a file that several processes may write: each entry opens, writes once and closes it.

    So no process prevents another from renaming it, also on Windows. One process renames at a time; while it does, the
    others write on, so that no entry is lost. A log that cannot be written is ignored.
    """

    def __init__(self, folder: Callable[[], Path], largest: int) -> None:
        super().__init__(logging.INFO)
        self._folder, self._largest = folder, largest
        self._has_header = False
        self.setFormatter(SafeFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        entry = self.format(record).encode("utf-8", "backslashreplace")[:_LONGEST_ENTRY] + b"\n"
        with contextlib.suppress(OSError, RuntimeError, PerfDeskError):
            paths = self.paths()
            if not paths:
                return
            if not self._has_header:
                entry = _header().encode() + entry
            if _size(paths[0]) + len(entry) > self._largest:
                _rotate(paths, self._largest - len(entry))
            if _size(paths[0]) < 2 * self._largest:  # else renaming has failed repeatedly
                self._has_header = _append(paths[0], entry) or self._has_header

    def paths(self) -> list[Path]:
        """Return the file and the earlier ones, latest first; none without a folder."""
        try:
            first = self._folder() / FILE_NAME
        except (OSError, RuntimeError, PerfDeskError):
            return []
        return [first, *(first.with_name(f"{FILE_NAME}.{number}") for number in range(1, EARLIER + 1))]


def _files() -> list[LogFile]:
    return [handler for handler in _ROOT.handlers if isinstance(handler, LogFile)]


def _append(path: Path, entry: bytes) -> bool:
    handle = os.open(path, _NEW_ENTRY | _SAFE_FLAGS, 0o600)
    try:
        is_file = stat.S_ISREG(os.fstat(handle).st_mode)
        return is_file and os.write(handle, entry) > 0
    finally:
        os.close(handle)


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0


def _rotate(paths: list[Path], largest: int) -> None:
    """Rename the files, unless another process does or has just done so."""
    with contextlib.suppress(OSError), _alone(paths[0].with_name(f"{FILE_NAME}.renaming")):
        if _size(paths[0]) <= largest:
            return
        for older, newer in zip(reversed(paths), reversed(paths[:-1]), strict=False):
            if newer.exists():
                newer.replace(older)


@contextlib.contextmanager
def _alone(mark: Path) -> Generator[None]:
    """Create a mark that only one process can create, and remove it; FileExistsError while another one has it."""
    try:
        os.close(os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _SAFE_FLAGS, 0o600))
    except FileExistsError:
        if abs(time.time() - mark.lstat().st_mtime) > _LONGEST_RENAMING:  # of a process that was killed
            mark.unlink()
        raise
    try:
        yield
    finally:
        mark.unlink()


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    except OSError:
        return []


def program_version() -> str:
    """Return the version of the installed program, `?` if it is not installed."""
    metadata = importlib.import_module("importlib.metadata")  # slow to import and seldom needed
    try:
        return str(metadata.version("perfdesk"))
    except ImportError:  # also PackageNotFoundError, when it is not installed
        return "?"


def _header() -> str:
    platform = importlib.import_module("platform")  # not needed before there is something to write
    python, system = platform.python_version(), f"{sys.platform} {platform.release()}"
    return f"---- PerfDesk {program_version()}, Python {python}, {system}\n"


def _message(record: logging.LogRecord) -> str:
    given = record.args if isinstance(record.args, tuple) else ()
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    try:
        return record.msg % tuple(map(_safe, given)) if given else record.msg
    except (TypeError, ValueError):
        return record.msg


def _safe(argument: object) -> object:
    """Return an argument that cannot be a text or figure of a report; `…` for any other."""
    if isinstance(argument, int):
        return argument
    if isinstance(argument, type):
        return argument.__qualname__
    return argument if isinstance(argument, str) and _NAME.fullmatch(argument) else "…"


def _chain(error: BaseException) -> Iterator[BaseException]:
    known: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in known and len(known) < _LONGEST_CHAIN:
        known.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _type_of(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    code = error.errno if isinstance(error, OSError) else getattr(error, "sqlite_errorname", None)
    return name if code is None else f"{name} ({_safe(code)})"


def _frames(error: BaseException) -> Iterator[str]:
    found = [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    for number, (code, line) in enumerate(found):
        if number < _FIRST_FRAMES or number >= len(found) - _LAST_FRAMES:
            yield f"  {_module_path(code.co_filename)}:{line} {code.co_name}"
        elif number == _FIRST_FRAMES:
            yield "  …"


def _module_path(file: str) -> str:
    """Return a source file relative to its root in `sys.path`: folders above it may contain the user's name."""
    path = Path(file)
    roots = [root for root in map(Path, sys.path) if path.is_absolute() and path.is_relative_to(root)]
    if roots:
        return path.relative_to(max(roots, key=lambda root: len(root.parts))).as_posix()
    return path.name if path.is_absolute() else file

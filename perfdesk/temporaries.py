"""Temporary files beside the files that they become, and what a kill leaves of them.

Machine and process are part of the name. So the next who writes there can remove what nobody writes any more, and
nothing else: neither a file that a living process is still writing, nor one of the user's own.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import platform
import re
import shutil
import stat
import tempfile
import uuid
from collections.abc import Generator
from pathlib import Path

import psutil

#: Begins the names of files that are being written and of nothing else.
DRAFT = ".perfdesk-"
_FOLDER_BEGINNING = "perfdesk-"
#: What SQLite lays beside a database while it writes it.
_SIDE_FILES = ("-journal", "-wal", "-shm")
_SIDES = "|".join(_SIDE_FILES)
_OURS = re.compile(rf"\.?perfdesk-([0-9a-f]{{8}})-(\d{{1,10}})-([0-9a-f]{{8}})[0-9a-f]{{8}}(\.[^.-]*)?({_SIDES})?")
#: As versions before called them: without a process, so that only their age tells.
_EARLIER = re.compile(r"\.perfdesk-(?=[a-z]*[0-9_])[a-z0-9_]{8}(\.(docx|pdf|xlsx|txt))?")
_EARLIER_COPY = re.compile(r"\..+\.part")
_DATABASE = b"SQLite format 3\0"
#: Where a database names the program it belongs to, and how a report does.
_PROGRAM_AT, _PROGRAM = 68, b"PDsk"
#: In seconds. Writing takes moments; nobody writes one file for a day.
_EARLIER_IS_OVER, _ANY_IS_OVER = 60, 24 * 3600
#: Tells this process from an earlier one of the same number.
_PROCESS = uuid.uuid4().hex[:8]


def draft_path(path: Path) -> Path:
    """A name beside `path`, of the same suffix, for a file that will take its place; leftovers there are removed."""
    remove_leftovers(path.parent)
    return path.with_name(f"{_name(DRAFT)}{path.suffix}")


@contextlib.contextmanager
def temporary_beside(path: Path) -> Generator[Path]:
    """An empty file of such a name; what is left of it in the end is removed. OSError when it cannot be made."""
    draft = draft_path(path)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), 0o666))
    try:
        yield draft
    finally:
        remove_draft(draft)


def remove_draft(draft: Path) -> None:
    """Remove what is left of a draft, as far as it can be removed."""
    for side in ("", *_SIDE_FILES):
        with contextlib.suppress(OSError):
            draft.with_name(f"{draft.name}{side}").unlink(missing_ok=True)


@contextlib.contextmanager
def temporary_folder() -> Generator[Path]:
    """A private folder among the system's temporary files; leftovers of earlier ones are removed first."""
    remove_leftovers(Path(tempfile.gettempdir()))
    folder = Path(tempfile.gettempdir()) / _name(_FOLDER_BEGINNING)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def give_name(draft: Path, path: Path) -> None:
    """Give a finished file its name, which must be free; FileExistsError when it is not."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without links, such as that of a stick
        if path.exists():
            raise FileExistsError(path) from None
        draft.rename(path)


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files that a kill has left in a folder, as far as they can be removed."""
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            if entry.name.startswith((DRAFT, _FOLDER_BEGINNING)) or entry.name.endswith(".part"):
                with contextlib.suppress(OSError):
                    _remove_if_left(Path(entry.path), entry.stat(follow_symlinks=False))


def _remove_if_left(path: Path, facts: os.stat_result) -> None:
    ours = _OURS.fullmatch(path.name)
    if stat.S_ISDIR(facts.st_mode):
        if ours is not None and not path.name.startswith(".") and _is_over(ours, path, facts):
            shutil.rmtree(path, ignore_errors=True)
    elif stat.S_ISREG(facts.st_mode) and (_is_over(ours, path, facts) if ours else _is_left_by_earlier(path, facts)):
        path.unlink()


def _is_over(ours: re.Match[str], path: Path, facts: os.stat_result) -> bool:
    machine, process, mark = ours.group(1), int(ours.group(2)), ours.group(3)
    if machine != _machine():
        return _age(path.parent, facts) > _ANY_IS_OVER
    if process == os.getpid():
        return mark != _PROCESS
    return not _is_alive(process)


def _is_alive(process: int) -> bool:
    """Whether a process of this number is there; one that was killed and not yet taken note of is not."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True


def _is_left_by_earlier(path: Path, facts: os.stat_result) -> bool:
    """Whether a file was begun by an earlier version of the program, and not finished."""
    if _EARLIER.fullmatch(path.name):
        known = os.name == "nt" or stat.S_IMODE(facts.st_mode) == 0o600  # as it was made; a user's own is not
    else:
        known = _EARLIER_COPY.fullmatch(path.name) is not None and _is_report(path)
    return known and _age(path.parent, facts) > _EARLIER_IS_OVER


def _is_report(path: Path) -> bool:
    """Whether a file holds a report, or the beginning of one, or nothing yet."""
    with path.open("rb") as file:
        head = file.read(_PROGRAM_AT + len(_PROGRAM))
    return not head or (head.startswith(_DATABASE) and head.endswith(_PROGRAM))


def _age(folder: Path, facts: os.stat_result) -> float:
    """How far a file's time is from now, in seconds by the clock of the disk; under a wrong clock it is far away."""
    probe = folder / _name(DRAFT)
    os.close(os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        return abs(probe.stat().st_mtime - facts.st_mtime)
    finally:
        probe.unlink()


def _name(beginning: str) -> str:
    return f"{beginning}{_machine()}-{os.getpid()}-{_PROCESS}{uuid.uuid4().hex[:8]}"


@functools.cache
def _machine() -> str:
    """A mark of this machine: containers have process numbers of their own, so each counts as one."""
    known = [platform.node()]
    for place in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        with contextlib.suppress(OSError, ValueError):
            known.append(Path(place).read_text(encoding="ascii").strip())
    if len(known) == 1:
        known.append(str(uuid.getnode()))
    with contextlib.suppress(OSError):
        known.append(str(Path("/proc/self/ns/pid").readlink()))
    return hashlib.sha256("\n".join(known).encode()).hexdigest()[:8]

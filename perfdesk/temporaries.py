"""Drafts next to the files that they replace, temporary folders, and the removal of those that a kill left behind.

Machine and process are part of the name. So a later writer removes exactly the abandoned ones: neither a file that a
running process is still writing, nor one of the user's own.
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

#: The prefix of the names of drafts, and of nothing else.
DRAFT = ".perfdesk-"
_FOLDER_PREFIX = "perfdesk-"
#: Suffixes of the files that SQLite creates next to a database while writing.
_SIDE_FILES = ("-journal", "-wal", "-shm")
_SIDES = "|".join(_SIDE_FILES)
_OURS = re.compile(rf"\.?perfdesk-([0-9a-f]{{8}})-(\d{{1,10}})-([0-9a-f]{{8}})[0-9a-f]{{8}}(\.[^.-]*)?({_SIDES})?")
#: Names of earlier versions: without a process, so that only their age decides.
_EARLIER = re.compile(r"\.perfdesk-(?=[a-z]*[0-9_])[a-z0-9_]{8}(\.(docx|pdf|xlsx|txt))?")
_EARLIER_COPY = re.compile(r"\..+\.part")
_DATABASE = b"SQLite format 3\0"
#: The offset of the application id in a database, and the id of a report.
_APPLICATION_ID_OFFSET, _APPLICATION_ID = 68, b"PDsk"
#: In seconds, the age of abandoned files: of earlier versions, and of other machines.
_MAX_AGE_OF_EARLIER, _MAX_AGE = 60, 24 * 3600
#: Distinguishes this process from an earlier one with the same number.
_PROCESS_MARK = uuid.uuid4().hex[:8]


def draft_path(path: Path) -> Path:
    """Return a path next to `path` with the same suffix for its draft; abandoned drafts there are removed."""
    remove_leftovers(path.parent)
    return path.with_name(f"{_name(DRAFT)}{path.suffix}")


@contextlib.contextmanager
def temporary_next_to(path: Path) -> Generator[Path]:
    """Create an empty draft (`draft_path`) and remove it in the end; OSError when it cannot be created."""
    draft = draft_path(path)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), 0o666))
    try:
        yield draft
    finally:
        remove_draft(draft)


def remove_draft(draft: Path) -> None:
    """Remove a draft and its side files, as far as they exist and can be removed."""
    for side in ("", *_SIDE_FILES):
        with contextlib.suppress(OSError):
            draft.with_name(f"{draft.name}{side}").unlink(missing_ok=True)


@contextlib.contextmanager
def temporary_folder() -> Generator[Path]:
    """Create a private temporary folder and remove it in the end; abandoned ones are removed first."""
    remove_leftovers(Path(tempfile.gettempdir()))
    folder = Path(tempfile.gettempdir()) / _name(_FOLDER_PREFIX)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def give_name(draft: Path, path: Path) -> None:
    """Rename a finished draft; FileExistsError when the name is taken."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, such as that of a stick
        if path.exists():
            raise FileExistsError(path) from None
        draft.rename(path)


def remove_leftovers(folder: Path) -> None:
    """Remove the temporary files that killed processes left in a folder, as far as they can be removed."""
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        for entry in found:
            if entry.name.startswith((DRAFT, _FOLDER_PREFIX)) or entry.name.endswith(".part"):
                with contextlib.suppress(OSError):
                    _remove_if_left(Path(entry.path), entry.stat(follow_symlinks=False))


def _remove_if_left(path: Path, facts: os.stat_result) -> None:
    ours = _OURS.fullmatch(path.name)
    if stat.S_ISDIR(facts.st_mode):
        if ours is not None and not path.name.startswith(".") and _is_abandoned(ours, path, facts):
            shutil.rmtree(path, ignore_errors=True)
    elif stat.S_ISREG(facts.st_mode) and (_is_abandoned(ours, path, facts) if ours else _is_earlier_draft(path, facts)):
        path.unlink()


def _is_abandoned(ours: re.Match[str], path: Path, facts: os.stat_result) -> bool:
    machine, process, mark = ours.group(1), int(ours.group(2)), ours.group(3)
    if machine != _machine():
        return _age(path.parent, facts) > _MAX_AGE
    if process == os.getpid():
        return mark != _PROCESS_MARK
    return not _is_alive(process)


def _is_alive(process: int) -> bool:
    """Whether a process with this number is running; a zombie is not."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
    except psutil.Error:
        return True


def _is_earlier_draft(path: Path, facts: os.stat_result) -> bool:
    """Whether a file is an unfinished one of an earlier version of the program."""
    if _EARLIER.fullmatch(path.name):
        known = os.name == "nt" or stat.S_IMODE(facts.st_mode) == 0o600  # the mode of drafts
    else:
        known = _EARLIER_COPY.fullmatch(path.name) is not None and _is_report(path)
    return known and _age(path.parent, facts) > _MAX_AGE_OF_EARLIER


def _is_report(path: Path) -> bool:
    """Whether a file contains a report, or is still empty."""
    with path.open("rb") as file:
        head = file.read(_APPLICATION_ID_OFFSET + len(_APPLICATION_ID))
    return not head or (head.startswith(_DATABASE) and head.endswith(_APPLICATION_ID))


def _age(folder: Path, facts: os.stat_result) -> float:
    """The difference of a file's time from now in seconds, by the clock of the disk; always positive."""
    probe = folder / _name(DRAFT)
    os.close(os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        return abs(probe.stat().st_mtime - facts.st_mtime)
    finally:
        probe.unlink()


def _name(beginning: str) -> str:
    return f"{beginning}{_machine()}-{os.getpid()}-{_PROCESS_MARK}{uuid.uuid4().hex[:8]}"


@functools.cache
def _machine() -> str:
    """A mark of this machine; each container counts as one, since it has process numbers of its own."""
    known = [platform.node()]
    for path in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        with contextlib.suppress(OSError, ValueError):
            known.append(Path(path).read_text(encoding="ascii").strip())
    if len(known) == 1:
        known.append(str(uuid.getnode()))
    with contextlib.suppress(OSError):
        known.append(str(Path("/proc/self/ns/pid").readlink()))
    return hashlib.sha256("\n".join(known).encode()).hexdigest()[:8]

"""Write a file whole or not at all: into a new file next to it first, then put in its place."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from perfdesk.safe_open import open_handle, open_regular, refuse_special_target
from perfdesk.temporaries import draft_path, remove_draft

PRIVATE = 0o600
_ANYBODY = 0o666


def write_atomically(path: Path, write: Callable[[Path], object], sync: bool = True, private: bool = False) -> None:
    """Let `write` fill an empty file next to `path`, then replace `path` by it in one step.

    The new file has the mode of the one it replaces, else what the umask leaves; `private` ones are the user's alone.
    NotAFileError when something other than a regular file is at `path`, OSError when it cannot be written; whatever
    was there is then untouched, and nothing half-written stays behind.
    """
    refuse_special_target(path)
    mode = PRIVATE if private else _mode_of(path)
    # A name nobody can guess: SQLite lays a journal next to a database, and would follow a link that has its name.
    draft = draft_path(path)
    try:
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        os.close(open_handle(draft, flags, _ANYBODY if mode is None else PRIVATE))
        write(draft)
        if mode is not None:
            draft.chmod(mode)
        if sync:
            sync_file(draft)
        draft.replace(path)
        if sync:
            sync_folder(path.parent)
    finally:
        remove_draft(draft)


def write_bytes_atomically(path: Path, content: bytes, private: bool = False) -> None:
    """As `write_atomically`, with content that is ready."""
    write_atomically(path, lambda draft: draft.write_bytes(content), private=private)


def copy_atomically(source: Path, target: Path, private: bool = False) -> None:
    """As `write_atomically`, with the content of another regular file."""

    def write(draft: Path) -> None:
        with open_regular(source, follow=True) as read, draft.open("wb") as written:
            while piece := read.read(1 << 20):
                written.write(piece)

    write_atomically(target, write, private=private)


def sync_file(path: Path) -> None:
    """Have a file's content on the disk when this returns."""
    with path.open("r+b") as written:
        sync_handle(written.fileno())


if sys.platform == "darwin":
    import fcntl

    def sync_handle(handle: int) -> None:
        """Have what was written on the disk; fsync on macOS leaves it in the disk's own memory."""
        try:
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        except OSError:  # a share or a stick that knows no such request
            os.fsync(handle)

else:

    def sync_handle(handle: int) -> None:
        """Have what was written on the disk when this returns."""
        os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Have a folder's new entry on the disk, where a folder can be asked for that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


if sys.platform == "win32":
    import ctypes

    def hide(path: Path) -> None:
        """Keep a file whose name begins with a dot out of sight, as other systems do by the name alone."""
        hidden = 2  # FILE_ATTRIBUTE_HIDDEN
        ctypes.WinDLL("kernel32").SetFileAttributesW(str(path), hidden)

else:

    def hide(path: Path) -> None:
        """Keep a file out of sight; its name, which begins with a dot, does so by itself."""


def _mode_of(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.lstat().st_mode) & 0o777
    except OSError:
        return None

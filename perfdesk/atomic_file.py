"""Write files atomically: into a draft next to the target, which then replaces it; and find free file names."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Callable, Iterable
from itertools import chain, count
from pathlib import Path

from perfdesk.safe_open import is_taken, open_handle, open_regular, refuse_special_target
from perfdesk.temporaries import draft_path, remove_draft

PRIVATE = 0o600
_ANYBODY = 0o666


def write_atomically(path: Path, write: Callable[[Path], object], sync: bool = True, private: bool = False) -> None:
    """Let `write` fill an empty draft next to `path`, then replace `path` by it atomically.

    The new file has the mode of the one it replaces, else the umask's; a `private` file can be read by its owner only.
    NotAFileError when something other than a regular file is at `path`, OSError when it cannot be written; what was
    there is then unchanged, and no draft is left behind.
    """
    refuse_special_target(path)
    mode = PRIVATE if private else _mode_of(path)
    # The name cannot be guessed: SQLite creates a journal next to a database, and would follow a link of that name.
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
    """Write `content` as `write_atomically` does."""
    write_atomically(path, lambda draft: draft.write_bytes(content), private=private)


def copy_atomically(source: Path, target: Path, private: bool = False) -> None:
    """Copy a regular file as `write_atomically` does."""

    def write(draft: Path) -> None:
        with open_regular(source, follow=True) as read, draft.open("wb") as written:
            while piece := read.read(1 << 20):
                written.write(piece)

    write_atomically(target, write, private=private)


def sync_file(path: Path) -> None:
    """Flush a file's content to the disk."""
    with path.open("r+b") as written:
        sync_handle(written.fileno())


if sys.platform == "darwin":
    import fcntl

    def sync_handle(handle: int) -> None:
        """Flush a file to the disk. On macOS fsync leaves it in the disk's cache, F_FULLFSYNC does not."""
        try:
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        except OSError:  # a share or a stick that does not support it
            os.fsync(handle)

else:

    def sync_handle(handle: int) -> None:
        """Flush a file to the disk."""
        os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Flush the entries of a folder to the disk, where the system allows it."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def free_path(path: Path) -> Path:
    """Return this path if nothing has its name, else the next free one: `报告(2).db`, `报告(3).db`."""
    return free_paths(path.parent, path.stem, [path.suffix])[0]


def free_paths(folder: Path, name: str, suffixes: Iterable[str]) -> list[Path]:
    """Return one path per suffix, all of one name: `name`, or `name(2)`, `name(3)` while any of them is taken."""
    wanted = list(suffixes)
    names = chain((name,), (f"{name}({number})" for number in count(2)))
    candidates = ([folder / f"{candidate}{suffix}" for suffix in wanted] for candidate in names)
    return next(paths for paths in candidates if not any(is_taken(path) for path in paths))


if sys.platform == "win32":
    import ctypes

    def hide(path: Path) -> None:
        """Hide a file whose name begins with a dot; other systems do so by the name alone."""
        hidden = 2  # FILE_ATTRIBUTE_HIDDEN
        ctypes.WinDLL("kernel32").SetFileAttributesW(str(path), hidden)

else:

    def hide(path: Path) -> None:
        """Do nothing: the dot at the beginning of its name hides the file."""


def _mode_of(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.lstat().st_mode) & 0o777
    except OSError:
        return None

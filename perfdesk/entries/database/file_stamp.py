"""Facts about a file on the disk, and quiet removal."""

from __future__ import annotations

import contextlib
from pathlib import Path

from perfdesk.safe_open import is_taken

#: Device, inode, size and modification time: every write changes at least one.
Stamp = tuple[int, int, int, int]


def file_stamp(path: Path) -> Stamp:
    """Return the stamp by which changes of a file are detected; OSError when it is gone."""
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def came_from_elsewhere(path: Path) -> bool:
    """Whether Windows has marked the file as downloaded or received."""
    return is_taken(path.with_name(f"{path.name}:Zone.Identifier"))


def remove_quietly(path: Path) -> None:
    """Delete an unfinished file, as far as it can be deleted."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)

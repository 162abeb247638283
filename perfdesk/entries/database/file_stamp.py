"""What is asked of a file's place on the disk, whatever the disk answers."""

from __future__ import annotations

import contextlib
from pathlib import Path

from perfdesk.safe_open import is_taken

#: Device, file number, size and time of change: whoever writes the file changes one of them.
Stamp = tuple[int, int, int, int]


def file_stamp(path: Path) -> Stamp:
    """By which a change of a file is noticed; OSError when it is gone."""
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def came_from_elsewhere(path: Path) -> bool:
    """Whether Windows has marked the file as downloaded or received."""
    return is_taken(path.with_name(f"{path.name}:Zone.Identifier"))


def remove_quietly(path: Path) -> None:
    """Delete a file that was begun and did not come to be, as far as it can be deleted."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)

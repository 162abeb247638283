"""Keep other processes from judging a file while one of them reads and rewrites it."""

from __future__ import annotations

import os
import sys
from typing import Literal

#: In bytes: beyond what the file contains, which all may read.
_BEYOND = 4096

if sys.platform == "win32":
    import msvcrt

    def _block_others(handle: int) -> None:
        os.lseek(handle, _BEYOND, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _block_others(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def guard(handle: int) -> Literal["ours", "taken", "unknown"]:
    """Keep others from judging this lock file until it is closed, unless someone else is doing so."""
    try:
        _block_others(handle)
    except (BlockingIOError, PermissionError):
        return "taken"
    except OSError:  # a disk that knows no such guard
        return "unknown"
    return "ours"

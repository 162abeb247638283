"""A guard for lock files: only one process at a time may read and rewrite one."""

from __future__ import annotations

import os
import sys
from typing import Literal

#: The offset in bytes of the guarded byte: beyond the content, which all may read.
_OFFSET = 4096

if sys.platform == "win32":
    import msvcrt

    def _block_others(handle: int) -> None:
        os.lseek(handle, _OFFSET, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        os.lseek(handle, 0, os.SEEK_SET)

else:
    import fcntl

    def _block_others(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def guard(handle: int) -> Literal["ours", "taken", "unknown"]:
    """Guard this lock file until it is closed, unless another process guards it."""
    try:
        _block_others(handle)
    except (BlockingIOError, PermissionError):
        return "taken"
    except OSError:  # a file system without such locks
        return "unknown"
    return "ours"

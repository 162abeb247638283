"""Notes by which the writer of a report learns that another process has read it; they lie in the user's data folder.

A reader may copy what it has read, so the writer never rewrites a change that a reader may have seen. Readers of other
users and file managers are not detected.
"""

from __future__ import annotations

import contextlib
import hashlib
import uuid
from pathlib import Path

from perfdesk.errors import PerfDeskError
from perfdesk.storage.lock import holder_of
from perfdesk.storage.user_dirs import user_data_folder

_WHAT = "没有记下这次读取。"


def note_reader(path: Path) -> None:
    """Leave a note for the writer of a report, if there is one, before it is read; failures are ignored."""
    with contextlib.suppress(PerfDeskError, OSError):
        if holder_of(path) is not None:
            _note(path).write_text(uuid.uuid4().hex, encoding="ascii")


def last_reader(path: Path) -> str:
    """Return the last note, different for each reader; empty when there is none."""
    try:
        return _note(path).read_text(encoding="ascii", errors="replace")
    except (PerfDeskError, OSError):
        return ""


def forget_readers(path: Path) -> None:
    """Remove the note of a report that is no longer open for writing."""
    with contextlib.suppress(PerfDeskError, OSError):
        _note(path).unlink(missing_ok=True)


def _note(path: Path) -> Path:
    name = hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return user_data_folder("readers", _WHAT) / name

"""Tells the writer of a report that another process has read it, without touching the report or what lies beside it.

What was read may be copied. The writer therefore never rewrites a change that a reader may have seen. The note lies in
the user's own folder: a reader of another user is not noticed, nor a file manager.
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
    """Leave a note for whoever is writing a report, before it is read; as far as a note can be left."""
    with contextlib.suppress(PerfDeskError, OSError):
        if holder_of(path) is not None:
            _note(path).write_text(uuid.uuid4().hex, encoding="ascii")


def last_reader(path: Path) -> str:
    """The last note, different for each reader; empty when there is none."""
    try:
        return _note(path).read_text(encoding="ascii", errors="replace")
    except (PerfDeskError, OSError):
        return ""


def forget_readers(path: Path) -> None:
    """Remove the note of a report that is no longer being written."""
    with contextlib.suppress(PerfDeskError, OSError):
        _note(path).unlink(missing_ok=True)


def _note(path: Path) -> Path:
    name = hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return user_data_folder("readers", _WHAT) / name

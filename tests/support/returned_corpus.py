"""The report from which `corpus/c_returned` was exported, always with the same identity and journal."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path

from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.entries.change import Change, Edit
from perfdesk.entries.database.report_file import ReportFile

REPORT_ID = "c0" * 16
_AT = datetime.datetime(2025, 4, 1, 9, 0, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))


def corpus_report(path: Path) -> Path:
    """Create the sample demo-2024 as one change with a fixed time and without a name."""
    with tempfile.TemporaryDirectory() as folder:
        make_sample("demo-2024", Path(folder, "made.db"))
        made = Session.open(Path(folder, "made.db"), read_only=True)
        entries, form = made.entries, made.form
        made.close()
    edits = tuple(Edit(address, None, text) for address, text in entries)
    change = Change(1, _AT, "", "样例", edits)
    properties = {"report_id": REPORT_ID}
    ReportFile.create(path, form.id, form.version, properties, lambda file: file.save(change)).close()
    return path

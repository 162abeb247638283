"""Bursts of typing: continued typing in one answer is one change, which is saved again as it grows."""

from __future__ import annotations

import datetime
from dataclasses import replace

from perfdesk.entries.change import Change
from perfdesk.entries.undo import net_edits

#: After a longer pause, continued typing is a new change.
LONGEST_PAUSE = datetime.timedelta(minutes=5)
_NOTHING = datetime.timedelta(0)
_MIN_STEP = datetime.timedelta(microseconds=1)


def joined(last: Change, change: Change) -> Change | None:
    """Join the last change and its continuation to one change; None when they must remain two.

    They must if the answer or the user is another, after a pause, or if the clock was set back: the time of a change
    only increases, since other copies of the report identify it by its number and time.
    """
    if not change.continues or last.kind != "do" or change.kind != "do" or last.who != change.who:
        return None
    if not _NOTHING <= change.at - last.at <= LONGEST_PAUSE:
        return None
    if not {edit.address for edit in change.edits} <= {edit.address for edit in last.edits}:
        return None
    at = max(change.at, last.at + _MIN_STEP)
    return replace(last, at=at, label=change.label, edits=net_edits([last, change]))

"""Bursts of typing: what is typed on in one answer is one change, saved again in its place as it grows."""

from __future__ import annotations

import datetime
from dataclasses import replace

from perfdesk.entries.change import Change
from perfdesk.entries.undo import net_edits

#: After a longer pause typing on is a change of its own.
LONGEST_PAUSE = datetime.timedelta(minutes=5)
_NOTHING = datetime.timedelta(0)
_LEAST = datetime.timedelta(microseconds=1)


def joined(last: Change, change: Change) -> Change | None:
    """The last change with what continues it, as one change; None when they must stay two.

    They must when another answer is typed into, by someone else, after a pause, or when the clock was set back: the
    time of a change only ever grows, for by its number and time others know it.
    """
    if not change.continues or last.kind != "do" or change.kind != "do" or last.who != change.who:
        return None
    if not _NOTHING <= change.at - last.at <= LONGEST_PAUSE:
        return None
    if not {edit.address for edit in change.edits} <= {edit.address for edit in last.edits}:
        return None
    at = max(change.at, last.at + _LEAST)
    return replace(last, at=at, label=change.label, edits=net_edits([last, change]))

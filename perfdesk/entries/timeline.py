"""The journal as shown to the user: who changed what and when; continued typing is one step."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from perfdesk.definition.address import Address
from perfdesk.entries.change import Change, ChangeKind, Edit
from perfdesk.entries.undo import net_edits


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One step: its end, its author and its effect on each answer."""

    at: datetime.datetime
    who: str
    kind: ChangeKind
    label: str
    edits: tuple[Edit, ...]


def history_steps(changes: Iterable[Change], address: Address | None = None) -> list[HistoryStep]:
    """Return the steps of a journal, newest first; with an address only those that changed it."""
    steps: list[list[Change]] = []
    for change in changes:
        if change.continues and steps and steps[-1][0].id == change.continues:
            steps[-1].append(change)
        else:
            steps.append([change])
    steps_done = (_history_step(step, address) for step in reversed(steps))
    return [one for one in steps_done if one.edits]


def _history_step(step: list[Change], address: Address | None) -> HistoryStep:
    edits = (edit for edit in net_edits(step) if address is None or edit.address == address)
    last = step[-1]
    return HistoryStep(
        last.at, last.who, last.kind, last.label, tuple(edit for edit in edits if edit.before != edit.after)
    )

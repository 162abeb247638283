"""Edits and changes: what an operation does to the answers, and what the journal keeps permanently."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, get_args

from perfdesk.definition.address import Address

#: `roll`: answers carried over from last year's report; `update`: answers moved for a newer version of the form.
ChangeKind = Literal["do", "undo", "redo", "roll", "update"]
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)


@dataclass(frozen=True, slots=True)
class Edit:
    """The change of one answer; None is blank."""

    address: Address
    before: str | None
    after: str | None

    def inverted(self) -> Edit:
        """Return the edit that reverts this one."""
        return Edit(self.address, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Change:
    """Edits that are saved in one transaction and undone in one step.

    `reverts` is the id of the change that an undo or redo refers to, `continues` the id of the change that this one
    continues (typing in the same cell).
    """

    id: int
    at: datetime.datetime
    who: str
    label: str
    edits: tuple[Edit, ...]
    kind: ChangeKind = "do"
    reverts: int = 0
    continues: int = 0


def now() -> datetime.datetime:
    """Return the current time with its zone; in UTC if the system cannot determine the zone."""
    try:
        return datetime.datetime.now().astimezone()
    except (OSError, OverflowError, ValueError):
        return datetime.datetime.now(datetime.UTC)

"""One edit, from the moment it is asked for to the journal that remembers it for ever."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, get_args

from perfdesk.definition.address import Address

#: `roll`: what a new report took over from last year's; `update`: answers moved to where a newer form asks for them.
ChangeKind = Literal["do", "undo", "redo", "roll", "update"]
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)


@dataclass(frozen=True, slots=True)
class Edit:
    """What happened at one address; None is blank."""

    address: Address
    before: str | None
    after: str | None

    def inverted(self) -> Edit:
        """The edit that takes this one back."""
        return Edit(self.address, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Change:
    """Edits that belong together: saved in one transaction, undone in one step.

    `reverts` names the change an undo or redo refers to; `continues` the change of which this one is a continuation
    (the clerk typing on in the same cell).
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
    """The time of a change, with its zone; in UTC where the system knows no zone for what its clock says."""
    try:
        return datetime.datetime.now().astimezone()
    except (OSError, OverflowError, ValueError):
        return datetime.datetime.now(datetime.UTC)

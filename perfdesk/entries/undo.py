"""Undo and redo, derived from the journal alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from perfdesk.entries.change import Change, Edit

#: The label of the change that gives a new report its first rows: the report has no state before it.
CREATION = "新建"


@dataclass(slots=True)
class History:
    """The steps that were done and undone; a step is a change and its continuations."""

    done: list[list[Change]] = field(default_factory=list)
    undone: list[list[Change]] = field(default_factory=list)

    @classmethod
    def from_changes(cls, changes: Iterable[Change]) -> History:
        """Replay a journal."""
        history = cls()
        for change in changes:
            history.remember(change)
        return history

    def remember(self, change: Change) -> None:
        """Add a saved change; ValueError when it undoes or redoes a step that does not exist."""
        source = {"undo": self.done, "redo": self.undone}.get(change.kind)
        if source is not None and not source:
            raise ValueError(f"change {change.id}: nothing to {change.kind}")
        if change.kind == "undo":
            self.undone.append(self.done.pop())
        elif change.kind == "redo":
            self.done.append(self.undone.pop())
        elif change.kind in ("roll", "update"):  # earlier changes concern other addresses or another year
            self.done.clear()
            self.undone.clear()
        elif change.continues and self.done and self.done[-1][0].id == change.continues:
            self.done[-1].append(change)
            self.undone.clear()
        else:
            self.done.append([change])
            self.undone.clear()

    def replace_last(self, change: Change) -> None:
        """Replace the last change by one that was saved in its place."""
        self.done[-1][-1] = change

    def changes_done(self) -> list[Change]:
        """The changes of all steps that can be undone, oldest first."""
        return [change for step in self.done for change in step]

    @property
    def undo_label(self) -> str:
        """The label of the step that undo takes back, or empty."""
        step = self.last_step
        return step[-1].label if step else ""

    @property
    def last_step(self) -> list[Change]:
        """The step that undo takes back; empty if there is none: the creation of the report is not undone."""
        step = self.done[-1] if self.done else []
        return [] if [(change.id, change.label) for change in step] == [(1, CREATION)] else step

    @property
    def redo_label(self) -> str:
        """The label of the step that redo repeats, or empty."""
        return self.undone[-1][-1].label if self.undone else ""


def net_edits(step: list[Change]) -> tuple[Edit, ...]:
    """The combined effect of a step, one edit per address."""
    first: dict[object, Edit] = {}
    for change in step:
        for edit in change.edits:
            earlier = first.get(edit.address, edit)
            first[edit.address] = Edit(edit.address, earlier.before, edit.after)
    return tuple(first.values())

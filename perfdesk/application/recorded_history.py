"""The journal of an open report together with the undo history that is read from it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from types import MappingProxyType

from perfdesk.definition.address import Address
from perfdesk.entries.burst import joined
from perfdesk.entries.change import Change, Edit
from perfdesk.entries.proposal import Source
from perfdesk.entries.undo import History, net_edits
from perfdesk.errors import PerfDeskError
from perfdesk.storage.report_handle import ReportHandle

#: Number of changes read from the journal at first; more are read when all of them have been undone.
_LOADED_CHANGES = 400


class RecordedHistory:
    """Saves changes to the journal and keeps the steps that can be undone and redone."""

    def __init__(self, handle: ReportHandle) -> None:
        """Read the latest changes; ValueError when the journal contradicts itself."""
        self._handle = handle
        self._loaded_changes = _LOADED_CHANGES
        self.reload()
        self._load_earlier()

    def reload(self) -> None:
        """Read the journal again after the report has moved to another file."""
        self._history = History.from_changes(self._handle.file.last_steps(self._loaded_changes))

    def save(
        self,
        change: Change,
        with_label: Callable[[Change], Change],
        sources: Mapping[Address, Source] = MappingProxyType({}),
        carries_over: bool = False,
    ) -> None:
        """Save a change and add it to the history; `with_label` names it.

        `sources` are those of imported answers; `carries_over` says that its texts are from last year's report.

        A change that continues the last one replaces it in the journal, unless someone has seen the last one already.
        """
        last = self._history.done[-1][-1] if change.continues else change
        combined = joined(last, change)
        if combined is not None and self._handle.may_rewrite(last):
            combined = with_label(combined)
            self._handle.file.rewrite_last(combined, change.edits)
            self._history.replace_last(combined)
        else:
            change = with_label(change)
            self._handle.file.save(change, sources, carries_over)
            self._history.remember(change)
        self._load_earlier()

    def next_id(self) -> int:
        """The number of the next change."""
        return self._handle.file.last_change()[0] + 1

    def continued_step(self) -> int:
        """The number of the first change of the step that further typing continues; 0 when there is none."""
        step = self._history.last_step
        return step[0].id if step and not self._history.undone else 0

    def changes_done(self) -> list[Change]:
        """The changes of all steps that can be undone, oldest first."""
        return self._history.changes_done()

    @property
    def undo_label(self) -> str:
        """The label of the step that undo takes back, or empty."""
        return self._history.undo_label

    @property
    def redo_label(self) -> str:
        """The label of the step that redo repeats, or empty."""
        return self._history.redo_label

    def undo_edits(self) -> tuple[int, list[Edit]]:
        """The edits that take back the last step, and the number of the change they take back; 0 when there is none."""
        step = self._history.last_step
        if not step:
            return 0, []
        return step[-1].id, [edit.inverted() for edit in net_edits(step)]

    def redo_edits(self) -> tuple[int, list[Edit]]:
        """The edits that repeat the step taken back last, and the number of its last change; 0 when there is none."""
        if not self._history.undone:
            return 0, []
        step = self._history.undone[-1]
        return step[-1].id, list(net_edits(step))

    def _load_earlier(self) -> None:
        """Read more of the journal when every change read so far has been undone; stop where it is inconsistent."""
        with contextlib.suppress(PerfDeskError, ValueError):
            while not self._history.done and self._loaded_changes < self._handle.file.last_change()[0]:
                self._loaded_changes *= 4
                self.reload()

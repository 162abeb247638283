"""What was worked out of a report, kept from one moment to the next for as long as nothing it was read from changes.

Whatever is worked out through `Memory.once` is kept together with its sources: every typed answer, every list of rows
that was read on the way, however deep. `Memory.after` forgets what has a source among the edits and keeps the rest, so
nothing needs to know which formula or check depends on what. Blank answers are sources like any other: what was found
blank is read again when it is filled.

What is read is noted for the thread that reads, and nothing kept is ever altered: a report may be read in one thread
while the next moment of it is made in another.

A fault that was noted while something was worked out is kept with it, too, and noted again whenever it is asked for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Set
from dataclasses import dataclass
from typing import TypeVar, TypeVarTuple, cast

from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.entries.change import Edit

#: What can be read of entries: one answer, the rows of one table, all answers of one section, or all there are ("").
Source = Address | tuple[str, str] | str
EVERYTHING = ""

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")
_Sources = Set[Source]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that could not be worked out because the program failed: in which section, of which answer if it is
    one, and what it was about."""

    section: str
    address: Address | None = None
    about: str = ""


#: A result, what it was read from, and what failed on the way.
_Result = tuple[object, set[Source], set[Fault]]
_Kept = dict[Hashable, _Result]


class _Reading(threading.local):
    """The sources read and the faults met so far for what is being worked out in this thread; None while nothing is."""

    sources: set[Source] | None = None
    faults: set[Fault] | None = None


_reading = _Reading()


def note(source: Source) -> None:
    """Say that something of the entries is being read."""
    if _reading.sources is not None:
        _reading.sources.add(source)


def note_fault(fault: Fault) -> None:
    """Say that something could not be worked out."""
    if _reading.faults is not None:
        _reading.faults.add(fault)


def with_faults(work: Callable[[], T]) -> tuple[T, set[Fault]]:
    """What `work` returns, and the faults that were noted on the way, in results kept from earlier, too."""
    outer, faults = _reading.faults, set[Fault]()
    _reading.faults = faults
    try:
        return work(), faults
    finally:
        _reading.faults = outer


class Memory:
    """What was worked out at one moment of a report, by name, each with its sources."""

    def __init__(self, kept: _Kept | None = None, before: _Kept | None = None, edited: _Sources = frozenset()) -> None:
        self._kept: _Kept = {} if kept is None else kept
        self._before: _Kept = {} if before is None else before
        self._edited = edited

    def once(self, name: Hashable, work: Callable[[*Arguments], T], *arguments: *Arguments) -> T:
        """What `work` gives, worked out at most once; it must not depend on anything but the name and what it reads."""
        kept = self._kept.get(name) or self._as_before(name)
        if kept is None:
            kept = self._kept[name] = _worked_out(work, *arguments)
        if _reading.sources is not None:
            _reading.sources |= kept[1]
        if kept[2] and _reading.faults is not None:
            _reading.faults |= kept[2]
        return cast("T", kept[0])

    def after(self, edits: Iterable[Edit]) -> Memory:
        """What still stands after some edits, picked out once and for all."""
        edited, kept = _edited(edits), self._kept.copy()
        for name in [name for name, (_, sources, _) in kept.items() if not edited.isdisjoint(sources)]:
            del kept[name]
        return Memory(kept)

    def supposing(self, edits: Iterable[Edit]) -> Memory:
        """What would still stand after some edits, looked for only when asked: for a few looks at what might be."""
        return Memory(None, self._kept, _edited(edits))

    def _as_before(self, name: Hashable) -> _Result | None:
        kept = self._before.get(name)
        return kept if kept is not None and self._edited.isdisjoint(kept[1]) else None


def _worked_out(work: Callable[[*Arguments], T], *arguments: *Arguments) -> _Result:
    outer, outer_faults = _reading.sources, _reading.faults
    sources, faults = set[Source](), set[Fault]()
    _reading.sources, _reading.faults = sources, faults
    try:
        return work(*arguments), sources, faults
    finally:
        _reading.sources, _reading.faults = outer, outer_faults
        if outer is not None:  # also when it fails: then they are sources of whatever replaces the result
            outer |= sources


def _edited(edits: Iterable[Edit]) -> _Sources:
    """The sources that edits change."""
    found: set[Source] = {EVERYTHING}
    for edit in edits:
        found |= {edit.address, edit.address.section}
        if edit.address.column == ROW_POSITION:
            found.add((edit.address.section, edit.address.field))
    return found

"""What was worked out of a report, kept from one moment to the next for as long as nothing it was read from changes.

Whatever is worked out through `DependencyCache.get` is kept together with its sources: every typed answer, every list
of rows that was read on the way, however deep. `DependencyCache.after` forgets what has a source among the edits and
keeps the rest, so nothing needs to know which formula or check depends on what. Blank answers are sources like any
other: what was found blank is read again when it is filled.

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
Dependency = Address | tuple[str, str] | str
ALL_ENTRIES = ""

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")
_Dependencies = Set[Dependency]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that could not be worked out because the program failed: in which section, of which answer if it is
    one, and what it was about."""

    section: str
    address: Address | None = None
    about: str = ""


#: A result, what it was read from, and what failed on the way.
_Result = tuple[object, set[Dependency], set[Fault]]
_CachedValues = dict[Hashable, _Result]


class _Recorder(threading.local):
    """The sources read and the faults met so far for what is being worked out in this thread; None while nothing is."""

    dependencies: set[Dependency] | None = None
    faults: set[Fault] | None = None


_recorder = _Recorder()


def record_dependency(dependency: Dependency) -> None:
    """Say that something of the entries is being read."""
    if _recorder.dependencies is not None:
        _recorder.dependencies.add(dependency)


def note_fault(fault: Fault) -> None:
    """Say that something could not be worked out."""
    if _recorder.faults is not None:
        _recorder.faults.add(fault)


def with_faults(work: Callable[[], T]) -> tuple[T, set[Fault]]:
    """What `work` returns, and the faults that were noted on the way, in results kept from earlier, too."""
    outer, faults = _recorder.faults, set[Fault]()
    _recorder.faults = faults
    try:
        return work(), faults
    finally:
        _recorder.faults = outer


class DependencyCache:
    """What was worked out at one moment of a report, by name, each with its sources."""

    def __init__(
        self,
        values: _CachedValues | None = None,
        previous: _CachedValues | None = None,
        edited: _Dependencies = frozenset(),
    ) -> None:
        self._values: _CachedValues = {} if values is None else values
        self._previous: _CachedValues = {} if previous is None else previous
        self._edited = edited

    def get(self, name: Hashable, work: Callable[[*Arguments], T], *arguments: *Arguments) -> T:
        """What `work` gives, worked out at most once; it must not depend on anything but the name and what it reads."""
        kept = self._values.get(name) or self._still_valid(name)
        if kept is None:
            kept = self._values[name] = _worked_out(work, *arguments)
        if _recorder.dependencies is not None:
            _recorder.dependencies |= kept[1]
        if kept[2] and _recorder.faults is not None:
            _recorder.faults |= kept[2]
        return cast("T", kept[0])

    def after(self, edits: Iterable[Edit]) -> DependencyCache:
        """What still stands after some edits, picked out once and for all."""
        edited, kept = _edited_dependencies(edits), self._values.copy()
        for name in [name for name, (_, sources, _) in kept.items() if not edited.isdisjoint(sources)]:
            del kept[name]
        return DependencyCache(kept)

    def what_if(self, edits: Iterable[Edit]) -> DependencyCache:
        """What would still stand after some edits, looked for only when asked: for a few looks at what might be."""
        return DependencyCache(None, self._values, _edited_dependencies(edits))

    def _still_valid(self, name: Hashable) -> _Result | None:
        kept = self._previous.get(name)
        return kept if kept is not None and self._edited.isdisjoint(kept[1]) else None


def _worked_out(work: Callable[[*Arguments], T], *arguments: *Arguments) -> _Result:
    outer, outer_faults = _recorder.dependencies, _recorder.faults
    sources, faults = set[Dependency](), set[Fault]()
    _recorder.dependencies, _recorder.faults = sources, faults
    try:
        return work(*arguments), sources, faults
    finally:
        _recorder.dependencies, _recorder.faults = outer, outer_faults
        if outer is not None:  # also when it fails: then they are sources of whatever replaces the result
            outer |= sources


def _edited_dependencies(edits: Iterable[Edit]) -> _Dependencies:
    """The sources that edits change."""
    found: set[Dependency] = {ALL_ENTRIES}
    for edit in edits:
        found |= {edit.address, edit.address.section}
        if edit.address.column == ROW_POSITION:
            found.add((edit.address.section, edit.address.field))
    return found

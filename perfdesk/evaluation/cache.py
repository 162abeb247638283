"""A cache of computed values. A value stays valid until one of the answers that it was computed from changes.

`DependencyCache.get` records the dependencies of each value: every typed answer and every list of rows that was read
while it was computed, at any depth. `DependencyCache.after` drops the values that depend on an edit and keeps the
others, so no formula or check needs to declare its dependencies. Blank answers are dependencies, too: a value that was
computed from a blank is computed again when the blank is filled.

Dependencies are recorded for each thread, and cached values are never modified, so one thread may read a report while
another computes its next state.

A value with many dependencies is itself one dependency of what is computed from it (`_Shared`): otherwise the texts of
a large report would each hold a set of the names of all its rows.

A fault that occurs while a value is computed is cached with it and recorded again whenever the value is read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Set
from typing import NamedTuple, TypeVar, TypeVarTuple, cast

from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.entries.change import Edit

#: What can be read from the entries: one answer, the rows of one table, all answers of one section, or all ("").
Dependency = Address | tuple[str, str] | str
#: From this number on the dependencies of a value are shared by what is computed from it.
_MANY = 64
ALL_ENTRIES = ""

T = TypeVar("T")
Arguments = TypeVarTuple("Arguments")


class Fault(NamedTuple):
    """A failure of the program to compute something: the section, the answer if there is one, and a description."""

    section: str
    address: Address | None = None
    about: str = ""


class _Shared:
    """The dependencies of a value with many; compared by identity."""

    __slots__ = ("dependencies",)

    def __init__(self, dependencies: set[Dependency | _Shared]) -> None:
        self.dependencies = dependencies


_Dependencies = Set[Dependency | _Shared]
#: A value, its dependencies, and the faults that occurred while it was computed.
_Result = tuple[object, set[Dependency | _Shared], Set[Fault]]
#: Nearly all values have none, and share this one.
_NO_FAULTS: Set[Fault] = frozenset()
_CachedValues = dict[Hashable, _Result]


class _Recorder(threading.local):
    """The dependencies and faults of the value that this thread is computing; None while it computes none."""

    dependencies: set[Dependency | _Shared] | None = None
    faults: set[Fault] | None = None


_recorder = _Recorder()


def record_dependency(dependency: Dependency) -> None:
    """Record that a part of the entries is being read."""
    if _recorder.dependencies is not None:
        _recorder.dependencies.add(dependency)


def note_fault(fault: Fault) -> None:
    """Record that something could not be computed."""
    if _recorder.faults is not None:
        _recorder.faults.add(fault)


def with_faults(work: Callable[[], T]) -> tuple[T, set[Fault]]:
    """Return the result of `work` and the faults recorded meanwhile, including those of cached values."""
    outer, faults = _recorder.faults, set[Fault]()
    _recorder.faults = faults
    try:
        return work(), faults
    finally:
        _recorder.faults = outer


class DependencyCache:
    """The values computed for one state of a report, by name, each with its dependencies."""

    def __init__(
        self,
        values: _CachedValues | None = None,
        shared: Iterable[_Shared] = (),
        base: tuple[_CachedValues, list[_Shared]] | None = None,
        edited: _Dependencies = frozenset(),
    ) -> None:
        self._values: _CachedValues = {} if values is None else values
        #: In the order in which they were computed, so that each comes after those that it depends on.
        self._shared = list(shared)
        #: The values and shared dependencies of the state before `edited`, which goes on computing.
        self._base_values, self._base_shared = base or ({}, [])
        #: What the edits change, and how many of the shared dependencies were compared with it; replaced as one.
        self._edited = edited, 0

    def get(self, name: Hashable, work: Callable[[*Arguments], T], *arguments: *Arguments) -> T:
        """Return the result of `work`, computed at most once. It may depend only on the name and on the entries."""
        cached = self._values.get(name) or self._still_valid(name)
        if cached is None:
            cached = self._values[name] = self._shareable(_compute(work, *arguments))
        dependencies = _recorder.dependencies
        if dependencies is not None:
            dependencies.update(cached[1])
        if cached[2] and _recorder.faults is not None:
            _recorder.faults |= cached[2]
        return cast("T", cached[0])

    def after(self, edits: Iterable[Edit]) -> DependencyCache:
        """Return a cache of the values that are still valid after some edits."""
        valid = self._values.copy()
        edited, unchanged = _sorted_by_edit(tuple(self._shared), _edited_dependencies(edits))
        for name in [name for name, (_, dependencies, _) in valid.items() if not edited.isdisjoint(dependencies)]:
            del valid[name]
        return DependencyCache(valid, unchanged)

    def what_if(self, edits: Iterable[Edit]) -> DependencyCache:
        """Return a cache that checks validity after some edits only when a value is read, for reading a few values."""
        return DependencyCache(None, (), (self._values, self._shared), _edited_dependencies(edits))

    def _shareable(self, result: _Result) -> _Result:
        """Return a result whose dependencies are one if they are many."""
        value, dependencies, faults = result
        if len(dependencies) < _MANY:
            return result
        shared = _Shared(dependencies)
        self._shared.append(shared)
        return value, {shared}, faults

    def _still_valid(self, name: Hashable) -> _Result | None:
        """Return the result of the state before the edits unless they change it."""
        cached = self._base_values.get(name)
        if cached is None:
            return None
        edited, compared = self._edited
        new = self._base_shared[compared:]  # a result is kept only after what it shares
        if new:
            edited, unchanged = _sorted_by_edit(new, edited)
            self._edited = edited, compared + len(new)
            self._shared += unchanged
        return cached if edited.isdisjoint(cached[1]) else None


def _sorted_by_edit(shared: Iterable[_Shared], edited: _Dependencies) -> tuple[_Dependencies, list[_Shared]]:
    """Return what is edited with those shared dependencies that are, and those that are not."""
    found, unchanged = {*edited}, list[_Shared]()
    for one in shared:
        if found.isdisjoint(one.dependencies):
            unchanged.append(one)
        else:
            found.add(one)
    return found, unchanged


def _compute(work: Callable[[*Arguments], T], *arguments: *Arguments) -> _Result:
    outer, outer_faults = _recorder.dependencies, _recorder.faults
    dependencies, faults = set[Dependency | _Shared](), set[Fault]()
    _recorder.dependencies, _recorder.faults = dependencies, faults
    is_done = False
    try:
        value = work(*arguments)
        is_done = True
    finally:
        _recorder.dependencies, _recorder.faults = outer, outer_faults
        if outer is not None and not is_done:  # whatever replaces the result depends on them, too
            outer |= dependencies
    return value, dependencies, faults or _NO_FAULTS


def _edited_dependencies(edits: Iterable[Edit]) -> set[Dependency]:
    """Return the dependencies that edits change."""
    found: set[Dependency] = {ALL_ENTRIES}
    for edit in edits:
        found |= {edit.address, edit.address.section}
        if edit.address.column == ROW_POSITION:
            found.add((edit.address.section, edit.address.field))
    return found

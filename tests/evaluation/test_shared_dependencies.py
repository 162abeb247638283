"""Values computed from one with many dependencies share them: invalid with it, and small beside it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import pytest

from perfdesk.definition.address import Address
from perfdesk.entries.change import Edit
from perfdesk.evaluation.cache import DependencyCache, record_dependency

NAMES = [Address("projects", "name", f"r{number}") for number in range(5000)]
ELSEWHERE = Address("projects", "other")


class Computed:
    """Names of many rows, texts compared with all names, and a summary of the texts; notes what is computed."""

    def __init__(self, cache: DependencyCache, texts: int) -> None:
        self.cache, self.texts, self.worked = cache, texts, list[str]()

    def summary(self) -> int:
        return self.cache.get("summary", self._summary)

    def _summary(self) -> int:
        self.worked.append("summary")
        return sum(self.cache.get(("text", number), self._text, number) for number in range(self.texts))

    def _text(self, number: int) -> int:
        self.worked.append("text")
        record_dependency(Address("texts", "text", f"t{number}"))
        return self.cache.get("names", self.names) + number

    def names(self) -> int:
        self.worked.append("names")
        for name in NAMES:
            record_dependency(name)
        return len(NAMES)


@pytest.mark.slow
def test_a_thousand_texts_compared_with_five_thousand_names_take_little_memory() -> None:
    computed = Computed(DependencyCache(), 1000)
    tracemalloc.start()
    try:
        computed.summary()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000  # in bytes; a set of all names for each text takes a hundred times as much


@pytest.mark.parametrize("next_cache", [DependencyCache.after, DependencyCache.what_if])
def test_an_edit_of_any_name_reaches_everything_computed_from_it(
    next_cache: Callable[[DependencyCache, tuple[Edit, ...]], DependencyCache],
) -> None:
    for name in (NAMES[0], NAMES[-1]):
        computed = Computed(DependencyCache(), 3)
        computed.summary()
        computed.worked.clear()
        computed.cache = next_cache(computed.cache, (Edit(name, None, "新"),))
        computed.summary()
        assert sorted(computed.worked) == ["names", "summary", "text", "text", "text"]


@pytest.mark.parametrize("next_cache", [DependencyCache.after, DependencyCache.what_if])
def test_other_edits_reach_only_what_reads_them(
    next_cache: Callable[[DependencyCache, tuple[Edit, ...]], DependencyCache],
) -> None:
    computed = Computed(DependencyCache(), 3)
    computed.summary()
    before = computed.cache
    for edited, expected in ((ELSEWHERE, []), (Address("texts", "text", "t1"), ["summary", "text"])):
        computed.worked.clear()
        computed.cache = next_cache(before, (Edit(edited, None, "新"),))
        computed.summary()
        assert computed.worked == expected


def test_what_was_kept_after_one_edit_is_still_dropped_by_the_next() -> None:
    computed = Computed(DependencyCache(), 3)
    computed.summary()
    for edited, expected in ((ELSEWHERE, 0), (NAMES[7], 5), (ELSEWHERE, 0), (NAMES[9], 5)):
        computed.worked.clear()
        computed.cache = computed.cache.after((Edit(edited, None, "新"),))
        computed.summary()
        assert len(computed.worked) == expected


def test_a_value_computed_from_a_kept_one_in_passing_is_dropped_with_it() -> None:
    computed = Computed(DependencyCache(), 1)
    computed.cache.get("names", computed.names)
    computed.cache = computed.cache.what_if((Edit(ELSEWHERE, None, "新"),))
    computed.summary()
    computed.worked.clear()
    computed.cache = computed.cache.after((Edit(NAMES[5], None, "新"),))
    computed.summary()
    assert sorted(computed.worked) == ["names", "summary", "text"]


def test_what_the_base_computes_after_an_edit_was_tried_is_compared_with_the_edit() -> None:
    computed = Computed(DependencyCache(), 3)
    base, tried = computed.cache, computed.cache.what_if((Edit(NAMES[7], None, "新"),))
    computed.summary()
    computed.worked.clear()
    computed.cache = tried
    computed.summary()
    assert sorted(computed.worked) == ["names", "summary", "text", "text", "text"]
    computed.worked.clear()
    computed.cache = base.what_if((Edit(ELSEWHERE, None, "新"),))
    computed.summary()
    assert computed.worked == []


def test_a_value_computed_in_passing_from_what_the_base_computed_later_is_dropped_with_it() -> None:
    computed = Computed(DependencyCache(), 1)
    base, computed.cache = computed.cache, computed.cache.what_if((Edit(ELSEWHERE, None, "新"),))
    base.get("names", computed.names)
    computed.summary()
    computed.worked.clear()
    computed.cache = computed.cache.after((Edit(NAMES[5], None, "新"),))
    computed.summary()
    assert sorted(computed.worked) == ["names", "summary", "text"]


def test_a_failure_within_many_reads_depends_on_what_was_read_before_it() -> None:
    cache, tried = DependencyCache(), list[str]()

    def failing() -> str:
        tried.append("failing")
        for name in NAMES:
            record_dependency(name)
        raise ValueError

    def guarded() -> str:
        try:
            return cache.get("failing", failing)
        except ValueError:
            return "replaced"

    assert cache.get("outer", guarded) == "replaced"
    cache = cache.after((Edit(NAMES[3], None, "新"),))
    assert cache.get("outer", guarded) == "replaced"
    assert len(tried) == 2

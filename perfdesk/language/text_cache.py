"""A cache of results by text with bounded memory: many of short texts, few of long ones, hardly any of chapters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sized
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

#: From these lengths on a text is long, and very long. Typing in a chapter creates many very long texts.
_LENGTHS = (500, 5000)
#: The numbers of cached results of short, long and very long texts.
_RESULTS = (4096, 32, 8)

P = ParamSpec("P")
R = TypeVar("R")


def cached_by_text(work: Callable[P, R], results: tuple[int, int, int] = _RESULTS) -> Callable[P, R]:
    """Cache the results of a function of texts; `results` are their numbers for short, long and very long texts."""
    caches = [lru_cache(number)(work) for number in results]

    @wraps(work)
    def cached(*args: P.args, **kwargs: P.kwargs) -> R:
        length = max((len(one) for one in args if isinstance(one, Sized)), default=0)
        return caches[bisect_right(_LENGTHS, length)](*args, **kwargs)

    return cached

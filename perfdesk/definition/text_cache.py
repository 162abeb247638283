"""Results kept by the text they were read from, in bounded memory: few of long texts, many of short ones."""

from __future__ import annotations

from collections.abc import Callable, Sized
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

#: While someone types in a chapter, each rest makes another long text.
_LONG, _SHORT_KEPT, _LONG_KEPT = 500, 4096, 32

P = ParamSpec("P")
R = TypeVar("R")


def cached_by_text(work: Callable[P, R]) -> Callable[P, R]:
    """Keep the results of a function whose last argument is a text."""
    short, long = lru_cache(_SHORT_KEPT)(work), lru_cache(_LONG_KEPT)(work)

    @wraps(work)
    def cached(*of: P.args, **how: P.kwargs) -> R:
        text = of[-1]
        is_long = isinstance(text, Sized) and len(text) > _LONG
        return (long if is_long else short)(*of, **how)

    return cached

"""A cache of results by text with bounded memory: few results of long texts, many of short ones."""

from __future__ import annotations

from collections.abc import Callable, Sized
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

#: The length of a long text, and the numbers of cached results. Typing in a chapter creates many long texts.
_LONG_LENGTH, _MAX_SHORT, _MAX_LONG = 500, 4096, 32

P = ParamSpec("P")
R = TypeVar("R")


def cached_by_text(work: Callable[P, R]) -> Callable[P, R]:
    """Cache the results of a function whose last argument is a text."""
    short, long = lru_cache(_MAX_SHORT)(work), lru_cache(_MAX_LONG)(work)

    @wraps(work)
    def cached(*args: P.args, **kwargs: P.kwargs) -> R:
        text = args[-1]
        is_long = isinstance(text, Sized) and len(text) > _LONG_LENGTH
        return (long if is_long else short)(*args, **kwargs)

    return cached

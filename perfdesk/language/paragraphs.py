"""The paragraphs of a text, so that only the one in which someone types is read again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from perfdesk.language.text_cache import cached_by_text

_END = re.compile(r"(?<=[。！？；!?;])[ \u3000]*\n+")
_SENTENCE_END = re.compile(r"[。！？!?]")
#: A paragraph that is longer is divided at the end of a sentence.
_LONG = 1000
#: The numbers of short, long and very long texts whose paragraphs are cached.
_TEXTS = (256, 32, 2)


@partial(cached_by_text, results=_TEXTS)
def paragraphs(text: str) -> tuple[tuple[int, str], ...]:
    """Return the paragraphs with their positions; a line break inside a sentence ends none.

    >>> paragraphs("基本支出：\\n工资1万元。\\n项目支出2万元。")
    ((0, '基本支出：\\n工资1万元。\\n'), (13, '项目支出2万元。'))
    """
    ends = [0, *(hit.end() for hit in _END.finditer(text)), len(text)]
    parts = [part for start, end in pairwise(ends) for part in _divided(text, start, end)]
    return tuple((start, text[start:end]) for start, end in parts if end > start)


def _divided(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of a paragraph: itself, or parts of a long one that end with a sentence."""
    while end - start > _LONG:
        hit = _SENTENCE_END.search(text, start + _LONG, end)
        if hit is None:
            break
        yield start, hit.end()
        start = hit.end()
    yield start, end

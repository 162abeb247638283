"""Sentences that occur twice in the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfdesk.definition.text_cache import cached_by_text

_SENTENCE = re.compile(r"[^。；！？\n]+")
_MIN_LENGTH = 15


def repeated_sentences(texts: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield sentences of at least 15 characters that occur again: the sentence, the first and the later text.

    Each sentence is reported once for each later text.
    """
    first_texts: dict[str, int] = {}
    reported: set[tuple[str, int]] = set()
    for at, text in enumerate(texts):
        for sentence in _sentences(text):
            if sentence not in first_texts:
                first_texts[sentence] = at
            elif (sentence, at) not in reported:
                reported.add((sentence, at))
                yield sentence, first_texts[sentence], at


@cached_by_text
def _sentences(text: str) -> tuple[str, ...]:
    found = (hit[0].strip(" \u3000，、") for hit in _SENTENCE.finditer(text))
    return tuple(sentence for sentence in found if len(sentence) >= _MIN_LENGTH)

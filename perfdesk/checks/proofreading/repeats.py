"""The same sentence in two places of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfdesk.definition.text_cache import cached_by_text

_SENTENCE = re.compile(r"[^。；！？\n]+")
_MIN_LENGTH = 15


def repeated_sentences(texts: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Sentences of fifteen characters or more that stand twice, each once a text, with the text it stood in first."""
    seen: dict[str, int] = {}
    told: set[tuple[str, int]] = set()
    for at, text in enumerate(texts):
        for sentence in _sentences(text):
            if sentence in seen:
                if (sentence, at) in told:
                    continue
                told.add((sentence, at))
                yield sentence, seen[sentence], at
            else:
                seen[sentence] = at


@cached_by_text
def _sentences(text: str) -> tuple[str, ...]:
    found = (hit[0].strip(" \u3000，、") for hit in _SENTENCE.finditer(text))
    return tuple(sentence for sentence in found if len(sentence) >= _MIN_LENGTH)

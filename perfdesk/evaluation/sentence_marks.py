"""Punctuation where the parts of a sentence meet: what a user closed with a full stop is closed only once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

#: Marks that follow a part; one that the part already ends with gives way to them.
_FOLLOWING = ("。", "；", "，", "、", "！", "？")
_GIVES_WAY = "。；，、;, \u3000"
#: Marks that say more than the one that follows, which gives way to them.
_STAYS = ("！", "？", "!", "?")


def kept_spans(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return what is printed of each text, as start and end in it, so that no mark is doubled where they meet.

    >>> kept_spans(["办公室。", "。"]), kept_spans(["办公室！", "。"])
    ([(0, 3), (0, 1)], [(0, 4), (1, 1)])
    """
    spans, shown = list[tuple[int, int]](), list[int]()  # `shown`: the texts of which something is printed
    for number, text in enumerate(texts):
        start = 0
        if text.startswith(_FOLLOWING):
            _close(texts, spans, shown)
            before = texts[shown[-1]][slice(*spans[shown[-1]])] if shown else ""
            start = len(text) - len(text.lstrip(_GIVES_WAY + before[-1])) if before.endswith(_STAYS) else 0
        spans.append((start, len(text)))
        shown += [number] if start < len(text) else []
    return spans


def _close(texts: Sequence[str], spans: list[tuple[int, int]], shown: list[int]) -> None:
    """Take the marks that give way off the end of what is printed so far."""
    while shown:
        last = shown[-1]
        start, end = spans[last]
        kept = start + len(texts[last][start:end].rstrip(_GIVES_WAY))
        spans[last] = start, kept
        if kept > start:
            return
        shown.pop()


def joined_text(parts: Iterable[str], separator: str = "") -> str:
    """Return the parts one after another, with no mark doubled where they meet."""
    texts = [text for number, part in enumerate(parts) for text in (separator if number else "", part)]
    return "".join(text[start:end] for text, (start, end) in zip(texts, kept_spans(texts), strict=True))

"""Sentences, and clauses inside longer sentences, that occur twice in the report."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perfdesk.language.text_cache import cached_by_text

_SENTENCE = re.compile(r"[^。；！？\n]+")
_CLAUSE = re.compile(r"[^，。；：！？\n]+")
_LINE = re.compile(r"[^\n]+")
_MIN_LENGTH = 15
#: What may lawfully be written twice: titles, figures, and that there is nothing.
_QUOTED = re.compile(r"《[^《》\n]{0,60}》|〔[^〕]{0,6}〕|（[^（）]{0,30}）")
_FACT = re.compile(r"\d|[一二三四五六七八九十]是|^无|没有|不涉及|年度无|部门整体支出绩效")


@dataclass(frozen=True, slots=True)
class Repetition:
    """Words from `start` to `end` of the text number `again` that were already in the text number `first`."""

    words: str
    first: int
    again: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Clause:
    words: str
    paragraph: int
    start: int
    end: int


def repetitions(texts: Sequence[str], unit: str = "") -> Iterator[Repetition]:
    """Yield whole sentences, then runs of clauses, of at least 15 characters that occur again in another place.

    Each is reported once for each later text. Titles and the unit's name do not count among the characters of clauses.
    """
    sentences = list(_repeated_sentences(texts))
    yield from sentences
    known = {(one.again, one.words) for one in sentences}
    yield from _repeated_clauses(texts, unit, known)


def _repeated_sentences(texts: Sequence[str]) -> Iterator[Repetition]:
    first_texts: dict[str, int] = {}
    reported: set[tuple[str, int]] = set()
    for at, text in enumerate(texts):
        for sentence in _sentences(text):
            if sentence not in first_texts:
                first_texts[sentence] = at
            elif (sentence, at) not in reported:
                reported.add((sentence, at))
                start = text.rfind(sentence)
                yield Repetition(sentence, first_texts[sentence], at, start, start + len(sentence))


def _repeated_clauses(texts: Sequence[str], unit: str, known: set[tuple[int, str]]) -> Iterator[Repetition]:
    places: dict[str, tuple[int, int]] = {}
    reported: set[tuple[str, int]] = set()
    split = [_clauses(text) for text in texts]
    for at, (text, clauses) in enumerate(zip(texts, split, strict=True)):
        index = 0
        while index < len(clauses):
            place = places.get(clauses[index].words)
            if place is None or (place[0] == at and clauses[place[1]].paragraph == clauses[index].paragraph):
                places.setdefault(clauses[index].words, (at, index))
                index += 1
                continue
            run = _run(clauses, index, split[place[0]], place[1])
            words = text[clauses[index].start : clauses[index + run - 1].end]
            inside = any(number == at and words in sentence for number, sentence in known)
            if (
                _weight(clauses[index : index + run], unit) >= _MIN_LENGTH
                and not inside
                and (words, at) not in reported
            ):
                reported.add((words, at))
                yield Repetition(words, place[0], at, clauses[index].start, clauses[index + run - 1].end)
            index += run


def _run(clauses: Sequence[_Clause], index: int, others: Sequence[_Clause], other: int) -> int:
    """Count the clauses that two texts have in common from two places on, within one paragraph of each."""
    length = 0
    while (
        index + length < len(clauses)
        and other + length < len(others)
        and clauses[index + length].words == others[other + length].words
        and clauses[index + length].paragraph == clauses[index].paragraph
    ):
        length += 1
    return length


def _weight(clauses: Sequence[_Clause], unit: str) -> int:
    """Count the characters of clauses that state no figure, without titles and the unit's name."""
    return sum(
        len(_QUOTED.sub("", clause.words).replace(unit, "") if unit else _QUOTED.sub("", clause.words))
        for clause in clauses
        if not _FACT.search(clause.words)
    )


@cached_by_text
def _sentences(text: str) -> tuple[str, ...]:
    found = (hit[0].strip(" \u3000，、") for hit in _SENTENCE.finditer(text))
    return tuple(sentence for sentence in found if len(sentence) >= _MIN_LENGTH)


def _clauses(text: str) -> list[_Clause]:
    spans = _clause_spans(text)
    return [
        _Clause(text[start:end].strip(" \u3000"), paragraph, start, end)
        for paragraph, start, end in zip(spans[::3], spans[1::3], spans[2::3], strict=True)
    ]


@cached_by_text
def _clause_spans(text: str) -> array[int]:
    """Return paragraph, start and end of each clause one after the other, which takes little memory."""
    return array(
        "I",
        (
            part
            for number, line in enumerate(_LINE.finditer(text))
            for clause in _CLAUSE.finditer(text, *line.span())
            for part in (number, *clause.span())
        ),
    )

"""Search for answers by name (转到) or by text (查找)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from perfdesk.checks.proofreading.figure_values import agree, may_be_stated, value_at
from perfdesk.definition.address import Address
from perfdesk.definition.model import Field, Table
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.evaluation.labels import answer_label, section_label
from perfdesk.language.quantities import Quantity
from perfdesk.ui.models.pinyin import match_rank

#: Characters of an excerpt before and after the match.
_BEFORE = 8
_AFTER = 60
_NO_MATCH = 3


@dataclass(frozen=True, slots=True)
class SearchResult:
    """A match: the address of the answer, its label, its section, and an excerpt of its text."""

    address: Address
    label: str
    section: str
    excerpt: str


def by_name(answers: Answers, sections: Iterable[str], query: str) -> list[SearchResult]:
    """Return answers, and tables without rows, whose name, code, table or section contains every word.

    Exact matches come first. A word of letters may also be the pinyin initials of the name.
    """
    words = _folded(query).split()
    hits: list[tuple[int, SearchResult]] = []
    for address, code, table in _shown_answers(answers, sections) if words else ():
        label, section = answer_label(answers, address), section_label(answers, address.section)
        near, far = _folded(f"{code} {label}"), _folded(f"{table} {section}")
        if all(word in near or word in far or _pinyin_rank(label, word) < _NO_MATCH for word in words):
            hits.append((_rank(words, code, label), _result(answers, address, code)))
    for address, label in _empty_tables(answers, sections) if words else ():
        section = section_label(answers, address.section)
        far = _folded(f"{label} {section}")
        if all(word in far or _pinyin_rank(label, word) < _NO_MATCH for word in words):
            hits.append((_rank(words, "", label), SearchResult(address, label, section, "")))
    return [found for _, found in sorted(hits, key=lambda hit: hit[0])]


def by_figure(figure: Quantity) -> Callable[[Answers, Iterable[str], str], list[SearchResult]]:
    """Return a search for the answers that a figure of a text may state: by name, or without words by their value."""

    def search(answers: Answers, sections: Iterable[str], query: str) -> list[SearchResult]:
        if query.strip():
            found = by_name(answers, sections, query)
            return [one for one in found if may_be_stated(answers, one.address, figure)]
        return [
            _result(answers, address, code)
            for address, code, _ in _shown_answers(answers, sections)
            if (value := value_at(answers, address)) is not None and figure.comparable(value) and agree(figure, value)
        ]

    return search


def by_text(answers: Answers, sections: Iterable[str], query: str) -> list[SearchResult]:
    """Return answers, typed or generated, that contain a text; numbers are also searched as printed."""
    sought = _folded(query)
    found: list[SearchResult] = []
    for address, code, _ in _shown_answers(answers, sections) if sought else ():
        texts = (answers.entries.text(address) or "", _shown_text(answers, address))
        hit = next((text for text in texts if sought in _folded(text)), None)
        if hit is not None:
            label, section = answer_label(answers, address), section_label(answers, address.section)
            found.append(SearchResult(address, f"{code} {label}".strip(), section, _excerpt(hit, sought)))
    return found


def _result(answers: Answers, address: Address, code: str) -> SearchResult:
    """Return an answer as a result, with the beginning of its text."""
    name, section = f"{code} {answer_label(answers, address)}".strip(), section_label(answers, address.section)
    return SearchResult(address, name, section, _excerpt(_shown_text(answers, address), ""))


def _shown_answers(answers: Answers, sections: Iterable[str]) -> Iterator[tuple[Address, str, str]]:
    """Yield every answer shown in these sections, in printed order, with the code of its row and its table's name."""
    for instance in sections:
        for block in answers.form.section(instance).blocks:
            if not isinstance(block, Field | Table) or not answers.is_met(block.when, EvaluationContext(instance)):
                continue
            if isinstance(block, Field):
                yield Address(instance, block.question.id), "", ""
                continue
            codes = {row.id: row.code for row in block.rows}
            for row in answers.rows(instance, block.id):
                for column in block.shown_columns:
                    address = Address(instance, block.id, row, column.id)
                    if answers.form.question(address) is not None:
                        yield address, codes.get(row, ""), block.label


def _empty_tables(answers: Answers, sections: Iterable[str]) -> Iterator[tuple[Address, str]]:
    """Yield the tables in these sections that have no row yet, and so no answer with a name."""
    for instance in sections:
        for block in answers.form.section(instance).blocks:
            if not isinstance(block, Table) or not block.open or answers.rows(instance, block.id):
                continue
            if answers.is_met(block.when, EvaluationContext(instance)):
                yield Address(instance, block.id), block.label


def _shown_text(answers: Answers, address: Address) -> str:
    """Return the text shown at an address: the generated sentence, or the answer as printed."""
    if not address.row and answers.entries.text(address) is None:
        blocks = answers.form.section(address.section).blocks
        for block in blocks:
            if isinstance(block, Field) and block.question.id == address.field and block.template is not None:
                return answers.generated(address.section, block)
    return answers.text(address) or answers.entries.text(address) or ""


def _rank(words: list[str], code: str, label: str) -> int:
    """Rank a match: 0 if the name or code is equal, 1 if it begins with the query, 2 if it contains it, else 3."""
    query, name = " ".join(words), _folded(label)
    head = name.partition("·")[0]
    if query in (_folded(code), name, head):
        return 0
    if name.startswith(query) or (code and _folded(code).startswith(query)):
        return 1
    if query in name:
        return 2
    return min(_pinyin_rank(head, words[0]), _pinyin_rank(name, words[0]))


def _pinyin_rank(name: str, word: str) -> int:
    """Rank a match by pinyin initials; a single letter never matches, because it would match almost every name."""
    rank = match_rank(name, word) if len(word) > 1 else None
    return _NO_MATCH if rank is None else rank


def _excerpt(text: str, sought: str) -> str:
    """Return a part of a text around the match, on one line."""
    line = " ".join(text.split())
    at = max(0, _folded(line).find(sought))
    start = 0 if at <= _BEFORE else at - _BEFORE
    cut = line[start : at + _AFTER]
    return ("…" if start else "") + cut + ("…" if at + _AFTER < len(line) else "")


def _folded(text: str) -> str:
    """Normalize a text, so that width of characters and case do not matter in a search."""
    return unicodedata.normalize("NFKC", text).casefold().strip()

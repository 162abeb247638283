"""Answers looked for by what they are called (转到) or by what stands in them (查找)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perfdesk.definition.address import Address
from perfdesk.definition.model import Field, Table
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.evaluation.labels import answer_label, section_label
from perfdesk.ui.models.pinyin import match_rank

_BEFORE = 8
_AFTER = 60
_NO_MATCH = 3


@dataclass(frozen=True, slots=True)
class SearchResult:
    """An answer that was looked for: what it is called, where it is, and what stands there."""

    address: Address
    label: str
    section: str
    excerpt: str


def by_name(answers: Answers, sections: Iterable[str], query: str) -> list[SearchResult]:
    """Answers whose name, code, table or section contains every word; those called just so come first.

    A word of letters may also be the initials of the name's pinyin.
    """
    text = _folded(query).split()
    hits: list[tuple[int, SearchResult]] = []
    for address, code, table in _shown_answers(answers, sections) if text else ():
        label, section = answer_label(answers, address), section_label(answers, address.section)
        near, far = _folded(f"{code} {label}"), _folded(f"{table} {section}")
        if all(word in near or word in far or _pinyin_distance(label, word) < _NO_MATCH for word in text):
            found = SearchResult(
                address, f"{code} {label}".strip(), section, _excerpt(_shown_text(answers, address), "")
            )
            hits.append((_distance(text, code, label), found))
    return [found for _, found in sorted(hits, key=lambda hit: hit[0])]


def by_text(answers: Answers, sections: Iterable[str], query: str) -> list[SearchResult]:
    """Answers, typed or generated, in which a text stands; figures also as they are printed."""
    sought = _folded(query)
    found: list[SearchResult] = []
    for address, code, _ in _shown_answers(answers, sections) if sought else ():
        texts = (answers.entries.text(address) or "", _shown_text(answers, address))
        hit = next((text for text in texts if sought in _folded(text)), None)
        if hit is not None:
            label, section = answer_label(answers, address), section_label(answers, address.section)
            found.append(SearchResult(address, f"{code} {label}".strip(), section, _excerpt(hit, sought)))
    return found


def _shown_answers(answers: Answers, sections: Iterable[str]) -> Iterator[tuple[Address, str, str]]:
    """Every answer shown in these sections, in order of the paper, with the code of its row and its table's name."""
    for instance in sections:
        for block in answers.form.section(instance).blocks:
            if not isinstance(block, Field | Table) or not answers.is_met(block.when, EvaluationContext(instance)):
                continue
            if isinstance(block, Field):
                yield Address(instance, block.question.id), "", ""
                continue
            codes = {row.id: row.code for row in block.rows}
            for row in answers.rows(instance, block.id):
                for column in block.columns:
                    address = Address(instance, block.id, row, column.id)
                    if answers.form.question(address) is not None:
                        yield address, codes.get(row, ""), block.label


def _shown_text(answers: Answers, address: Address) -> str:
    """What is read at a place: the sentence it writes by itself, or the answer as printed."""
    if not address.row and answers.entries.text(address) is None:
        blocks = answers.form.section(address.section).blocks
        for block in blocks:
            if isinstance(block, Field) and block.question.id == address.field and block.template is not None:
                return answers.generated(address.section, block)
    return answers.text(address) or answers.entries.text(address) or ""


def _distance(text: list[str], code: str, label: str) -> int:
    """How far a name is from what was typed: 0 for just so, 1 for so it begins, 2 for contained, 3 for elsewhere."""
    wanted, name = " ".join(text), _folded(label)
    head = name.partition("·")[0]
    if wanted in (_folded(code), name, head):
        return 0
    if name.startswith(wanted) or (code and _folded(code).startswith(wanted)):
        return 1
    if wanted in name:
        return 2
    return min(_pinyin_distance(head, text[0]), _pinyin_distance(name, text[0]))


def _pinyin_distance(name: str, word: str) -> int:
    """How far a name is from the initials typed; one letter alone would find nearly all."""
    place = match_rank(name, word) if len(word) > 1 else None
    return _NO_MATCH if place is None else place


def _excerpt(text: str, sought: str) -> str:
    """One line of a text with what was looked for in it."""
    line = " ".join(text.split())
    at = max(0, _folded(line).find(sought))
    start = 0 if at <= _BEFORE else at - _BEFORE
    cut = line[start : at + _AFTER]
    return ("…" if start else "") + cut + ("…" if at + _AFTER < len(line) else "")


def _folded(text: str) -> str:
    """Full and half width, capitals and small letters, are the same to whoever looks for something."""
    return unicodedata.normalize("NFKC", text).casefold().strip()

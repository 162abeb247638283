"""Sentences with `{…}` in them: formulas in running text, and phrases that come and go with the figures."""

from __future__ import annotations

import re
from dataclasses import dataclass

from perfdesk.definition.expression import Expression, ExpressionError, Resolve, parse

_SLOT = re.compile(r"\{([^{}]*)\}")
_FORMAT = re.compile(r"(.*?)(?::([0-9]))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Slot:
    """A formula's value in a sentence, plain or with fixed `decimals`."""

    expression: Expression
    decimals: int | None


@dataclass(frozen=True, slots=True)
class PhraseSlot:
    """Where a phrase of the same sentence stands."""

    phrase: str


@dataclass(frozen=True, slots=True)
class Template:
    """Text and slots in order; `source` is how the form writes it."""

    parts: tuple[str | Slot | PhraseSlot, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Part of a sentence that stands only `when` its condition holds.

    With `table`, `text` is repeated for each row that meets `row_when`, joined by `separator` and put into `wrapper` at
    `{rows}`; with `members`, the phrases named are joined by `separator`, those that are empty left out.
    """

    id: str
    when: Expression | None
    text: Template | None
    table: tuple[str, str] | None
    row_when: Expression | None
    separator: str
    wrapper: Template | None
    members: tuple[str, ...]


def parse_template(text: str, resolve: Resolve, phrases: frozenset[str] = frozenset()) -> Template:
    """Read a sentence; `{name}` is a phrase when the sentence has one so called, else a formula."""
    parts: list[str | Slot | PhraseSlot] = []
    end = 0
    for found in _SLOT.finditer(text):
        parts.append(_literal(text[end : found.start()]))
        parts.append(_slot(found.group(1), resolve, phrases))
        end = found.end()
    parts.append(_literal(text[end:]))
    return Template(tuple(part for part in parts if part), text)


def _literal(text: str) -> str:
    if "{" in text or "}" in text:
        raise ExpressionError(f"句子里的花括号不成对：{text[:40]}")
    return text


def _slot(inside: str, resolve: Resolve, phrases: frozenset[str]) -> Slot | PhraseSlot:
    if inside in phrases:
        return PhraseSlot(inside)
    found = _FORMAT.fullmatch(inside)
    source, decimals = (found.group(1), found.group(2)) if found else (inside, None)
    return Slot(parse(source, resolve), int(decimals) if decimals else None)

"""Sentence templates with `{…}`: formulas in running text, and phrases with conditions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from perfdesk.definition.expression import Expression, ExpressionError, FindBands, Resolve, parse

_SLOT = re.compile(r"\{([^{}]*)\}")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_HAS_DECIMALS = re.compile(r":[0-9]$")
_FORMAT = re.compile(r"(.*?)(?::([0-9]))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Slot:
    """A formula's value in a sentence, plain or with fixed `decimals`."""

    expression: Expression
    decimals: int | None


@dataclass(frozen=True, slots=True)
class PhraseSlot:
    """The position of a phrase of the same sentence."""

    phrase: str


@dataclass(frozen=True, slots=True)
class Template:
    """Text and slots in order; `source` is the text in the form."""

    parts: tuple[str | Slot | PhraseSlot, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of a sentence that is printed only if its condition `when` holds.

    With `table`, `text` is repeated for each row that meets `row_when`, joined by `separator` and put into `wrapper` at
    `{rows}`; with `members`, the named phrases are joined by `separator`, empty ones left out.
    """

    id: str
    when: Expression | None
    text: Template | None
    table: tuple[str, str] | None
    row_when: Expression | None
    separator: str
    wrapper: Template | None
    members: tuple[str, ...]


def parse_template(text: str, resolve: Resolve, bands: FindBands, phrases: frozenset[str] = frozenset()) -> Template:
    """Parse a sentence; `{name}` is a phrase if the sentence has one of that name, else a formula."""
    parts: list[str | Slot | PhraseSlot] = []
    end = 0
    for found in _SLOT.finditer(text):
        parts.append(_literal(text[end : found.start()]))
        parts.append(_slot(found.group(1), resolve, bands, phrases))
        end = found.end()
    parts.append(_literal(text[end:]))
    return Template(tuple(part for part in parts if part), text)


def _literal(text: str) -> str:
    if "{" in text or "}" in text:
        raise ExpressionError(f"句子里的花括号不成对，一个名字写成 {{名字}}：{text[:40]}")
    return text


def _slot(inside: str, resolve: Resolve, bands: FindBands, phrases: frozenset[str]) -> Slot | PhraseSlot:
    if inside in phrases:
        return PhraseSlot(inside)
    if ":" in _QUOTED.sub("", inside.replace("：", ":")) and not _HAS_DECIMALS.search(inside):
        name = re.split("[:：]", inside)[0]
        raise ExpressionError(f"小数位数用英文冒号加一个数字，写成 {{{name}:2}}")
    found = _FORMAT.fullmatch(inside)
    source, decimals = (found.group(1), found.group(2)) if found else (inside, None)
    return Slot(parse(source, resolve, bands), int(decimals) if decimals else None)

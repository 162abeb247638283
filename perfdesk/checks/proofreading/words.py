"""Checks of words: placeholders, repeated words, outdated documents."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from perfdesk.checks.finding import FindingCode
from perfdesk.checks.proofreading.passage import Passage, TextIssue
from perfdesk.definition.severity import Severity
from perfdesk.paths import RESOURCES

_PLACEHOLDER = re.compile(
    r"(?<![0-9A-Za-z/])(?:[XxＸｘ]{2,99}|×{2,99}|[_＿]{2,99}|[○◯]{2,99}|待填写?|待补充|[?？]{3,99})(?![0-9A-Za-z])"
    r"|(?<![0-9*＊])[*＊]{2,9}(?=万?元|个|人|年|月|日|[县市乡镇村局])|某某(?=[县市区乡镇村局单部项])"
    r"|此处(?:填写|插入|补充)|[（(【](?:请|按要求|据实|如实)?(?:填写|补充|说明填)[^（）()【】\n]{0,20}[）)】]"
)
_DOUBLED = re.compile(r"([一-龥]{2,8})\1")
_MAY_REPEAT = re.compile(r"[一逐各]|(.)\1")


@dataclass(frozen=True, slots=True)
class Wordlist:
    """The contents of `resources/wording.toml` with compiled patterns; a year of 0 or 9999 is no limit."""

    events: tuple[tuple[re.Pattern[str], int, int, str], ...]
    void: tuple[tuple[re.Pattern[str], str, int], ...]
    renamed: tuple[frozenset[str], ...]


@cache
def shipped_wordlist() -> Wordlist:
    """Read the list that is shipped with the program."""
    read = tomllib.loads((RESOURCES / "wording.toml").read_text(encoding="utf-8"))
    return Wordlist(
        tuple(
            (re.compile(event["words"]), event["first"], event.get("last", 9999), event["date"])
            for event in read["event"]
        ),
        tuple((re.compile(entry["words"]), entry["instead"], entry["since"]) for entry in read["void"]),
        tuple(frozenset(group["names"]) for group in read["renamed"]),
    )


def placeholders(passage: Passage) -> Iterator[TextIssue]:
    """Find placeholders: `XX`, `××`, `待填`."""
    for hit in _PLACEHOLDER.finditer(passage.text):
        yield TextIssue(FindingCode.PLACEHOLDER, Severity.ERROR, *hit.span(), f"“{hit[0]}”还没有填写，请补上")


def doubled_words(passage: Passage) -> Iterator[TextIssue]:
    """Find words that are written twice in a row."""
    for hit in _DOUBLED.finditer(passage.text):
        if not _MAY_REPEAT.match(hit[1]):
            yield TextIssue(FindingCode.REPETITION, Severity.WARNING, *hit.span(), f"“{hit[1]}”连写了两遍", hit[1])


def outdated_references(passage: Passage) -> Iterator[TextIssue]:
    """Find documents and systems that no longer apply in the report's year."""
    for pattern, instead, since in shipped_wordlist().void:
        for hit in pattern.finditer(passage.text):
            if passage.year is not None and passage.year >= since:
                yield TextIssue(
                    FindingCode.OUTDATED_REFERENCE,
                    Severity.WARNING,
                    *hit.span(),
                    f"{hit[0]}已经停用，现行的是{instead}，请核对",
                )

"""Words and characters that are mistaken for others: `拔付` for `拨付`, `截止目前` for `截至目前`.

All wrong words are found by one expression; an entry may also require what is before and after the word.
"""

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


@dataclass(frozen=True, slots=True)
class Confusion:
    """A wrong word and the right one; `where` must match at the word, if there is one."""

    wrong: str
    right: str
    where: str

    def is_at(self, text: str, position: int) -> bool:
        """Whether the word that begins at a position is wrong there."""
        return not self.where or _compiled(self.where).match(text, position) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when a text first needs it: most are never needed."""
    return re.compile(pattern)


@dataclass(frozen=True, slots=True)
class Confusions:
    """The expression that finds a wrong word, and for each the entries with which it begins, the longest first."""

    words: re.Pattern[str]
    entries: dict[str, tuple[Confusion, ...]]


@cache
def shipped_confusions() -> Confusions:
    """Read `resources/confusions.toml`."""
    read = tomllib.loads((RESOURCES / "confusions.toml").read_text(encoding="utf-8"))["typo"]
    entries = [Confusion(one["wrong"], one["right"], one.get("where", "")) for one in read]
    entries.sort(key=lambda entry: -len(entry.wrong))
    by_sign: dict[str, list[str]] = {}
    for entry in entries:
        by_sign.setdefault(entry.wrong[0], []).append(re.escape(entry.wrong[1:]))
    words = re.compile("|".join(f"{sign}(?:{'|'.join(rest)})" for sign, rest in sorted(by_sign.items())))
    return Confusions(
        words,
        {one.wrong: tuple(other for other in entries if one.wrong.startswith(other.wrong)) for one in entries},
    )


def misspelt_words(passage: Passage) -> Iterator[TextIssue]:
    """Find the words that are certainly wrong where they are."""
    confusions, text, position = shipped_confusions(), passage.text, 0
    while (hit := confusions.words.search(text, position)) is not None:
        position = hit.start() + 1
        for entry in confusions.entries[hit[0]]:
            if entry.is_at(text, hit.start()):
                position = hit.start() + len(entry.wrong)
                message = f"“{entry.wrong}”应为“{entry.right}”"
                yield TextIssue(
                    FindingCode.MISSPELT_WORD, Severity.WARNING, hit.start(), position, message, entry.right
                )
                break

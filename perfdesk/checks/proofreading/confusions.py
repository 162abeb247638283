"""Words and characters that are mistaken for others: `拔付` for `拨付`, `截止目前` for `截至目前`.

Words are looked up at each sign with which one begins; an entry may also require what is before and after the word.
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
    """The entries by wrong word, the lengths of these words from the longest on, and what finds their first signs."""

    entries: dict[str, tuple[Confusion, ...]]
    lengths: tuple[int, ...]
    first_signs: re.Pattern[str]

    def at(self, text: str, position: int) -> Confusion | None:
        """Return the longest entry whose word stands at a position and is wrong there."""
        for length in self.lengths:
            for entry in self.entries.get(text[position : position + length], ()):
                if entry.is_at(text, position):
                    return entry
        return None


@cache
def shipped_confusions() -> Confusions:
    """Read `resources/confusions.toml`."""
    read = tomllib.loads((RESOURCES / "confusions.toml").read_text(encoding="utf-8"))["typo"]
    entries: dict[str, tuple[Confusion, ...]] = {}
    for one in read:
        entry = Confusion(one["wrong"], one["right"], one.get("where", ""))
        entries[entry.wrong] = (*entries.get(entry.wrong, ()), entry)
    signs = "".join(sorted({re.escape(wrong[0]) for wrong in entries}))
    lengths = sorted({len(wrong) for wrong in entries}, reverse=True)
    return Confusions(entries, tuple(lengths), re.compile(f"[{signs}]"))


def misspelt_words(passage: Passage) -> Iterator[TextIssue]:
    """Find the words that are certainly wrong where they are."""
    confusions, text, position = shipped_confusions(), passage.text, 0
    while (hit := confusions.first_signs.search(text, position)) is not None:
        position = hit.end()
        if (entry := confusions.at(text, hit.start())) is not None:
            position = hit.start() + len(entry.wrong)
            message = f"“{entry.wrong}”应为“{entry.right}”"
            yield TextIssue(FindingCode.MISSPELT_WORD, Severity.WARNING, hit.start(), position, message, entry.right)

"""Checks of the unit's full name: a character lost, added or changed, a short name that is wrong, a former name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from perfdesk.checks.finding import FindingCode
from perfdesk.checks.proofreading.passage import Passage, TextIssue
from perfdesk.checks.proofreading.words import shipped_wordlist
from perfdesk.definition.severity import Severity

_REGION = re.compile(r"[一-龥]{1,7}?(?:自治[县州旗]|[县市区州旗])")
_OFFICE = re.compile(r"[一-龥]{0,16}?(?:委员会|办公室|[局委办院站所校社会]|中心|大队|支队)")
#: The place's last character begins a short name (`县林业局`) at the beginning of a word only.
_WORD_BEGINS = r"(?:(?<![一-龥])|(?<=[由经是与和对在向据按为因我将及]))"
#: The fewest characters besides the place that a name shares with the unit's name to be taken for it.
_MIN_KEPT = 2


def inconsistent_unit_names(passage: Passage) -> Iterator[TextIssue]:
    """Find names that are almost the unit's name, in full or shortened to `县…局`, and names it had before."""
    place = _REGION.match(passage.unit)
    if place is None:
        return
    own = passage.unit[place.end() :]
    for hit in _names_begin(place[0]).finditer(passage.text):
        if passage.text.startswith(own, hit.end()):
            continue
        office = _OFFICE.match(passage.text, hit.end())
        if office is None:
            continue
        severity = _severity(office[0], own, is_short=hit[0] != place[0])
        if severity is not None:
            yield _issue(passage, hit.start(), office.end(), severity)
    for hit in _lost_in_place(passage.unit, place[0]).finditer(passage.text):
        yield _issue(passage, hit.start(), hit.end(), Severity.WARNING)


def _issue(passage: Passage, start: int, end: int, severity: Severity) -> TextIssue:
    message = f"“{passage.text[start:end]}”与单位全称“{passage.unit}”不一致，请核对"
    return TextIssue(FindingCode.UNIT_NAME, severity, start, end, message)


@lru_cache(16)
def _names_begin(place: str) -> re.Pattern[str]:
    return re.compile(f"(?<!原){re.escape(place)}|{_WORD_BEGINS}{place[-1]}")


@lru_cache(16)
def _lost_in_place(unit: str, place: str) -> re.Pattern[str]:
    """Match the full name with one character of the place lost, where what is left is no short name."""
    lost = (place[:at] + place[at + 1 :] for at in range(len(place)))
    names = {f"{left}{unit[len(place) :]}" for left in lost if len(left) > 1}
    return re.compile("|".join(f"(?<![一-龥]){re.escape(name)}" for name in sorted(names)) or r"(?!)")


def _severity(name: str, unit: str, *, is_short: bool) -> Severity | None:
    """How certain it is that a name without its place is meant to be the unit's; None if it is another name."""
    if any(name in group and unit in group for group in shipped_wordlist().renamed):
        return Severity.WARNING
    short, long = sorted((name, unit), key=len)
    lost = len(long) - len(short)
    if lost == 1 and len(short) >= _MIN_KEPT and name[-1] == unit[-1] and _is_subsequence(short, long):
        return Severity.ERROR
    if is_short:
        return Severity.WARNING if _is_transposed(name, unit) else None
    return Severity.WARNING if _is_transposed(name, unit) or _means_unit(name, unit) else None


def _means_unit(name: str, unit: str) -> bool:
    """Whether a name is the unit's with characters lost or added, or a long one with one character changed."""
    if len(name) == len(unit):
        changed = sum(ours != theirs for ours, theirs in zip(name, unit, strict=True))
        return changed == 1 and len(unit) > 2 * _MIN_KEPT
    short, long = sorted((name, unit), key=len)
    return len(short) > _MIN_KEPT and len(long) - len(short) <= 2 * _MIN_KEPT - 1 and _is_subsequence(short, long)


def _is_transposed(name: str, unit: str) -> bool:
    """Whether two names differ only in the order of two neighbouring characters."""
    differing = [at for at, (ours, theirs) in enumerate(zip(name, unit, strict=False)) if ours != theirs]
    return len(name) == len(unit) and len(differing) == 2 and sorted(name) == sorted(unit)


def _is_subsequence(short: str, long: str) -> bool:
    """Whether all characters of the short text occur in the long one in the same order."""
    rest = iter(long)
    return all(sign in rest for sign in short)

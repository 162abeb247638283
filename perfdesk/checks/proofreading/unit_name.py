"""Checks of the unit's name in texts against the cover."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfdesk.checks.finding import FindingCode
from perfdesk.checks.proofreading.passage import Passage, TextIssue
from perfdesk.definition.severity import Severity

_REGION = re.compile(r"[一-龥]{1,7}?(?:自治[县州旗]|[县市区州旗])")
_OFFICE = re.compile(r"[一-龥]{0,16}?(?:委员会|办公室|[局委办院站所校社会]|中心|大队|支队)")
#: The number of characters, without the region, that a name must share with the unit's to be compared with it.
_MIN_KEPT = 2


def inconsistent_unit_names(passage: Passage) -> Iterator[TextIssue]:
    """Find names that begin with the unit's region and differ from its name by a few characters."""
    region = _REGION.match(passage.unit)
    if region is None:
        return
    for hit in re.finditer(re.escape(region[0]), passage.text):
        if passage.text.startswith(passage.unit, hit.start()):
            continue
        office = _OFFICE.match(passage.text, hit.end())
        name = region[0] + office[0] if office else ""
        if office and _means_unit(name[len(region[0]) :], passage.unit[len(region[0]) :]):
            message = f"“{name}”与单位全称“{passage.unit}”不一致，请核对"
            yield TextIssue(FindingCode.UNIT_NAME, Severity.WARNING, hit.start(), office.end(), message)


def _means_unit(name: str, unit: str) -> bool:
    """Whether a name is the unit's with characters missing or added, or with one of many changed."""
    if len(name) == len(unit):
        changed = sum(ours != theirs for ours, theirs in zip(name, unit, strict=True))
        return changed == 1 and len(unit) > 2 * _MIN_KEPT
    short, long = sorted((name, unit), key=len)
    return len(short) > _MIN_KEPT and len(long) - len(short) <= 2 * _MIN_KEPT - 1 and _is_subsequence(short, long)


def _is_subsequence(short: str, long: str) -> bool:
    """Whether the longer text contains all characters of the shorter one in order."""
    rest = iter(long)
    return all(sign in rest for sign in short)

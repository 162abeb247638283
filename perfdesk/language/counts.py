"""Counts and the lists they announce: 内设机构12个：办公室、人事股…; 三项工作：一是…; 办公室、人事股等9个股室."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from perfdesk.language.clauses import Mark
from perfdesk.language.quantities import Quantity
from perfdesk.language.relations import Count, Listing

_LEADS = re.compile(
    r"[一-龥“”]{0,14}?(?:[:：]|[，,]?(?:分别是|分别为|即|包括)[:：]?|[（(](?:即|分别是|分别为|包括)?) ?"
)
_TO_LIST = re.compile(r"[^。\n]{0,24}?[:：，。；、]?[\s]{0,4}$")
_AND = re.compile(r"和|及|与")
_OPEN = re.compile(r"等(?:[一-龥]{0,6})?[）)]?$")
#: Endings of the names of offices, units, schools and the like; a list before its count consists of such names.
_BODIES = frozenset("股室科站所队心局院校办会处厂场园馆组委部社")
_UNITS = frozenset(
    ("个", "项", "条", "份", "点", "方面", "类", "种", "件", "家", "所", "股室", "科室", "大类", "处", "名")
)
_LONGEST_NAME = 30


def counts(plain: str, found: Sequence[Quantity], marks: Sequence[Mark], lists: Sequence[Listing]) -> list[Count]:
    """The counts whose list is in the text, too."""
    read: list[Count] = []
    ordered = sorted(lists, key=lambda one: one.items[0].start)
    starts = [one.items[0].start for one in ordered]
    places = [mark.position for mark in marks]
    spans = [one.start for one in found]
    for index, one in enumerate(found):
        if (
            one.unit not in _UNITS
            or not one.exact
            or one.value != one.value.to_integral_value()
            or not 1 < one.value <= 60
        ):
            continue
        numbered = _numbered(plain, one, ordered, starts)
        named = None if numbered else _after(plain, one, marks, places, spans, index)
        read.extend(count for count in (numbered or named or _before(plain, one),) if count is not None)
    return read


def _numbered(plain: str, one: Quantity, ordered: Sequence[Listing], starts: Sequence[int]) -> Count | None:
    """The numbered list that begins right after the count, or has its name (目标)."""
    at = bisect_left(starts, one.end)
    if at == len(ordered):
        return None
    near = ordered[at]
    between = plain[one.end : near.items[0].start]
    if len(between) > 30 or near.items[0].ordinal != 1 or not _TO_LIST.fullmatch(between) or "\n" in between.strip():
        return None
    if "。" in between and not between.rstrip().endswith("。"):
        return None
    size = len(near.items)
    return Count(one, tuple(near.style for _ in near.items), size, size, False)


def _after(
    plain: str, one: Quantity, marks: Sequence[Mark], places: Sequence[int], spans: Sequence[int], index: int
) -> Count | None:
    """The names after the count, up to the end of the clause; None if there is a figure among them."""
    lead = _LEADS.match(plain, one.end)
    if lead is None:
        return None
    names: list[str] = []
    start, at = lead.end(), bisect_right(places, lead.end() - 1)
    for mark in marks[at : at + 70]:
        if mark.sign == "：":
            return None
        if mark.sign == "(":
            continue
        names.append(plain[start : mark.position].strip())
        start = mark.position + 1
        if mark.strength != 1:
            break
    else:
        names.append(plain[start : start + _LONGEST_NAME].strip())
    figure = spans[index + 1] if index + 1 < len(spans) else len(plain) + 1
    if len(names) < 2 or figure < start - 1 or any(len(name) > _LONGEST_NAME or not name for name in names):
        return None
    is_open = _OPEN.search(names[-1]) is not None
    return Count(one, tuple(names), len(names), len(names) + _joined(names), is_open)


def _before(plain: str, one: Quantity) -> Count | None:
    """`办公室、人事股、安全股等9个股室`: the names before the count."""
    names, noun = one.names, one.noun
    if len(names) < 2 or len(noun) < 2 or not all(name and name[-1] in _BODIES for name in names):
        return None
    if names[-1][-1] not in noun and noun[-1] not in _BODIES and noun[-2:] not in ("机构", "单位", "部门"):
        return None
    is_open = plain[max(0, one.start - 2) : one.start].strip().endswith("等")
    return Count(one, names, len(names), len(names) + _joined(names), is_open)


def _joined(names: Sequence[str]) -> int:
    """How many more names there may be: 人事股和财务股 are two, 治安和应急办公室 is one among other 办公室."""
    are_bodies = all(name[-1] in _BODIES for name in names)
    return sum(not are_bodies or name[hit.start() - 1] in _BODIES for name in names for hit in _AND.finditer(name))

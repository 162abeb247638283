"""Totals and their parts: 其中, 包括, 分别为, 由…组成, lists after a colon or in brackets, 合计, deductions.

The text is read once: marks, cues and quantities in their order. A group collects parts of one kind, one per item. It
ends with its bracket or sentence, at a delimiter stronger than the one between its first two parts, or at words that
begin something else (另有, 退休, 比上年).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from perfdesk.language.clauses import Mark
from perfdesk.language.quantities import Quantity
from perfdesk.language.relations import Exhaustive, Listing, Total

_CUE = re.compile(
    r"(?P<where>其中)|(?P<all>(?:具体|主要)?包括|分别(?:为|是|用于|安排|支出|有)?(?!在|由|从|对|向|与)|具体(?:为|如下)|按[一-龥]{2,8}(?:分|划分)(?=[:：]))|(?P<some>主要(?:为|是|有)|(?<![一-龥])含)"
    r"|(?P<made>(?<=[，；、])(?:主要)?由(?=[^，。；]{2,20}\d))"
)
_STOP = re.compile(r"^(?:另|此外|同时|较|比|同比|人均|平均|户均|亩均|余额|剩余)|共计|合计|总计|每")
#: Persons counted in addition to the staff, and money left over in addition to the spent money.
_SEPARATE = {"persons": re.compile(r"退休|遗属|编外|临聘|劳务派遣|借调|合同制"), "money": re.compile(r"结[余转]")}
_SUM_UP = re.compile(r"(?:[一-龥]项)?(?:合计|共计|总计|总共|共)(?:[一-龥]{0,4}?)(?:为|达)?[:：]? ?$")
_MINUS = re.compile(r"(?:扣除|减去|剔除|扣减)[一-龥“”（）]{0,20}$")
_LEFT = re.compile(r"[一-龥]{0,8}[后，,][一-龥，,]{0,12}(?:为|实际|净|剩余|结余|余|共)[一-龥]{0,8}$")
_JOINED = re.compile(r" ?(?:和|与|及|以及)")
_MADE_UP = re.compile(r"(?:等[一-龥]{0,4})?(?:组成|构成)")
_AND_SO_ON = re.compile(r"等(?!于|级|次)")
_MAX_REMEMBERED, _MAX_GROUPS, _SEMICOLON = 12, 8, 3


@dataclass(slots=True)
class _Group:
    cue: str
    depth: int
    exhaustive: Exhaustive
    total: Quantity | None = None
    parts: list[Quantity] = field(default_factory=list[Quantity])
    separator: int = 0
    gap: int = 0
    has_part: bool = False
    is_invalid: bool = False
    is_nested: bool = False
    start: int = 0


def totals(
    plain: str, found: Sequence[Quantity], marks: Sequence[Mark], lists: Sequence[Listing], other: set[int]
) -> list[Total]:
    """The totals of a text; `other` are the starts of quantities that are no own amounts (changes, rates)."""
    return list(_Reader(plain, other).read(found, marks, lists))


class _Reader:
    """The state while reading: open groups, innermost last, and the quantities of this sentence at each depth."""

    def __init__(self, plain: str, other: set[int]) -> None:
        self._plain, self._other = plain, other
        self._groups: list[_Group] = []
        self._seen: dict[int, deque[Quantity]] = {}
        self._before: deque[Quantity] = deque(maxlen=_MAX_REMEMBERED)
        self._last: Quantity | None = None
        self._clause_has_figure = False
        self._depth = 0

    def read(self, found: Sequence[Quantity], marks: Sequence[Mark], lists: Sequence[Listing]) -> Iterator[Total]:
        events: list[tuple[int, int, object]] = [(mark.position, 0, mark) for mark in marks]
        events.extend((hit.start(), 1, hit) for hit in _CUE.finditer(self._plain))
        events.extend((one.items[0].start, 1, one) for one in lists if len(one.items) > 1)
        events.extend((one.start, 2, one) for one in found)
        for _position, _order, event in sorted(events, key=lambda one: one[:2]):
            if isinstance(event, Mark):
                yield from self._mark(event)
            elif isinstance(event, Quantity):
                yield from self._quantity(event)
            elif isinstance(event, Listing):
                self._open("list", "stated", event.items[0].start)
            elif isinstance(event, re.Match):
                self._cue(event)
        yield from self._close(0)

    def _mark(self, mark: Mark) -> Iterator[Total]:
        if mark.sign == "(":
            self._depth = mark.depth
            touching = self._last is not None and mark.position - self._last.end <= 1
            if touching and self._last is not None and self._last.start not in self._other:
                self._push(_Group("bracket", mark.depth, "stated", self._last))
            return
        if mark.sign == ")":
            yield from self._close(mark.depth)
            self._seen.pop(mark.depth, None)
            self._depth = max(0, mark.depth - 1)
            return
        self._depth = mark.depth
        if mark.sign == "：":
            if self._clause_has_figure:
                self._open("colon", "stated", mark.position)
            return
        yield from self._read_delimiter(mark)

    def _read_delimiter(self, mark: Mark) -> Iterator[Total]:
        """Read a delimiter: it ends an item, a clause, a group or everything."""
        if mark.strength == 4:
            yield from self._close(mark.depth)
            self._before = self._seen.pop(mark.depth, deque(maxlen=_MAX_REMEMBERED))
        if mark.strength >= 2:
            self._clause_has_figure = False
        while self._groups and self._groups[-1].depth >= mark.depth:
            group = self._groups[-1]
            group.gap, group.has_part = max(group.gap, mark.strength), False
            is_nested = len(self._groups) > 1 and self._groups[-2].depth == group.depth
            over = group.separator and mark.strength > group.separator
            if not (over or (is_nested and mark.strength >= 3 and group.parts)):
                break
            yield from self._emit(self._groups.pop())

    def _cue(self, hit: re.Match[str]) -> None:
        if hit["made"]:
            self._open("由", "stated", hit.start())
            return
        exhaustive: Exhaustive = "usual" if hit["where"] else "stated" if hit["all"] else "open"
        if hit[0].startswith("主要"):
            exhaustive = "open"
        before = self._plain[max(0, hit.start() - 1) : hit.start()]
        if hit["all"] and hit[0].startswith("分别") and before not in "，；：。（(,;:\n":
            exhaustive = "usual"
        self._open(hit[0], exhaustive, hit.start())

    def _open(self, cue: str, exhaustive: Exhaustive, start: int) -> None:
        """Read a cue: name the group that has just begun, or begin one, inside the last part if there is one."""
        group = self._groups[-1] if self._groups else None
        if group is not None and group.depth == self._depth and not group.parts:
            weaker = "open" in (exhaustive, group.exhaustive)
            group.cue = cue if group.cue in ("bracket", "colon") or cue not in ("list", "colon") else group.cue
            group.exhaustive = "open" if weaker else exhaustive if cue not in ("list", "colon") else group.exhaustive
            return
        if group is not None and group.depth == self._depth and cue in ("list", "colon"):
            return
        is_nested = group is not None and group.depth == self._depth and cue == "其中" and group.gap < _SEMICOLON
        total = group.parts[-1] if group is not None and is_nested else None
        self._push(_Group(cue, self._depth, exhaustive, total, is_nested=is_nested, start=start))

    def _push(self, group: _Group) -> None:
        """Add a group; if too many are nested, the outermost is dropped."""
        if len(self._groups) >= _MAX_GROUPS:
            del self._groups[0]
        self._groups.append(group)

    def _quantity(self, one: Quantity) -> Iterator[Total]:
        self._last = one
        if one.start in self._other:
            return
        self._clause_has_figure = True
        seen = self._seen.setdefault(self._depth, deque(maxlen=_MAX_REMEMBERED))
        yield from self._summed_up(one, seen)
        while self._groups and self._groups[-1].depth == self._depth:
            group = self._groups[-1]
            taken = self._take(group, one, seen)
            if taken is None:
                yield from self._emit(self._groups.pop())
                continue
            if taken:
                return
            break
        seen.append(one)

    def _take(self, group: _Group, one: Quantity, seen: deque[Quantity]) -> bool | None:
        """Whether the group accepts the quantity as a part; None if the group ends before it."""
        if group.total is None:
            group.total = self._total(group, seen, one) or self._outer_total(group, seen, one)
            if group.total is None:
                return None if group.cue not in ("list", "colon") else False
        if not one.comparable(group.total) or one.bound not in ("", "=") or one.hedge == "range":
            return False
        if group.parts and self._begins_another(one, group.total):
            return None
        if one.period in ("last", "plan") and group.total.period != one.period:
            group.is_invalid = group.is_invalid or one.period == "plan"
            return False
        if group.has_part and not _JOINED.match(self._plain, group.parts[-1].end):
            return False
        if not one.label and group.cue != "bracket" and not group.cue.startswith("分别"):
            return False
        group.parts.append(one)
        if len(group.parts) == 2:
            group.separator = max(group.gap, 1)
        group.gap, group.has_part = 0, True
        return True

    def _outer_total(self, group: _Group, seen: deque[Quantity], one: Quantity) -> Quantity | None:
        """The total before the bracket or sentence that begins with the cue."""
        if seen:
            return None
        outer = self._seen.get(self._depth - 1) if self._depth else self._before
        return self._total(group, outer, one) if outer else None

    @staticmethod
    def _begins_another(one: Quantity, total: Quantity) -> bool:
        """Whether the words before a quantity end the list of parts."""
        separate = _SEPARATE.get(one.kind)
        if separate is not None and separate.search(one.label) and (one.kind == "persons" or "支出" in total.label):
            return separate.search(total.label) is None
        return _STOP.search(one.label) is not None and _STOP.search(total.label) is None

    @staticmethod
    def _total(group: _Group, seen: deque[Quantity], one: Quantity) -> Quantity | None:
        """The nearest quantity before the cue that can contain the first part; not a count of the items."""
        for other in reversed(seen):
            if other.start >= group.start or (group.cue in ("list", "colon") and other.noun):
                continue
            fits = other.comparable(one) and other.hedge != "range" and other.bound == ""
            if fits and other.period in (one.period, "", "cumulative"):
                return other
        return None

    def _summed_up(self, one: Quantity, seen: deque[Quantity]) -> Iterator[Total]:
        """`基本支出775万元，项目支出28万元，合计803万元`; `收入100万元，扣除上缴20万元后为80万元`."""
        lead = self._plain[max(seen[-1].end if seen else 0, one.start - 24) : one.start]
        if len(seen) < 2:
            return
        if _SUM_UP.search(lead) and not one.label:
            parts = tuple(seen)
            if len(parts) < _MAX_REMEMBERED and all(self._adds_up(part, one) for part in parts):
                yield Total(one, parts, (), "stated", "合计")
            return
        first, second = seen[-2], seen[-1]
        gap = self._plain[first.end : second.start][-24:]
        if _MINUS.search(gap) and _LEFT.search(lead) and first.comparable(one) and second.comparable(one):
            yield Total(one, (first,), (second,), "stated", "扣除")

    @staticmethod
    def _adds_up(part: Quantity, total: Quantity) -> bool:
        """Whether a figure can be summed; one as large as the total may be a repetition of the total."""
        return part.comparable(total) and bool(part.label) and not part.period and part.base != total.base

    def _close(self, depth: int) -> Iterator[Total]:
        while self._groups and self._groups[-1].depth >= depth:
            yield from self._emit(self._groups.pop())

    def _emit(self, group: _Group) -> Iterator[Total]:
        """Yield the group as a total if it has enough parts."""
        least = 2 if group.cue in ("bracket", "colon", "list", "由") or group.cue.startswith("分别") else 1
        if group.total is None or group.is_invalid or len(group.parts) < least:
            return
        if any(part.start <= group.total.start < part.end for part in group.parts):
            return
        if group.is_nested and sum((part.low for part in group.parts), Decimal(0)) > group.total.high:
            return  # the second 其中 may refer to the whole: this cannot be decided
        tail = self._plain[group.parts[-1].end : group.parts[-1].end + 8]
        if group.cue == "由" and not _MADE_UP.match(tail):
            return
        exhaustive = "open" if _AND_SO_ON.match(tail) or group.parts[-1].label.endswith("等") else group.exhaustive
        yield Total(group.total, tuple(group.parts), (), exhaustive, group.cue)

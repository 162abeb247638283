"""Which line of the returned file is which exported line: by bookmarks, by equal words, then by likeness.

Lines keep their order: a line that was moved is one deleted and one added line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from perfdesk.importers.returned.exported_lines import ExportedLine
from perfdesk.importers.returned.returned_lines import ReturnedLine

#: Weights of a pair: a line that is equal and marked is worth more than one that is only equal, or only marked.
_EQUAL, _MARKED = 3.0, 1.0
#: The least likeness of two lines that are the same line reworded; in a gap of one line each less is enough.
_LEAST_LIKENESS, _LEAST_ALONE = 0.5, 0.25
#: Gaps with more pairs of lines than this are searched for equal lines only.
_MOST_PAIRS = 40_000
#: Longer lines are compared by their beginning.
_LONGEST_COMPARED = 2_000

Pair = tuple[int, int]


def align(exported: Sequence[ExportedLine], returned: Sequence[ReturnedLine]) -> list[Pair]:
    """Return the positions of the lines that belong together, in order."""
    keys = [line.key for line in exported], [line.key for line in returned]
    anchors = _heaviest_chain(_candidates(exported, returned, *keys))
    pairs: list[Pair] = []
    left, right = 0, 0
    for anchor in [*anchors, (len(exported), len(returned))]:
        pairs += _gap(exported, returned, range(left, anchor[0]), range(right, anchor[1]))
        pairs.append(anchor)
        left, right = anchor[0] + 1, anchor[1] + 1
    return pairs[:-1]


def likeness(left: ExportedLine, right: ReturnedLine) -> float:
    """How alike two lines are, 0 to 1; a paragraph and a row are never alike."""
    if bool(left.cells) != bool(right.cells):
        return 0.0
    one, other = left.key[:_LONGEST_COMPARED], right.key[:_LONGEST_COMPARED]
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _LEAST_ALONE else 0.0


def _candidates(
    exported: Sequence[ExportedLine], returned: Sequence[ReturnedLine], left: list[str], right: list[str]
) -> dict[Pair, float]:
    """Pairs with their weights: the same bookmark, or words that occur once in both files."""
    marked = {mark: number for number, line in enumerate(exported) for mark in line.bookmarks}
    found: dict[Pair, float] = {}
    for number, line in enumerate(returned):
        votes = Counter(marked[mark] for mark in line.bookmarks if mark in marked)
        for at in votes:
            if bool(exported[at].cells) == bool(line.cells):
                equal = _EQUAL if left[at] == right[number] else likeness(exported[at], line)
                found[at, number] = _MARKED + equal
    once = {key for key, times in Counter(left).items() if times == 1 and key}
    places = {key: number for number, key in enumerate(left) if key in once}
    there = {key: number for number, key in enumerate(right)}
    for key, times in Counter(right).items():
        if times == 1 and key in places and bool(exported[places[key]].cells) == bool(returned[there[key]].cells):
            found.setdefault((places[key], there[key]), _EQUAL)
    return found


def _heaviest_chain(weights: dict[Pair, float]) -> list[Pair]:
    """The pairs of the greatest total weight in which both positions only grow."""
    ordered = sorted(weights, key=lambda pair: (pair[1], -pair[0]))
    best = _Best(max((pair[0] for pair in ordered), default=0) + 1)
    before: dict[Pair, Pair | None] = {}
    for pair in ordered:
        total, last = best.up_to(pair[0])
        before[pair] = last
        best.put(pair[0], total + weights[pair], pair)
    chain: list[Pair] = []
    pair = best.up_to(best.size)[1]
    while pair is not None:
        chain.append(pair)
        pair = before[pair]
    return chain[::-1]


class _Best:
    """The best total among the positions below one, in logarithmic time."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._tree: list[tuple[float, Pair | None]] = [(0.0, None)] * (size + 1)

    def up_to(self, end: int) -> tuple[float, Pair | None]:
        """The best total of the positions before `end`."""
        best: tuple[float, Pair | None] = (0.0, None)
        while end > 0:
            if self._tree[end][0] > best[0]:
                best = self._tree[end]
            end -= end & -end
        return best

    def put(self, position: int, total: float, pair: Pair) -> None:
        """Enter a total at a position."""
        position += 1
        while position <= self.size:
            if total > self._tree[position][0]:
                self._tree[position] = (total, pair)
            position += position & -position


def _gap(exported: Sequence[ExportedLine], returned: Sequence[ReturnedLine], left: range, right: range) -> list[Pair]:
    """Pair the lines between two anchors."""
    head: list[Pair] = []
    while left and right and exported[left[0]].key == returned[right[0]].key:
        head.append((left[0], right[0]))
        left, right = left[1:], right[1:]
    tail: list[Pair] = []
    while left and right and exported[left[-1]].key == returned[right[-1]].key:
        tail.append((left[-1], right[-1]))
        left, right = left[:-1], right[:-1]
    middle: list[Pair] = []
    if len(left) == len(right) == 1:
        if likeness(exported[left[0]], returned[right[0]]) >= _LEAST_ALONE:
            middle = [(left[0], right[0])]
    elif 0 < len(left) * len(right) <= _MOST_PAIRS:
        middle = _most_alike(exported, returned, left, right)
    elif left and right:
        middle = list(_equal_lines(exported, returned, left, right))
    return head + middle + tail[::-1]


def _equal_lines(
    exported: Sequence[ExportedLine], returned: Sequence[ReturnedLine], left: range, right: range
) -> Iterator[Pair]:
    keys = [exported[at].key for at in left], [returned[at].key for at in right]
    for block in SequenceMatcher(None, *keys, autojunk=True).get_matching_blocks():
        yield from ((left[block.a + step], right[block.b + step]) for step in range(block.size))


def _most_alike(
    exported: Sequence[ExportedLine], returned: Sequence[ReturnedLine], left: range, right: range
) -> list[Pair]:
    """The alignment with the greatest sum of likenesses, each at least the least that counts."""
    totals = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    alike: dict[Pair, float] = {}
    for i in range(len(left) - 1, -1, -1):
        for j in range(len(right) - 1, -1, -1):
            found = likeness(exported[left[i]], returned[right[j]])
            alike[i, j] = found if found >= _LEAST_LIKENESS else 0.0
            totals[i][j] = max(totals[i + 1][j], totals[i][j + 1], totals[i + 1][j + 1] + alike[i, j])
    pairs: list[Pair] = []
    i = j = 0
    while i < len(left) and j < len(right):
        if alike[i, j] and totals[i][j] == totals[i + 1][j + 1] + alike[i, j]:
            pairs.append((left[i], right[j]))
            i, j = i + 1, j + 1
        elif totals[i][j] == totals[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs

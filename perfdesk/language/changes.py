"""Changes between two values: 比上年868.06万元增加22.04万元，增长2.54%; 由465人增加至576人; 低于目标0.8个百分点."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from perfdesk.language.asides import aside_ends, figures_before, without_asides
from perfdesk.language.clauses import Mark
from perfdesk.language.quantities import Quantity
from perfdesk.language.relations import Basis, Change, Direction

_UP = "增加|增长|上升|提高|提升|上涨|增幅|上浮|超支|超出|高出|多支出|扩大"
_DOWN = "减少|下降|降低|压减|压缩|节约|节省|减幅|降幅|下浮|回落|缩减|核减|少支出|缩短"
_FILLERS = r"(?:了|额度?|率|幅度|幅|比例|支出|近|约|同比)*(?:为|达到?|约)?[:：]? ?"
_BY = re.compile(rf"(?P<cue>(?P<up>{_UP})|(?:{_DOWN})){_FILLERS}$")
_TO = re.compile(
    r"(?P<cue>(?P<up>增加|增长|上升|提高|提升|上涨|扩大|增|升)|(?:减少|下降|降低|压减|压缩|回落|缩减|缩短|降|减))"
    r"(?:至|到|为) ?$"
)
_AGAINST = re.compile(
    r"(?P<cue>(?P<up>高于|高出|超过|超出|超)|(?:低于|少于|不及))[^，。；]{0,8}?"
    r"(?:目标|计划|预算|标准|上年|去年|平均)[一-龥]{0,6} ?$"
)
_BASES: tuple[tuple[Basis, re.Pattern[str]], ...] = (
    ("last", re.compile(r"同比|(?:比|较|相比)[^，。；]{0,12}(?:上年|去年|上一年|同期|20\d\d年)|上年|去年|同期")),
    ("start", re.compile(r"(?:比|较|相比)年初(?!预算|计划)")),
    ("plan", re.compile(r"(?:比|较|相比|低于|高于|超过?|不及)[^，。；]{0,8}(?:预算|计划|目标|概算|标准)")),
    ("previous", re.compile(r"环比|(?:比|较)上(?:月|季|期)")),
)
_COMPARED = re.compile(
    r"(?:与|同)[^，。；]{0,16}相比|(?:比|较)[^，。；]{0,16}$|同比|环比|其中|同时|因此|预计|实际|累计|共|(?:上年|去年|20\d\d年)[^，。；]{0,4}$"
)
_TIME = re.compile(
    r"20\d\d年度?|主要|本年度?|上年度?|去年|全年|上一年|支出|决算|预算|收入|完成|实际|数|金额|经费|的|由|从|为"
)
_MAX_LOOK_BACK, _CUE_WINDOW = 8, 18


def changes(plain: str, found: Sequence[Quantity], marks: Sequence[Mark], sentences: Sequence[int]) -> list[Change]:
    """The changes that the sentences state; `sentences` holds the sentence number of each quantity."""
    read: list[Change] = []
    moved: set[int] = set()
    aside = aside_ends(plain, found, marks)
    places = [mark.position for mark in marks]
    for index, one in enumerate(found):
        after = found[index - 1].end if index else 0
        start = max(after, _since_mark(places, one.start), one.start - _CUE_WINDOW)
        cue = _cue(plain, start, one)
        if cue is None:
            continue
        sentence = figures_before(index, sentences)
        before = [other for other in sentence[:_MAX_LOOK_BACK] if other not in moved]
        outside = [other for other in without_asides(sentence, aside, one.start) if other not in moved]
        change = _change(plain, found, index, cue, (before, outside[:_MAX_LOOK_BACK]), marks, places)
        if change.new is None and change.old is None and not change.subject:
            change = _since_last_sentence(found, sentences, index, before, change)
        if change.new is not one:
            moved.add(index)
        read.append(change)
        _merge(plain, read)
    return read


def _since_mark(places: Sequence[int], position: int) -> int:
    at = bisect_left(places, position)
    return places[at - 1] + 1 if at else 0


def _cue(plain: str, start: int, one: Quantity) -> re.Match[str] | None:
    if one.kind == "points":
        against = _AGAINST.search(plain, start, one.start)
        if against is not None:
            return against
    return _TO.search(plain, start, one.start) or _BY.search(plain, start, one.start)


def _change(
    plain: str,
    found: Sequence[Quantity],
    index: int,
    cue: re.Match[str],
    candidates: tuple[list[int], list[int]],
    marks: Sequence[Mark],
    places: Sequence[int],
) -> Change:
    """The change of one figure; `candidates` are all figures before and those in no bracket, the nearest first."""
    before, one = candidates[0], found[index]
    direction: Direction = "up" if cue["up"] else "down"
    clause = _clause_start(places, marks, cue.start())
    lead = plain[max(clause, cue.start() - 40) : cue.start()]
    basis = _basis(lead + cue[0])
    if cue.re is _TO:
        old = next((found[other] for other in before if found[other].comparable(one)), None)
        return Change(direction, one, old, None, None, None, basis, _subject(lead), cue["cue"])
    subject = _subject(lead)
    respectively = "分别" in lead[-8:]
    new = None if respectively else _new(found, one, candidates, subject)
    old = _old(found, before, new, one, basis) if new is not None else None
    if old is not None and not basis:
        basis = "last" if old.period == "last" else "plan"
    if one.kind == "points":
        return Change(direction, new, old, None, None, one, basis, subject, cue["cue"])
    if one.kind == "percent":
        return Change(direction, new, old, None, one, None, basis, subject, cue["cue"])
    return Change(direction, new, old, one, None, None, basis, subject, cue["cue"])


def _basis(words: str) -> Basis:
    """The basis of comparison: last year, a plan, the start of the year, or the previous month."""
    for name, pattern in _BASES:
        if pattern.search(words):
            return name
    return ""


def _clause_start(places: Sequence[int], marks: Sequence[Mark], position: int) -> int:
    at = bisect_left(places, position)
    for other in range(at - 1, max(-1, at - 6), -1):
        if marks[other].strength >= 2 or marks[other].sign in "()":
            return marks[other].position + 1
    return 0 if at <= 5 else places[at - 1] + 1


def _subject(lead: str) -> str:
    """The subject of the change in the words before the cue, after the last figure in them."""
    words = re.split(r"\d[\d,.]*(?:万|亿)?[元人个次%名户亩]?", lead)[-1]
    words = _COMPARED.sub("", words)
    return _TIME.sub("", words).strip(" ，：:、（(") if len(words) > 1 else ""


def _new(
    found: Sequence[Quantity], one: Quantity, candidates: tuple[list[int], list[int]], subject: str
) -> Quantity | None:
    """The new value: the one that has the subject's name, be it in a bracket; else the nearest outside brackets."""
    before, outside = candidates
    called = [other for other in before if subject and _TIME.sub("", found[other].label) == subject]
    return _nearest(found, one, called, subject) or _nearest(found, one, outside, subject)


def _nearest(found: Sequence[Quantity], one: Quantity, before: list[int], subject: str) -> Quantity | None:
    """The nearest value of this year that the change can refer to."""
    for other in before:
        candidate = found[other]
        if candidate.period in ("last", "plan") or candidate.kind == "points":
            continue
        if one.kind == "points":
            fits = candidate.kind == "percent"
        elif one.kind == "percent":
            fits = candidate.kind not in ("percent", "duration", "score")
        else:
            fits = candidate.comparable(one)
        if fits and (not subject or _alike(candidate.label, subject)):
            return candidate
        if not subject and (fits or one.kind == "percent"):
            return None
    return None


def _old(found: Sequence[Quantity], before: list[int], new: Quantity, one: Quantity, basis: Basis) -> Quantity | None:
    """The old value: of last year or of a plan, depending on the words."""
    periods = ("last", "plan") if not basis else (basis,)
    for other in before:
        candidate = found[other]
        zero = candidate.kind == "number" and not candidate.base
        if candidate is new or candidate.period not in periods or not (zero or candidate.comparable(new)):
            continue
        label = _TIME.sub("", candidate.label)
        if not label or label == new.label or _alike(label, new.label) or new.start < candidate.start < one.start:
            return candidate
    return None


def _since_last_sentence(
    found: Sequence[Quantity], sentences: Sequence[int], index: int, before: list[int], change: Change
) -> Change:
    """`“三公”经费支出7.52万元：…。上年支出8.18万元，下降8.07%`: the new value begins the sentence before."""
    old = found[before[0]] if before else None
    if old is None or old.period != "last" or _TIME.sub("", old.label).removeprefix("上年"):
        return change
    head = bisect_left(sentences, sentences[index] - 1)
    new = found[head]
    if sentences[head] != sentences[index] - 1 or new.period or not new.comparable(old):
        return replace(change, old=old, basis="last")
    return replace(change, old=old, new=new, basis="last")


def _alike(first: str, second: str) -> bool:
    """Whether two names share two neighbouring characters, common words aside."""
    first, second = _TIME.sub("", first)[-30:], _TIME.sub("", second)[-30:]
    return any(first[at : at + 2] in second for at in range(len(first) - 1))


def _merge(plain: str, read: list[Change]) -> None:
    """Merge `增加22.04万元，增长2.54%` or `提升至98.2%，提高1.7个百分点`: both state the same change."""
    if len(read) < 2:
        return
    first, second = read[-2:]
    begin = first.amount or (first.new if first.rate is first.points is None else None)
    end = second.rate or second.points or second.amount
    if begin is None or end is None or first.rate is not None or first.direction != second.direction or second.subject:
        return
    if first.amount is None and second.new is not first.new:
        return
    between = plain[begin.end : end.start]
    if end.start > begin.end and len(between) <= _LONGEST_JOINT and _JOINT.match(between):
        read[-2:] = [
            replace(
                first,
                amount=first.amount or second.amount,
                rate=second.rate,
                points=second.points,
                new=first.new or second.new,
                old=first.old or second.old,
                basis=first.basis or second.basis,
            )
        ]


_LONGEST_JOINT, _JOINT = 14, re.compile(r"[，、（(]")

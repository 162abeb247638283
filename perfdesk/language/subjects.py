"""The subject of a quantity: the words before it (`基本支出`775.51万元) and after it (12个`股室`), and its period.

Only a limited number of characters before a figure is read, so that a text without punctuation costs no more.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from perfdesk.language.clauses import Mark
from perfdesk.language.dates import DateMention
from perfdesk.language.quantities import Period, Quantity

_MAX_LABEL_DISTANCE = 60
_WORDS = re.compile(r"(?:[一-龥A-Za-z“”\"《》·+]|[（(][一-龥、]{1,15}[）)])+[:：]?\s*$")
_LABEL_BEGINNING = re.compile(
    r"^(?:其中|包括|主要(?:是|为|用于)?|含|分别(?:是|为)?|全年|本年度?|当年|今年|共有|共|又|由|从|比|较|是|为|和|及|与|以及|其余|另外|另有|另|"
    r"一是|二是|三是|四是|五是|六是|七是|八是|九是|十是|的|了|约|仅|只|有|设有|设|内设|下设|配备|核定|年度|度|末)+(?=..)"
)
_LABEL_ENDING = re.compile(
    r"(?:[:：\s]|决算数(?=[:：为]?$)|人民币|分别|为|是|达到|达|共计|共有|共|合计|总计|计|约|等|仅有|仅|只有|只|(?<![实自现])有|了|的|各|均为|(?<![人户亩平])均|已|也|由|从|比|较|(?<![人户次])数)+$"
)
_ENUMERATED = re.compile(
    r"^[一-龥“”]{0,30}?(?:支出|包括|主要|方面|任务|工作|问题|原因|做法|其中)[一二三四五六七八九十]是(?=..)"
)
#: Words of a change or a share; they are not part of the subject.
_CHANGE_WORDS = re.compile(
    r"(?:(?:比|较|同比|环比)?(?:上年|去年|预算|年初)?(?:同期)?(?:分别)?(?:增加|减少|增长|下降|提高|降低|上升|缩短|压减|节约|提升|增幅|降幅)"
    r"(?:了|额|率|幅度)?(?:至|到|为)?|占[一-龥]{0,12})$"
)
_NOUN = re.compile(r"(?:的|以上的)?([一-龥]{1,10})")
_NOUN_ENDS = re.compile(
    r"(?:为|是|的|和|与|及|等|已|均|全部|未|没有|正常|举办|在|被|由|共|完成|进行|开展|用于|用|通过|组成|构成|增加|减少|增长|下降|提高).*$"
)
_NAME = re.compile(r"[一-龥“”《》（）()A-Za-z]{1,24}$")

_LAST = re.compile(r"上年(?!度?结[转余])|去年|上一年|上年度(?!结)|同期|前一年")
_PLAN = re.compile(
    r"预算(?:数|安排|指标|总额|批复|为|是|[:：]|$)|(?:年初|全年|调整后?|当年|本年|追加)预算|计划(?!财务|股|生育|单列|内)|"
    r"(?<!完成)(?<!达到)目标(?:值|任务|数|为|是|[:：]|$)|指标值|拟安排|预计|下一?年度?|明年"
)
_CUMULATIVE = re.compile(r"累计|历年|截至目前")
_HISTORY = re.compile(r"近[两三四五十]年|[一两三四五]年来|“?十[一二三四]五”?|期间|以来")


def described(
    plain: str,
    found: Sequence[Quantity],
    marks: Sequence[Mark],
    mentions: Sequence[DateMention],
    year: int | None = None,
) -> list[Quantity]:
    """Add label, noun, list of names, period and year to the quantities.

    With `year`, the year of the report, figures of other years get the period that their year implies.
    """
    completed: list[Quantity] = []
    places = [mark.position for mark in marks]
    ends = [mention.end for mention in mentions]
    previous = 0
    for one in found:
        at = bisect_left(places, one.start)
        after_mark = places[at - 1] + 1 if at and marks[at - 1].sign != "：" else places[at - 2] + 1 if at > 1 else 0
        if at and marks[at - 1].sign == "：" and plain[after_mark : places[at - 1]].strip() in _CUES:
            after_mark = places[at - 1] + 1
        date = bisect_left(ends, one.start + 1)
        mention = mentions[date - 1] if date and mentions[date - 1].end > one.start - _MAX_LABEL_DISTANCE else None
        begin = max(previous, after_mark, one.start - _MAX_LABEL_DISTANCE)
        label = label_between(plain, max(begin, mention.end if mention else 0), one.start)
        clause = max(previous, _clause_start(marks, at), one.start - _MAX_LABEL_DISTANCE)
        own_year = mention.year if mention is not None and mention.start >= clause and not mention.until else None
        names = _names(plain, marks, at, label, previous) if at and marks[at - 1].strength == 1 else ()
        period = _period(plain[clause : one.start], own_year, year)
        completed.append(replace(one, label=label, noun=_noun(plain, one), names=names, period=period, year=own_year))
        previous = one.end
    return _matched(plain, completed)


_CUES = frozenset(("其中", "包括", "分别为", "分别是", "主要包括", "具体为", "主要是", "一是", ""))


def _matched(plain: str, found: list[Quantity]) -> list[Quantity]:
    """`行政、参公、事业编制分别为28名、19名、86名`: give each figure the name at its position in the list."""
    matched = list(found)
    for index, one in enumerate(found):
        if not _RESPECTIVELY.search(plain, max(0, one.start - 6), one.start):
            continue
        names = one.names
        parts = _AND.split(names[-1] if names else one.label, maxsplit=1)
        names = (*names[:-1], *parts) if len(parts) == 2 and all(len(part) > 1 for part in parts) else names
        run = [index]
        while len(run) < len(names) and run[-1] + 1 < len(found):
            between = plain[found[run[-1]].end : found[run[-1] + 1].start].strip()
            if between not in _BETWEEN or not found[run[-1] + 1].comparable(one):
                break
            run.append(run[-1] + 1)
        if len(run) == len(names) > 1 and all(len(name) > 1 for name in names):
            for at, name in zip(run, names, strict=True):
                matched[at] = replace(found[at], label=name)
    return matched


_RESPECTIVELY = re.compile(r"分别(?:为|是|达到?|有|共)?[:：]? ?$")
_AND = re.compile(r"以及|和|与|及")
_BETWEEN = frozenset(("、", "，", ",", "和", "与", "及", "；"))


def label_between(plain: str, start: int, end: int) -> str:
    """The noun phrase that ends at `end`, without the words that only join it to its figure.

    >>> label_between("其中：工资福利支出合计为", 3, 12), label_between("“三公”经费决算数为", 0, 9)
    ('工资福利支出', '“三公”经费')
    """
    run = _WORDS.search(plain, start, end)
    if run is None:
        return ""
    words = _CHANGE_WORDS.sub("", _LABEL_ENDING.sub("", _ENUMERATED.sub("", run[0].strip())).removeprefix("其中"))
    return _LABEL_BEGINNING.sub("", words) if words not in _CUES else ""


def _clause_start(marks: Sequence[Mark], at: int) -> int:
    """The beginning of the clause before mark number `at`; at most eight marks are read."""
    for index in range(at - 1, max(-1, at - 9), -1):
        if marks[index].strength >= 2 or marks[index].sign in "()":
            return marks[index].position + 1
    return marks[at - 1].position + 1 if at >= 9 else 0


def _noun(plain: str, one: Quantity) -> str:
    if one.kind not in ("count", "persons", "visits"):
        return ""
    found = _NOUN.match(plain, one.end)
    return _NOUN_ENDS.sub("", found[1]) if found else ""


def _names(plain: str, marks: Sequence[Mark], at: int, label: str, previous: int) -> tuple[str, ...]:
    """`行政、参公、事业编制分别为`: the names listed right before a figure, none with an own figure."""
    names = [label]
    end = marks[at - 1].position
    for index in range(at - 2, max(-2, at - 40), -1):
        start = max(marks[index].position + 1 if index >= 0 else 0, end - 24)
        if start < previous:
            name = _NAME.search(plain, max(start, previous), end)
            return tuple(reversed([*names, _LABEL_BEGINNING.sub("", name[0])])) if name else tuple(reversed(names))
        name = _NAME.search(plain, start, end)
        if name is None:
            break
        names.append(_LABEL_BEGINNING.sub("", name[0]) if index < 0 or marks[index].strength != 1 else name[0])
        if index < 0 or marks[index].strength != 1:
            break
        end = marks[index].position
    return tuple(reversed(names)) if len(names) > 1 else ()


def _period(words: str, own_year: int | None, year: int | None) -> Period:
    if _LAST.search(words):
        return "last"
    if own_year is not None and year is not None and own_year != year:
        return "last" if own_year == year - 1 else "plan" if own_year > year else "history"
    if _PLAN.search(words):
        return "plan"
    if _CUMULATIVE.search(words):
        return "cumulative"
    return "history" if _HISTORY.search(words) else ""

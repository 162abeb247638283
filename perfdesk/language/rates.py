"""Rates of two values: 占总支出的95%, 为目标的103.08%, 执行率99.47%, 满意462户，满意度92.4%."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from perfdesk.language.asides import aside_ends, figures_before, without_asides
from perfdesk.language.clauses import Mark
from perfdesk.language.quantities import Quantity
from perfdesk.language.relations import Rate, Total

_SHARE = re.compile(r"占(?:到|了|比)?(?P<of>[^，。；占]{1,24}?)?(?:的?(?:比重|比例|比))?的?(?:为|达|约|只|仅)*$")
_ATTAINED = re.compile(
    r"(?:为|达到?|完成|是|相当于|占)了?(?P<of>[^，。；为达完是]{0,12}?(?:目标|计划|预算|任务|指标|上年|去年)"
    r"[^，。；为达完是]{0,18}?)(?:值|数)?的 ?$"
)
_NAMED = re.compile(
    r"(?P<name>[一-龥“”]{0,20}(?:率|满意度|覆盖面|占比|密度|比重|比例))(?:为|达到?|是|均为|均|只有|仅|约|[:：])* ?$"
)
_NOT_OWN = re.compile(r"^(?:其中|共|，|：|只|仅|约|的)+|(?:只|仅|约|均|各|大约|分别)+$")
#: Usual rates, with the words of the numerator and of the denominator.
_OF_THE_TRADE: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    ("执行率", re.compile("支出|执行|决算|使用|拨付"), re.compile("预算|安排|下达|指标")),
    ("完成率", re.compile("完成|支出|改造|建设|实际|办结"), re.compile("目标|计划|任务|预算|应")),
    ("控制率", re.compile("实有|在职|在编|决算|实际|支出"), re.compile("编制|预算|批复|批准|概算|核定")),
    ("到位率", re.compile("到位"), re.compile("预算|安排|计划|下达|应")),
    ("支付率", re.compile("支付|支出"), re.compile("预算|安排|下达|合同")),
)
_LOOK_BACK, _WINDOW = 12, 40


def rates(
    plain: str,
    found: Sequence[Quantity],
    marks: Sequence[Mark],
    sentences: Sequence[int],
    moved: Iterable[Quantity],
    summed: Sequence[Total],
) -> list[Rate]:
    """The rates that the sentences state; percentages in `moved` are changes and no rates."""
    changed, read, aside = {one.start for one in moved}, list[Rate](), aside_ends(plain, found, marks)
    places = [mark.position for mark in marks]
    for index, one in enumerate(found):
        if one.kind != "percent" or one.start in changed or one.bound not in ("", "="):
            continue
        at = bisect_left(places, one.start)
        clause = next(
            (
                places[at - back] + 1
                for back in range(1, min(at, 8) + 1)
                if marks[at - back].strength >= 2 or marks[at - back].sign in "()"
            ),
            0,
        )
        start = max(clause, one.start - _WINDOW)
        sentence = figures_before(index, sentences)
        near = without_asides(sentence, aside, one.start)[:_LOOK_BACK]
        before = [found[other] for other in near if found[other].start not in changed]
        head = bisect_left(sentences, sentences[index] - 1)
        earlier = [found[head]] if sentences[head] == sentences[index] - 1 else []
        rate = (
            _attained(plain, start, one, before)
            or _share(plain, start, one, before)
            or _named(plain, start, one, [*before, *earlier])
        )
        if rate is not None:
            read.append(_of_a_total(rate, before, summed))
    return read


def _of_a_total(rate: Rate, before: list[Quantity], summed: Sequence[Total]) -> Rate:
    """`…其中财政拨款只占9.53%`: the share of a part in the total that the sentence gives."""
    if rate.kind != "share" or rate.bottom is not None or rate.bottom_name or not before:
        return rate
    at = bisect_left(summed, before[0].start, key=lambda one: one.parts[-1].start)
    for total in summed[max(0, at - 2) : at + 1]:
        parts = [part for part in total.parts if part in before and _about(part, rate.top_name)]
        parts = parts or [part for part in total.parts if part in before and rate.top_name in part.label]
        if len(parts) == 1 and (rate.top is None or rate.top is parts[0]):
            return replace(rate, top=parts[0], bottom=total.total)
    return rate


def _share(plain: str, start: int, one: Quantity, before: list[Quantity]) -> Rate | None:
    """`人员支出占60.00%`, `占总支出803.51万元的95%`."""
    hit = _SHARE.search(plain, start, one.start)
    if hit is None:
        return None
    of = (hit["of"] or "").removesuffix("的")
    bottom = next((other for other in before[:1] if hit.start() < other.start < one.start), None)
    own = _NOT_OWN.sub("", plain[start : hit.start()].strip())
    top = None
    for other in before:
        if other is bottom or other.end > hit.start() or other.kind == "percent":
            continue
        gap = plain[other.end : hit.start()]
        if len(gap) <= 4 and not re.sub(r"[，,（(）)、只仅约均各]", "", gap):
            top = other
        break
    if top is not None:
        own = top.label
    name = re.sub(r"\d[\d,.]*(?:万|亿)?[一-龥]$", "", of)
    if bottom is None and name:
        bottom = next(
            (
                other
                for other in before
                if other is not top and _about(other, name) and (top is None or other.comparable(top))
            ),
            None,
        )
    return Rate("share", one, "占比", top, bottom, own, name) if own else None


def _attained(plain: str, start: int, one: Quantity, before: list[Quantity]) -> Rate | None:
    hit = _ATTAINED.search(plain, start, one.start)
    if hit is None:
        return None
    of = hit["of"]
    own = _NOT_OWN.sub("", plain[start : hit.start()].strip())
    top = next(
        (other for other in before if other.kind not in ("percent", "points") and other.period not in ("plan", "last")),
        None,
    )
    if own and not any(character.isdigit() for character in own) and (top is None or top.label not in own):
        top = None
    kind = "plan" if re.search("目标|计划|预算|任务|指标", of) else "last"
    bottom = next(
        (
            other
            for other in before
            if top is not None and other is not top and other.period == kind and other.comparable(top)
        ),
        None,
    )
    if bottom is None:
        zero = next((other for other in before if other.period == kind and not other.base), None)
        bottom = zero if zero is not None and (top is None or top.start < zero.start) else None
    return Rate("attained", one, f"为{of}的", top, bottom, top.label if top else own, of)


def _named(plain: str, start: int, one: Quantity, before: list[Quantity]) -> Rate | None:
    hit = _NAMED.search(plain, start, one.start)
    if hit is None or hit["name"].endswith(("变动率", "增长率", "增减率", "下降率", "密度")):
        return None
    name = hit["name"]
    for ending, tops, bottoms in _OF_THE_TRADE:
        if name.endswith(ending):
            bottom = next((other for other in before if bottoms.search(other.label) and _plain(other)), None)
            top = next(
                (
                    other for other in before
                    if bottom is not None and other is not bottom and other.comparable(bottom)
                    and tops.search(other.label) and not bottoms.search(other.label) and other.period != "last"
                ),
                None,
            )  # fmt: skip
            return Rate("rate", one, name, top, bottom if top else None, "", "")
    stem = re.sub(r"率$|度$|占比$|比例$|比重$", "", name)[-2:]
    top = next((other for other in before[:3] if stem and _is_labelled(other, stem) and _plain(other)), None)
    bottom = next(
        (
            other
            for other in before[:4]
            if top is not None and other.start < top.start and other.comparable(top) and stem not in other.label
        ),
        None,
    )
    return Rate("rate", one, name, top if bottom else None, bottom, "", "")


def _plain(one: Quantity) -> bool:
    return one.kind not in ("percent", "points") and one.exact


def _is_labelled(one: Quantity, stem: str) -> bool:
    """Whether the label means the numerator of the rate: 满意462户, but not 不满意38户."""
    return one.label.endswith(stem) and not one.label.endswith(("不" + stem, "未" + stem, "非" + stem))


def _about(one: Quantity, name: str) -> bool:
    return bool(one.label) and (one.label.endswith(name) or name.endswith(one.label))

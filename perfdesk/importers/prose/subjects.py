"""Whose 支出 or 收入 a figure is that names nothing else: the unit's, or that of what its sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfdesk.entries.proposal import Confidence
from perfdesk.importers.prose.figure_context import FigureContext
from perfdesk.importers.prose.names_of_figures import NamedTargets, is_column_only
from perfdesk.importers.prose.vocabulary import Target, name_key
from perfdesk.language.quantities import Quantity
from perfdesk.language.sides import is_bare_side

_YEAR = r"(?:\d{4}年度?|本年度?|当年|全年|年度?)"
_UNIT = r"(?:[全我本][局委办院校站所镇乡街县市]|[我本]?单位|[我本]?部门|整体|总)"
_ENDS = r"(?:[合总共]计|总额|决算数?|数|实际|完成|为|是|达到?|共|约|[:：])"
#: `全局收入`, `收入合计`: a side of the account of the unit itself.
_OWN_SIDE = re.compile(rf"{_YEAR}*(?:(?:{_UNIT}{_YEAR}*)+(?:收入|支出)|(?:收入|支出)(?=[合总共]计|总额)){_ENDS}*")
#: `年初结转和结余`: what is left is no subject of which something is spent.
_LEFT = re.compile(
    rf"(?:其中|加|扣除|{_YEAR}|{_UNIT}|上年度?|年[初末])*(?:财政拨款)?结[转余](?:[和与及、]?结[转余])?(?:资金)?{_ENDS}*"
)
_SUM = re.compile(r"[合总共]计|总(?=支出|收入|额)")
_SUM_OF_A_SIDE = re.compile(rf"(?:其中|{_YEAR})*(?:[合总共]计|总)?(?:收入|支出){_ENDS}*")
#: What is more than so many times the budget is spent by something else than the subject.
_MOST_SPENT = 2
#: A sum of fewer rows may be that of other ones.
_FEWEST_SUMMED = 2
#: In characters: a shorter name, such as 支出, may be of a subject that the form does not have.
_SHORT_NAME = 2


def is_side(named: str, words: str) -> bool:
    """Whether a figure is only called 支出 or 收入: neither the unit is named nor a sum."""
    return is_bare_side(named, words) and _SUM.search(words) is None


def subject_before(context: FigureContext, one: Quantity) -> Quantity | None:
    """The nearest figure before another one in its sentence that names what it is said of; None if there is none."""
    return next(_subjects_before(context, one), None)


def is_subject_clear(context: FigureContext, one: Quantity, named: NamedTargets) -> bool:
    """Whether a figure is certainly of what it names itself and not of another subject before it in its sentence.

    A short name may be of a subject that the form does not have, `支出合计` of any; it is not where the rows of its own
    table were named before it, several of them, and it is larger than each.
    """
    if one.kind != "money" or one.start in context.parents:
        return True
    words = name_key(context.words[one.start])
    if _SUM.search(words) and _SUM_OF_A_SIDE.fullmatch(words):
        return _sums_up(context, one, named.targets)
    subject = subject_before(context, one)
    return len(named.name) > _SHORT_NAME or subject is None or subject.start in context.targets


def _sums_up(context: FigureContext, one: Quantity, targets: Sequence[Target]) -> bool:
    tables = {(target.section, target.field) for target in targets}
    before = [other for other in _subjects_before(context, one) if other.start not in context.parents]
    rows = {context.targets.get(other.start) for other in before if other.base <= one.base}
    summed = [row for row in rows if row is not None and (row.section, row.field) in tables]
    return not before or len(summed) == len(before) >= _FEWEST_SUMMED


def side_confidence(one: Quantity, subject: Quantity, words: str) -> Confidence:
    """How sure 支出 is that of a subject: `全年支出` may be that of the unit, and so may far more than was planned."""
    if "年" in words or one.base > _MOST_SPENT * subject.base:
        return "doubtful"
    return "sure" if one.exact else "likely"


def _subjects_before(context: FigureContext, one: Quantity) -> Iterator[Quantity]:
    """The figures before another one that name what they are said of, up to a side of the unit itself."""
    for other in context.before_in_sentence(one):
        words = name_key(context.words.get(other.start, ""))
        if _OWN_SIDE.fullmatch(words):
            return
        if (
            other.comparable(one)
            and other.start not in context.moved
            and other.start not in context.sides
            and not is_column_only(words)
            and not _LEFT.fullmatch(words)
        ):
            yield other

"""The amount of money that a text states for something with a name."""

from __future__ import annotations

import re
from decimal import Decimal

from perfdesk.language.paragraphs import paragraphs
from perfdesk.language.quantities import EXACT
from perfdesk.language.reader import read

_YUAN_PER_WAN = Decimal(10_000)
_OWNER = r"(?:[本我全](?:部门|单位|局|委|办)|局机关)?"
_AFTER_NAME = r"(?:支出|决算|决算数|总额|合计|金额)*"


def named_amount(text: str, name: str, year: Decimal) -> Decimal | None:
    """The amount in 万元 that a text states for a name in a year, the year of the report.

    None when it states none or several, when it hedges (约, 不超过), and for a budget, a change or another year.

    >>> named_amount("机关运行经费支出150.00万元，比上年增加3万元。", "机关运行经费", Decimal(2024))
    Decimal('150.00')
    >>> named_amount("2023年机关运行经费120万元。", "机关运行经费", Decimal(2024)) is None
    True
    """
    of_name = re.compile(_OWNER + re.escape(name) + _AFTER_NAME)
    found = {
        one.base
        for _, words in paragraphs(text)
        if name in words
        for reading in (read(words, int(year)),)
        for one in reading.quantities
        if one.kind == "money" and one.exact and not one.period and one.start not in reading.moved
        if of_name.fullmatch(one.label)
    }
    return EXACT.divide(found.pop(), _YUAN_PER_WAN) if len(found) == 1 else None

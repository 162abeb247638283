"""Money that a text says was spent."""

from __future__ import annotations

import re
from decimal import Decimal

_IN_WAN = {"亿元": Decimal(10_000), "万元": Decimal(1), "元": Decimal("0.0001")}
_CLAUSE = re.compile(r"[^，。；\n（）]+")
_SPENT = re.compile(r"投入|经费|资金|安排|拨|采购|补助|补贴|购置")
_NOT_SPENT = re.compile(r"罚|没收|增收|产值|收入|销售|挽回|损失|贷款")
_AMOUNT = re.compile(r"(?<![\d,.])(\d[\d,]*(?:\.\d+)?)余?(亿元|万元|万(?=[为用元])|元)")


def spent_amount(text: str) -> Decimal | None:
    """All money that a text says was spent, in 万元; None when it speaks of none. Fines and earnings do not count."""
    found = [
        Decimal(hit[1].replace(",", "")) * _IN_WAN.get(hit[2], Decimal(1))
        for clause in _CLAUSE.finditer(text)
        if _SPENT.search(clause[0]) and not _NOT_SPENT.search(clause[0])
        for hit in _AMOUNT.finditer(clause[0])
    ]
    return sum(found, Decimal(0)) if found else None

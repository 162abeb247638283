"""Money that a text says was spent."""

from __future__ import annotations

import re
from decimal import Decimal

from perfdesk.language.characters import plain
from perfdesk.language.paragraphs import paragraphs
from perfdesk.language.reader import read

_IN_WAN = {"亿元": Decimal(10_000), "万元": Decimal(1), "元": Decimal("0.0001")}
_CLAUSE = re.compile(r"[^，。；\n（）]+")
_SENTENCE_END = re.compile(r"[。；\n]")
_SPENT = re.compile(r"投入|经费|资金|安排|拨|采购|补助|补贴|购置")
_NOT_SPENT = re.compile(r"罚|没收|增收|产值|收入|销售|挽回|损失|贷款|上年|去年|上一年|累计")
#: The text itself says that the money is not in the unit's accounts.
_ELSEWHERE = re.compile(r"(?:不在|不列入|未列入|不纳入|未纳入|不计入|不属于)[^。；\n]{0,16}(?:决算|支出|账|预算|口径)")
_AMOUNT = re.compile(r"(?<![\d,.])(\d[\d,]*(?:\.\d+)?)余?(亿元|万元|万(?=[为用元])|元)")


def spent_amount(text: str) -> Decimal | None:
    """All money that a text says was spent, in 万元; None when it speaks of none.

    Fines, earnings, other years and money outside the accounts do not count; a total counts, its parts do not.

    >>> spent_amount("全年项目资金358.69万元，其中：防火项目资金168.29万元、管护项目资金190.40万元。")
    Decimal('358.69')
    """
    usual = plain(text)
    parts = {
        at + part.figure_start for at, words in paragraphs(text) for one in read(words).totals for part in one.parts
    }
    found = [
        Decimal(hit[1].replace(",", "")) * _IN_WAN.get(hit[2], Decimal(1))
        for clause in _CLAUSE.finditer(usual)
        if _SPENT.search(clause[0]) and not _NOT_SPENT.search(clause[0]) and not _is_elsewhere(usual, clause)
        for hit in _AMOUNT.finditer(clause[0])
        if clause.start() + hit.start() not in parts
    ]
    return sum(found, Decimal(0)) if found else None


def _is_elsewhere(usual: str, clause: re.Match[str]) -> bool:
    """Whether the sentence of a clause, or the bracket after it, says that the money is outside the accounts."""
    end = _SENTENCE_END.search(usual, clause.end())
    return _ELSEWHERE.search(usual, clause.start(), end.start() if end else len(usual)) is not None

"""Which column of an account words name: last year's or this year's figure, the budget or the final account."""

from __future__ import annotations

import re
from dataclasses import dataclass

from perfdesk.language.characters import plain

_LAST = re.compile(r"上年度?(?!度?结[转余])|去年|上一年度?|前一年|同期")
#: 预算 as the name of a figure, not of a kind of funds (一般公共预算财政拨款), of a document or a work.
_BUDGET = re.compile(
    r"预算(?!财政拨款|拨款|支出|收入|收支|内|外|管理|执行|编制|单位|绩效|资金|项目|股|科|法|公开)|计划数|批复数"
)
_SPENDING_BUDGET = re.compile(r"(?:年初|全年|调整后?|追加|批复)的?(?:部门)?(?:预算|支出预算)")
_INITIAL = re.compile(r"年初(?!结[转余])|批复")


@dataclass(frozen=True, slots=True)
class AccountColumn:
    """What the words around a figure say of its column; all false for the final account of this year."""

    is_last_year: bool = False
    is_budget: bool = False
    is_initial: bool = False


def account_column(words: str) -> AccountColumn:
    """The column of an account that words name.

    >>> read = account_column("年初预算")
    >>> read.is_last_year, read.is_budget, read.is_initial
    (False, True, True)
    >>> account_column("一般公共预算财政拨款收入") == account_column("上年结转") == AccountColumn()
    True
    """
    shown = plain(words)
    is_budget = _BUDGET.search(shown) is not None or _SPENDING_BUDGET.search(shown) is not None
    return AccountColumn(_LAST.search(shown) is not None, is_budget, is_budget and _INITIAL.search(shown) is not None)

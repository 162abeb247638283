"""The two sides of an account: whether words speak of income or of spending, and whether they say whose it is."""

from __future__ import annotations

import re

SIDES = ("支出", "收入")
#: Words for the unit itself, without which 支出 and 收入 may be those of a project.
_OWN_UNIT = re.compile(r"[全我本][局单部镇乡院校中站所街委县]|部门|整体|总")
_OF_YEAR = re.compile(r"^(?:全年|本年度?|当年|年度|实际)")


def is_bare_side(name: str, clause: str) -> bool:
    """Whether a name is 支出 or 收入 alone, and its clause does not say that it is that of the whole unit.

    >>> is_bare_side("支出", "全年支出"), is_bare_side("支出", "我局支出"), is_bare_side("基本支出", "基本支出")
    (True, False, False)
    """
    return _OF_YEAR.sub("", name) in SIDES and _OWN_UNIT.search(clause) is None


def is_of_income(labels: str) -> bool:
    """Whether the labels of a row and its table speak of income and not of spending.

    >>> is_of_income("收入构成财政拨款"), is_of_income("收入支出总表"), is_of_income("财政拨款")
    (True, False, False)
    """
    return "收入" in labels and "支出" not in labels

"""Which columns of a table a figure may stand in, and how it would be typed there."""

from __future__ import annotations

from perfdesk.definition.kinds import plain_number
from perfdesk.definition.model import Question
from perfdesk.importers.prose.vocabulary import column_meaning
from perfdesk.language.account_columns import AccountColumn
from perfdesk.language.quantities import Quantity

_WAN, _MAX_DECIMALS = 10_000, 2


def fitting_columns(columns: list[Question], meaning: AccountColumn) -> list[Question]:
    """The columns of this meaning; the budget of the whole year also for one that is not said to be initial."""
    exact = [column for column in columns if column_meaning(column.label) == meaning]
    if exact or not meaning.is_budget or meaning.is_last_year:
        return exact
    word = "年初预算" if meaning.is_initial else "预算"
    return [
        column
        for column in columns
        if column_meaning(column.label).is_budget
        and not column_meaning(column.label).is_last_year
        and (not meaning.is_initial or any(word in alias for alias in column.aliases))
    ]


def figure_text(one: Quantity, question: Question) -> str:
    """The figure as it would be typed into an answer of this unit; small amounts in 元 keep their unit."""
    if question.unit != "万元":
        return plain_number(one.base)
    value = one.base / _WAN
    exponent = value.normalize().as_tuple().exponent
    if one.unit == "元" and isinstance(exponent, int) and -exponent > _MAX_DECIMALS:
        return f"{plain_number(one.value)}元"
    return plain_number(value)


def named_columns(columns: list[Question], text: str) -> list[Question]:
    """The columns of which a text has a name."""
    return [column for column in columns if any(name in text for name in (column.label, *column.aliases))]


def last_mention(column: Question, text: str) -> int:
    """Where the last name of a column ends in a text: `现有行政编制` is about 编制."""
    return max(text.rfind(name) + len(name) for name in (column.label, *column.aliases) if name in text)

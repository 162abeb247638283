"""What each column of a copied block is: an answer, a name or code of the row, a part of a measure, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from perfdesk.definition.kinds import Measure, parse_answer
from perfdesk.definition.model import Question
from perfdesk.importers.matching.block import Block
from perfdesk.importers.matching.figures import figure_of, sign_of
from perfdesk.importers.matching.names import (
    comparable_name,
    fitting_names,
    heading_name,
    is_hashes,
    is_total,
    option_for,
    with_whole_year,
    years_in,
)
from perfdesk.importers.matching.target import MatchTarget, name_column, named_row

RoleKind = Literal["answer", "key", "group", "sign", "unit", "skipped", "unknown", "outside"]
#: Headings of columns that name or number the rows, in any table.
_NAMING = frozenset(
    ("序号", "编号", "编码", "代码", "科目", "科目编码", "科目代码", "科目名称", "名称", "项目", "类", "款", "项", "目")
) | {"类款项", "类款", "单位名称", "一级指标", "行次", "类编码", "款编码", "类名称", "款名称", "功能科目", "经济科目"}
_SEVERAL = 2
_NUMBERING = frozenset(("序号", "编号", "行次", "栏次"))
#: Headings of amounts that do not say of which year or kind.
_PLAIN_AMOUNT = frozenset(
    ("金额", "数额", "合计", "总计", "小计", "共计", "合计金额", "金额合计", "总金额", "数", "经费", "资金")
) | {"支出", "支出数", "支出额", "支出金额", "支出合计", "收入", "收入数", "收入金额", "收入合计"}


@dataclass(frozen=True, slots=True)
class Role:
    """What a column of the block is; `column` is the question that an answer or a part of a measure belongs to."""

    kind: RoleKind
    column: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Roles:
    """The role of each column of the block, or the reason why the block cannot be taken, as a sentence."""

    columns: tuple[Role, ...]
    refusal: str = ""


def fitting_columns(target: MatchTarget, variants: Sequence[str]) -> list[str]:
    """The columns that a heading may mean; `variants` are its wordings, the most exact first."""
    names = with_whole_year(heading_name(variant, target.year) for variant in variants)
    years = years_in(names)
    known = {
        heading_name(alias): column.id for column in target.table.columns for alias in (column.label, *column.aliases)
    }
    for found in (
        *(target.column_ids(name) for name in names),
        *([known[fit] for fit in fitting_names(name, known)] for name in names if name not in _PLAIN_AMOUNT),
    ):
        of_year = [column for column in dict.fromkeys(found) if _agrees(target, column, years)]
        if of_year:
            return of_year
    return []


def _agrees(target: MatchTarget, column: str, years: set[str]) -> bool:
    """Whether a column is one of the years that a heading names, or says nothing of years."""
    own = years_in([heading_name(target.table.column(column).label)])
    return not years or not own or bool(own & years)


def names_rows(heading: str, target: MatchTarget) -> bool:
    """Whether a heading is that of row names, codes or numbers."""
    name = heading_name(heading)
    if name in _NAMING or name.endswith(("编码", "代码", "科目", "科目名称")):
        return True
    return bool(name) and name == heading_name(target.table.row_label)


def roles_by_heading(block: Block, target: MatchTarget, keys: frozenset[int]) -> Roles:
    """The roles of columns that have headings; none is found by its position."""
    roles: dict[int, Role] = {}
    open_choices: dict[int, list[str]] = {}
    for number in range(block.width):
        variants = block.headings(number)
        role = _certain_role(block, target, number, variants, keys)
        found = [] if role is not None else fitting_columns(target, variants)
        if role is not None:
            roles[number] = role
        elif len(found) == 1:
            roles[number] = Role("answer", found[0], variants[-1])
        elif found:
            open_choices[number] = found
        else:
            roles[number] = _unnamed_role(block, target, number, variants)
    roles |= _only_one_each(block, {number: role for number, role in roles.items() if role.kind == "answer"})
    roles |= _settled(block, target, open_choices, roles)
    return _with_amount(block, target, [roles[number] for number in range(block.width)])


def _certain_role(
    block: Block, target: MatchTarget, number: int, variants: Sequence[str], keys: frozenset[int]
) -> Role | None:
    """The role of a column that is no answer."""
    if number in keys:
        return Role("key")
    names = {heading_name(variant) for variant in variants}
    if names & _NUMBERING:
        return Role("skipped")
    for question in target.columns:
        for kind, aliases in (("sign", question.sign_aliases), ("unit", question.unit_aliases)):
            if names & set(map(heading_name, aliases)):
                return Role("sign" if kind == "sign" else "unit", question.id)
    measures = [question.id for question in target.columns if question.kind == "measure"]
    if measures and is_sign_column(block, number):
        return Role("sign", measures[0])
    return Role("group") if is_group_column(block, target, number) and not fitting_columns(target, variants) else None


def _unnamed_role(block: Block, target: MatchTarget, number: int, variants: Sequence[str]) -> Role:
    heading = variants[0] if variants else ""
    texts = block.column(number)
    if not set(map(comparable_name, texts)) - target.labels or any(names_rows(variant, target) for variant in variants):
        return Role("skipped")
    return Role("unknown", heading=heading)


def _only_one_each(block: Block, roles: dict[int, Role]) -> dict[int, Role]:
    """Of several columns with the same heading, the one below a heading of totals; none if there is no such one."""
    changed: dict[int, Role] = {}
    for column in {role.column for role in roles.values()}:
        numbers = [number for number, role in roles.items() if role.column == column]
        if len(numbers) < 2:
            continue
        totals = [number for number in numbers if any(is_total(text) for text in block.headings(number))]
        for number in numbers:
            if [number] != totals:
                changed[number] = Role("unknown", heading=block.headings(number)[0])
    return changed


def _settled(
    block: Block, target: MatchTarget, open_choices: dict[int, list[str]], roles: dict[int, Role]
) -> dict[int, Role]:
    """The roles of columns whose heading fits several: the cursor's column first, then those after it."""
    order = [column.id for column in target.columns]
    start = order.index(target.column) if target.column in order else 0
    taken = {role.column for role in roles.values() if role.kind == "answer"}
    settled: dict[int, Role] = {}
    for number, found in open_choices.items():
        free = [column for column in found if column not in taken]
        after = [column for column in free if order.index(column) >= start]
        heading = block.headings(number)[-1]
        chosen = after[:1] or (free if len(free) == 1 else [])
        settled[number] = Role("answer", chosen[0], heading) if chosen else Role("unknown", heading=heading)
        taken.update(chosen)
    return settled


def _with_amount(block: Block, target: MatchTarget, roles: list[Role]) -> Roles:
    """Where no heading is that of a column here, the one column of amounts goes to the cursor's column."""
    if any(role.kind == "answer" for role in roles):
        return Roles(tuple(roles))
    figures = [number for number, role in enumerate(roles) if role.kind == "unknown" and _has_figures(block, number)]
    plain = [number for number in figures if set(map(heading_name, block.headings(number))) & _PLAIN_AMOUNT]
    chosen = plain if len(plain) == 1 else figures
    if len(chosen) == 1 and target.column and not _is_of_another_year(block, target, chosen[0]):
        roles[chosen[0]] = Role("answer", target.column, roles[chosen[0]].heading)
        return Roles(tuple(roles))
    unknown = "、".join(f"“{role.heading}”" for role in roles if role.kind == "unknown") or "各列"
    own = "、".join(f"“{column.label}”" for column in target.columns)
    return Roles(tuple(roles), f"认不出{unknown}是本表的哪一栏（本表有{own}），没有贴；请改好表头再复制，或只复制数。")


def _is_of_another_year(block: Block, target: MatchTarget, number: int) -> bool:
    names = [heading_name(text, target.year) for text in block.headings(number)]
    names_other_year = any(character.isdigit() for name in names for character in name)
    years = years_in(names)
    own = years_in([heading_name(target.table.column(target.column).label)])
    return names_other_year or (bool(years) and not own & years)


def _has_figures(block: Block, number: int) -> bool:
    return any(figure_of(text) is not None for text in block.column(number))


def roles_by_position(block: Block, target: MatchTarget, keys: frozenset[int]) -> Roles:
    """The roles of columns without headings: from the cursor's column on, beside those that name or number the rows."""
    order = [column.id for column in target.columns]
    place = order.index(target.column) if target.column in order else 0
    place += _lacks_choice(block, target, place)
    last_key = max(keys, default=-1)
    roles: list[Role] = []
    for number in range(block.width):
        if number in keys:
            role = Role("key")
        elif number < last_key or is_number_column(block, target, number):
            role = Role("skipped")
        elif is_group_column(block, target, number) and not _fits(block, number, target.columns[place : place + 1]):
            role = Role("group")
        elif _is_part_of_measure(block, target, number, order[place : place + 1], roles):
            role = Role("sign" if is_sign_column(block, number) else "unit", order[min(place, len(order) - 1)])
            role = Role("unit", roles[-1].column) if role.kind == "unit" else role
        elif place < len(order):
            role = Role("answer", order[place])
            place += 1
        else:
            role = Role("outside")
        roles.append(role)
    return Roles(tuple(roles))


def _lacks_choice(block: Block, target: MatchTarget, place: int) -> bool:
    """Whether a block begins with the names right of the cursor's choice: no option is in it, and measures follow."""
    questions = target.columns[place : place + 2]
    if [question.kind for question in questions] != ["choice", "text"] or block.width < _SEVERAL:
        return False
    options = [option for table in target.tables for option in table.shown_columns[place].options]
    following = [parse_answer("measure", "", text).value for text in block.column(1)]
    are_measures = all(isinstance(value, Measure) and value.number is not None for value in following)
    return bool(following) and are_measures and not any(option_for(text, options) for text in block.column(0))


def _is_part_of_measure(block: Block, target: MatchTarget, number: int, at: list[str], roles: list[Role]) -> bool:
    """Whether a column holds the signs before a measure, or the units after a figure whose sign came before it."""
    question = target.table.column(at[0]) if at else None
    if question is not None and question.kind == "measure" and is_sign_column(block, number):
        return True
    has_sign = len(roles) > 1 and roles[-2].kind == "sign" and roles[-1].kind == "answer"
    return has_sign and all(figure_of(text) is None for text in block.column(number))


def is_sign_column(block: Block, number: int) -> bool:
    """Whether a column holds comparing signs and nothing else."""
    signs = [sign_of(text) for text in block.column(number)]
    return any(signs) and None not in signs


def is_number_column(block: Block, target: MatchTarget, number: int) -> bool:
    """Whether the leftmost column numbers the rows of an open table, beside the names."""
    texts = block.column(number)
    if number or block.width == 1 or not target.table.open or target.columns[0].kind == "number":
        return False
    counted = texts == [str(count) for count in range(1, len(texts) + 1)]
    beside = block.column(number + 1)[:1]
    is_beside_names = any(figure_of(text) is None for text in beside)
    return counted and is_beside_names and target.column in ("", target.columns[0].id)


def is_group_column(block: Block, target: MatchTarget, number: int) -> bool:
    """Whether a column names the tables that the rows go to."""
    texts = block.column(number)
    labels = [table.label for table in target.tables]
    found = [text for text in texts if option_for(text, labels)]
    return target.table.open and bool(found) and 2 * len(found) >= len(texts) and not _fits_options(texts, target)


def _fits_options(texts: list[str], target: MatchTarget) -> bool:
    return any(
        question.kind == "choice"
        and all(comparable_name(text) in map(comparable_name, question.options) for text in texts)
        for question in target.columns
    )


def _fits(block: Block, number: int, questions: Sequence[Question]) -> bool:
    return any(
        question.kind == "choice" and all(option_for(text, question.options) for text in block.column(number))
        for question in questions
    )


def key_column_of_open_table(block: Block, target: MatchTarget) -> frozenset[int]:
    """The column with the names of rows, where the cursor is on a figure right of the names; empty if there is none."""
    named = name_column(target.table)
    order = [column.id for column in target.columns]
    if named is None or target.column not in order or order.index(target.column) <= order.index(named.id):
        return frozenset()
    ids = target.row_ids(target.table)
    is_figure = target.table.column(target.column).kind == "number"
    for number in range(block.width - 1):
        texts = block.column(number)
        found = [text for text in texts if named_row(ids, text)]
        are_words = is_figure and all(figure_of(text) is None and not is_hashes(text) for text in texts)
        if texts and (2 * len(found) >= len(block.body) or are_words):
            return frozenset((number,))
    return frozenset()

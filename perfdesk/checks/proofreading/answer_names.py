"""The names under which a text may speak of the report's figures: labels and aliases of rows, columns and fields.

The names depend on the form and on the names of rows that the user added; the figures are read later, one by one, so
that a text is compared again only when a figure that it may mean has changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from perfdesk.definition.address import Address
from perfdesk.definition.model import Field, Question, Row, Section, Table
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.language.posts import without_posts_of_persons
from perfdesk.language.quantities import Period
from perfdesk.language.sides import is_of_income
from perfdesk.language.text_cache import cached_by_text

_FIGURES = ("number", "measure")
_QUOTES = re.compile(r"[“”\"'‘’\s《》]")
_NOTE = re.compile(r"[(（][^()（）]*[)）]$")
_SUM = re.compile(r"\s*(?:合计|小计)$")
_LAST = re.compile(r"上年|去年|上一年")
_PLAN = re.compile(r"预算|目标|指标值|计划")
_SHORTEST = 2
#: Far more figures of one name than a report of sixty projects has.
_MOST_NAMESAKES = 300
_MONEY = "万元"


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """A figure of the report: its address, the year or plan it belongs to, and the words of its column.

    `is_income` says that the labels of its row and table speak of income and not of spending.
    """

    address: Address
    question: Question
    period: Period
    words: tuple[str, ...]
    rank: int
    is_income: bool = False


@dataclass(slots=True)
class AnswerNames:
    """All figures of a report by the name of their row or field; names of added rows by pairs of characters, too.

    `by_word` has the figures of tables with one row by the words of their column, `columns` the words of all columns,
    which `column_at_end` finds at the end of a label.
    `with_amounts` are the chapters that have amounts of money of their own.
    `crowded` has the names of very many figures: a text means only those of its own section by them.
    """

    by_name: dict[str, list[NamedFigure]] = field(default_factory=dict[str, list[NamedFigure]])
    crowded: dict[str, dict[str, list[NamedFigure]]] = field(default_factory=dict[str, dict[str, list[NamedFigure]]])
    by_pair: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    by_word: dict[str, list[NamedFigure]] = field(default_factory=dict[str, list[NamedFigure]])
    by_row: dict[Address, list[NamedFigure]] = field(default_factory=dict[Address, list[NamedFigure]])
    columns: dict[str, None] = field(default_factory=dict[str, None])
    with_amounts: set[str] = field(default_factory=set[str])
    column_at_end: re.Pattern[str] = re.compile(r"(?!)")

    def figures(self, name: str, section: str) -> list[NamedFigure]:
        """The figures that a text of a section may mean by a name."""
        crowd = self.crowded.get(name)
        return self.by_name.get(name, []) if crowd is None else crowd.get(section, [])

    def rows_with(self, words: str, tables: set[tuple[str, str]]) -> set[Address]:
        """The rows of some tables whose name contains these words; none for a single character."""
        return {
            row_of(one.address)
            for name, figures in self.by_name.items()
            if len(words) >= _SHORTEST and words in name and name not in self.crowded
            for one in figures
            if (one.address.section, one.address.field) in tables
        }


def row_of(address: Address) -> Address:
    """The address of the row of a cell; a field is its own row."""
    return Address(address.section, address.field, address.row) if address.row else address


@cached_by_text
def plain_name(text: str) -> str:
    """A name without quotation marks, blanks, and words that mislead.

    >>> plain_name("“三公”经费 合计")
    '三公经费合计'
    """
    return without_posts_of_persons(_QUOTES.sub("", text))


def period_of(label: str) -> Period:
    """Whether a column or text with this label is about last year or about a plan.

    >>> [period_of(label) for label in ("上年预算数", "全年预算数", "本年决算数", "年度指标值")]
    ['last', 'plan', '', 'plan']
    """
    return "last" if _LAST.search(label) else "plan" if _PLAN.search(label) else ""


def answer_names(answers: Answers) -> AnswerNames:
    """Return the names of all figures that are asked at present."""
    return answers.cached(("names of figures",), _all_names)[0]


def _all_names(answers: Answers) -> tuple[AnswerNames]:
    names = AnswerNames()
    for section in answers.form.sections:
        if answers.is_met(section.when, EvaluationContext(section.id)):
            for instance in answers.instances(section):
                for one in answers.cached(("named figures", instance), _named_in, section, instance):
                    _add(names, *one)
    names.crowded = {
        name: _by_section(figures) for name, figures in names.by_name.items() if len(figures) > _MOST_NAMESAKES
    }
    names.column_at_end = re.compile(
        "(?:" + "|".join(map(re.escape, names.columns)) + ")$" if names.columns else r"(?!)"
    )
    return (names,)


def _by_section(figures: Iterable[NamedFigure]) -> dict[str, list[NamedFigure]]:
    found = dict[str, list[NamedFigure]]()
    for one in figures:
        found.setdefault(one.address.section, []).append(one)
    return {section: few for section, few in found.items() if len(few) <= _MOST_NAMESAKES}


#: The names of a row or field, its figures, whether the user added the row, and whether it is the only one.
_Named = tuple[tuple[str, ...], tuple[NamedFigure, ...], bool, bool]


def _named_in(answers: Answers, section: Section, instance: str) -> Iterator[_Named]:
    rank = (section.repeats_over is not None) * 2 + (section.kind == "attachment")
    for block in section.blocks:
        if isinstance(block, Field) and block.question.kind == "number":
            if answers.is_met(block.when, EvaluationContext(instance)):
                question = block.question
                figure = NamedFigure(Address(instance, question.id), question, period_of(question.label), (), rank)
                yield tuple(_names((question.label, *question.aliases))), (figure,), False, False
        elif isinstance(block, Table) and answers.is_met(block.when, EvaluationContext(instance)):
            yield from _named_rows(answers, block, instance, rank)


def _named_rows(answers: Answers, table: Table, instance: str, rank: int) -> Iterator[_Named]:
    asked = [column for column in table.columns if column.kind in _FIGURES]
    columns: list[tuple[Question, Period, tuple[str, ...]]] = [
        (column, period_of(column.label), _words(column)) for column in asked
    ]
    has_names = any(column.id == "name" for column in table.columns)
    if not columns or (table.open and not has_names):
        return
    for row in answers.rows(instance, table.id):
        known = None if table.open else table.row(row)
        figures = tuple(
            NamedFigure(
                Address(instance, table.id, row, column.id), column, period, words, rank, _is_income(table, known)
            )
            for column, period, words in columns
            if known is None or column.id not in known.skip
        )
        if known is not None:
            yield tuple(_names((known.label, *known.aliases))), figures, False, len(table.rows) == 1
        else:
            name = answers.value(Address(instance, table.id, row, "name"))
            yield tuple(_names((name,))) if isinstance(name, str) else (), figures, True, False


def _is_income(table: Table, row: Row | None) -> bool:
    return is_of_income(f"{table.label}{row.label if row is not None else ''}")


def _names(labels: Iterable[str]) -> Iterator[str]:
    """The names in the labels, also without 合计 and without the note in brackets at the end."""
    found = dict[str, None]()
    for label in labels:
        name = _SUM.sub("", plain_name(label))
        for one in (name, _SUM.sub("", _NOTE.sub("", name))):
            if len(one) >= _SHORTEST:
                found[one] = None
    yield from found


def _words(column: Question) -> tuple[str, ...]:
    return tuple(dict.fromkeys(plain_name(word) for word in (column.label, *column.aliases)))


def _add(
    names: AnswerNames, called: tuple[str, ...], figures: tuple[NamedFigure, ...], added: bool, alone: bool
) -> None:
    for name in called:
        names.by_name.setdefault(name, []).extend(figures)
        for at in range(len(name) - 1) if added else ():
            names.by_pair.setdefault(name[at : at + 2], set()).add(name)
    for one in figures:
        names.by_row.setdefault(row_of(one.address), []).append(one)
        if one.question.unit == _MONEY and one.rank == 0:
            names.with_amounts.add(one.address.section)
        for word in one.words:
            names.columns[word] = None
            if alone:
                names.by_word.setdefault(word, []).append(one)

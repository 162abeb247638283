"""Tables of other documents, written as lines, and what is read out of them."""

from __future__ import annotations

from itertools import count

from perfdesk.definition.loader import shipped_form
from perfdesk.entries.entries import Entries
from perfdesk.entries.proposal import ProposedAnswer
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.row_names import RowNames
from perfdesk.importers.source import SourceTable, SourceTableCell
from perfdesk.importers.tables.read import read_table

YEAR = 2023


def table_of(text: str, name: str = "Sheet1") -> SourceTable:
    """A table out of lines whose cells are separated by `|`; `>` continues the cell at the left, `^` the one above."""
    spans: dict[tuple[int, int], list[int]] = {}
    texts: dict[tuple[int, int], str] = {}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for row, line in enumerate(text.strip("\n").splitlines()):
        for column, cell in enumerate(part.strip() for part in line.split("|")):
            place = (row, column)
            at = {">": (row, column - 1), "^": (row - 1, column)}.get(cell)
            owner[place] = owner[at] if at is not None else place
            if at is None:
                texts[place], spans[place] = cell, [1, 1]
            else:
                first = owner[place]
                spans[first] = [max(spans[first][0], row - first[0] + 1), max(spans[first][1], column - first[1] + 1)]
    cells = tuple(SourceTableCell(words, *place, *spans[place]) for place, words in texts.items())
    return SourceTable(cells, 1, name)


def read_answers(
    table: SourceTable, year: int = YEAR, title: str = "", form: str = "hunan_overall_2023"
) -> dict[str, ProposedAnswer]:
    """What a table proposes for a blank report, by address; rows that are added are named r1, r2 in order."""
    answers, numbers = Answers(shipped_form(form), Entries()), count(1)
    names = RowNames(answers, lambda: f"r{next(numbers)}")
    proposed, _ = read_table(table, "表.xlsx", 0, answers, names, year, title)
    return {str(answer.address): answer for answer in proposed}


def read_texts(table: SourceTable, year: int = YEAR, title: str = "") -> dict[str, str]:
    """The texts that a table proposes, by address."""
    return {address: answer.after for address, answer in read_answers(table, year, title).items()}

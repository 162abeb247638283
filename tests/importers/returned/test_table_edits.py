"""Rows of a returned table with more or fewer cells than were exported: nothing that differs vanishes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.entries.proposal import Source, UnplacedText
from perfdesk.importers.returned.answer_edits import AnswerEdit
from perfdesk.importers.returned.exported_lines import ExportedLine, exported_lines
from perfdesk.importers.returned.line_text import line_key
from perfdesk.importers.returned.returned_lines import ReturnedCell, ReturnedLine
from perfdesk.importers.returned.table_edits import changed_cells


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("report") / "demo.db"
    make_sample("demo-2024", path)
    session = Session.open(path, read_only=True)
    yield session
    session.close()


@pytest.fixture(scope="module")
def rows(report: Session) -> list[ExportedLine]:
    """The rows of at least four cells of which one shows an answer."""
    lines = (line for line in exported_lines(report.answers) if len(line.cells) >= 4)
    return [line for line in lines if any(cell.address and line_key(cell.text) for cell in line.cells)]


def returned(cells: Sequence[tuple[int, str]]) -> ReturnedLine:
    source = Source("表 1", "改.docx", "")
    return ReturnedLine("", source, cells=tuple(ReturnedCell(text, source, column) for column, text in cells))


def as_exported(line: ExportedLine) -> list[tuple[int, str]]:
    return [(cell.column, cell.text) for cell in line.cells]


def test_a_row_that_a_cut_table_begins_with_a_blank_cell_is_unchanged(
    report: Session, rows: list[ExportedLine]
) -> None:
    for line in rows:
        cells = [(-1, ""), *as_exported(line)]
        assert changed_cells(report.answers, line, returned(cells)) == []


def test_an_emptied_cell_is_found_in_a_row_with_a_blank_cell_more(report: Session, rows: list[ExportedLine]) -> None:
    for line in rows:
        for at, cell in enumerate(line.cells):
            if cell.address is None or not line_key(cell.text):
                continue
            cells = [(-1, ""), *as_exported(line)]
            cells[at + 1] = (cell.column, "")
            (found,) = changed_cells(report.answers, line, returned(cells))
            assert isinstance(found, AnswerEdit)
            assert found.text == ""


def test_an_added_cell_is_listed_and_the_others_are_unchanged(report: Session, rows: list[ExportedLine]) -> None:
    for line in rows:
        for at in range(len(line.cells) + 1):
            cells = as_exported(line)
            column = cells[at][0] if at < len(cells) else cells[-1][0] + 1
            cells = [*cells[:at], (column, "局长另加的话"), *((there + 1, text) for there, text in cells[at:])]
            (found,) = changed_cells(report.answers, line, returned(cells))
            assert found.text == "局长另加的话"
            if at == len(line.cells) or line_key(line.cells[at].text):
                assert isinstance(found, UnplacedText)
                assert found.change == "added"


def test_a_cell_merged_away_is_listed_and_its_answer_stays(report: Session, rows: list[ExportedLine]) -> None:
    for line in rows:
        for at, cell in enumerate(line.cells):
            cells = [one for number, one in enumerate(as_exported(line)) if number != at]
            found = changed_cells(report.answers, line, returned(cells))
            expected = [(cell.text, "deleted")] if line_key(cell.text) else []
            assert [(one.text, one.change) for one in found if isinstance(one, UnplacedText)] == expected
            assert len(found) == len(expected)

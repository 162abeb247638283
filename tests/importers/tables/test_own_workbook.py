"""A workbook that PerfDesk exported reads back exactly."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from openpyxl import load_workbook

from perfdesk.application.session import Session
from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.document.build import build
from perfdesk.entries.proposal import Proposal, is_entered
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.formats import read_source
from perfdesk.importers.row_names import RowNames
from perfdesk.importers.tables.read import read_document_tables
from perfdesk.writers.xlsx.workbook import write_xlsx

pytestmark = pytest.mark.slow


@pytest.fixture
def exported(demo: Session, tmp_path: Path) -> Path:
    write_xlsx(build(demo.answers, (), draft=False), tmp_path / "own.xlsx")
    return tmp_path / "own.xlsx"


def proposal_of(path: Path, answers: Answers) -> Proposal:
    numbers = count(1)
    names = RowNames(answers, lambda: f"new{next(numbers)}")
    return Proposal(*read_document_tables(read_source(path), answers, names, 2024))


def test_into_its_own_report_it_changes_nothing(exported: Path, demo: Session) -> None:
    proposal = proposal_of(exported, demo.answers)
    changes = [one for one in proposal.answers if is_entered(demo.form, one.address)]
    parsed = [(one, demo.answers.after(Proposal((one,)).edits(demo.form, demo.entries))) for one in changes]
    assert len(changes) > 100
    assert [
        str(one.address) for one, after in parsed if after.value(one.address) != demo.answers.value(one.address)
    ] == []


def test_into_a_blank_report_it_gives_every_answer_that_it_shows(exported: Path, demo: Session, blank: Session) -> None:
    proposal = proposal_of(exported, blank.answers)
    after = blank.answers.after(proposal.edits(blank.form, blank.entries))
    shown = {one.address for one in proposal.answers if is_entered(blank.form, one.address)}
    typed = {address for address, _ in demo.entries if address.column != ROW_POSITION}
    assert len(shown & typed) > 100
    assert [str(address) for address in shown if after.value(address) != demo.answers.value(address)] == []


def test_a_changed_cell_is_the_only_change(exported: Path, demo: Session) -> None:
    book = load_workbook(exported)
    rows = [[cell.value for cell in row] for row in book["_perfdesk"].iter_rows()]
    wanted = Address("spending", "three_public", "reception", "actual")
    sheet, place, _ = next(row for row in rows if row[2] == str(wanted))
    book[sheet][place] = 99.5
    book.save(exported)
    proposal = proposal_of(exported, demo.answers)
    found = next(one for one in proposal.answers if one.address == wanted)
    assert (found.after, found.confidence) == ("99.5", "sure")

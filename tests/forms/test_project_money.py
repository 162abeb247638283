"""The money of a project is typed once, in the table of projects; its own page shows it, split by source."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.loader import shipped_form

FORMS = {
    "hunan_overall_2023": (
        ("spending", "projects", {"name": "修路", "initial_budget": "90", "budget": "100", "actual": "98.35"}),
        ("project_evaluation", "money", ("finance", "carried_over", "other", "total")),
        ("initial_budget", "budget", "actual"),
    ),
    "hunan_overall_2019": (
        ("spending", "specials", {"name": "修路", "start": "90", "added": "10", "actual": "98.35"}),
        ("project_evaluation", "funds", ("fiscal", "carried", "other", "all")),
        ("start", "budget", "actual"),
    ),
}


@pytest.fixture(params=sorted(FORMS))
def report(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Session, str, str, tuple[str, ...]]]:
    name = request.param
    (section, table, texts), (page, money, rows), columns = FORMS[name]
    session = Session.create(tmp_path / "r.db", shipped_form(name))
    if name == "hunan_overall_2019":
        session.enter(Address(section, "has_special"), "有")
    row = session.add_row(section, table, texts=texts)
    for source in rows[1:3]:
        for column in columns:
            session.enter(Address(f"{page}@{row}", money, source, column), "0")
    yield session, f"{page}@{row}", money, rows
    session.close()


def values(report: tuple[Session, str, str, tuple[str, ...]], row: str) -> list[object]:
    session, page, money, _rows = report
    columns = FORMS[session.form.id][2]
    return [session.answers.value(Address(page, money, row, column)) for column in columns]


def test_the_money_of_the_table_of_projects_stands_on_the_page(
    report: tuple[Session, str, str, tuple[str, ...]],
) -> None:
    whole = [Decimal(90), Decimal(100), Decimal("98.35")]
    assert values(report, report[3][0]) == whole
    assert values(report, report[3][3]) == whole


def test_what_was_carried_over_is_taken_off_the_appropriation(
    report: tuple[Session, str, str, tuple[str, ...]],
) -> None:
    session, page, money, rows = report
    for column in FORMS[session.form.id][2]:
        session.enter(Address(page, money, rows[1], column), "20")
    assert values(report, rows[0]) == [Decimal(70), Decimal(80), Decimal("78.35")]
    assert values(report, rows[3]) == [Decimal(90), Decimal(100), Decimal("98.35")]


def test_while_a_source_is_blank_the_appropriation_is_blank_and_no_error(
    report: tuple[Session, str, str, tuple[str, ...]],
) -> None:
    session, page, money, rows = report
    columns = FORMS[session.form.id][2]
    for column in columns:
        session.enter(Address(page, money, rows[1], column), "")
    assert values(report, rows[0]) == [None] * len(columns)
    assert [finding for finding in session.findings if finding.severity == "error"] == []


def test_more_carried_over_than_the_project_has_is_an_error(
    report: tuple[Session, str, str, tuple[str, ...]],
) -> None:
    session, page, money, rows = report
    session.enter(Address(page, money, rows[1], "budget"), "200000")
    found = [finding for finding in session.findings if "成了负数" in finding.message]
    assert [finding.severity for finding in found] == ["error"]


def test_the_appropriation_can_be_typed_and_is_then_compared(
    report: tuple[Session, str, str, tuple[str, ...]],
) -> None:
    session, page, money, rows = report
    session.enter(Address(page, money, rows[0], "budget"), "60")
    session.enter(Address(page, money, rows[1], "budget"), "20")
    session.enter(Address(page, money, rows[2], "budget"), "0")
    assert session.answers.value(Address(page, money, rows[3], "budget")) == Decimal(80)
    assert any(finding.code == "E12" and finding.section == page for finding in session.findings)

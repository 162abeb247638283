"""照另一项目填指标: the tables of one project begin like those of another one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from perfdesk.application.copied_rows import copied_rows
from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.loader import form_ids, shipped_form
from perfdesk.definition.model import Table


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "r.db"
    make_sample("demo-2024", path)
    opened = Session.open(path)
    yield opened
    opened.close()


def new_project(session: Session) -> str:
    return f"project_evaluation@{session.add_row('spending', 'projects', texts={'name': '新项目'})}"


def shown(session: Session, section: str, table: str, column: str) -> list[str]:
    rows = session.answers.rows(section, table)
    return [session.entries.text(Address(section, table, row, column)) or "" for row in rows]


def test_a_new_project_gets_names_targets_and_weights_but_nothing_achieved(session: Session) -> None:
    source, target = "project_evaluation@p1", new_project(session)
    assert session.fill(copied_rows(session.answers, source, target), "照填")
    for table in ("outputs", "benefits", "satisfaction"):
        for column in ("level2", "name", "target", "weight"):
            assert shown(session, target, table, column) == shown(session, source, table, column) != []
        for column in ("actual", "reason", "score"):
            assert set(shown(session, target, table, column)) == {""}


def test_it_is_one_step_that_undo_takes_back(session: Session) -> None:
    target = new_project(session)
    before = dict(session.entries)
    session.fill(copied_rows(session.answers, "project_evaluation@p1", target), "照填")
    session.undo()
    assert dict(session.entries) == before


def test_a_table_in_which_something_was_typed_stays_as_it_is(session: Session) -> None:
    target = new_project(session)
    session.enter(Address(target, "outputs", "s1", "name"), "自己写的指标")
    before = {address: text for address, text in session.entries if address.section == target}
    texts = copied_rows(session.answers, "project_evaluation@p1", target)
    assert {address.field for address in texts} == {"benefits", "satisfaction"}
    session.fill(texts, "照填")
    assert all(session.entries.text(address) == text for address, text in before.items() if address.field == "outputs")


def test_from_a_project_without_indicators_nothing_is_copied(session: Session) -> None:
    assert copied_rows(session.answers, new_project(session), new_project(session)) == {}


@pytest.mark.parametrize("name", form_ids())
def test_every_form_with_a_page_for_each_project_has_rows_to_copy(name: str, tmp_path: Path) -> None:
    form = shipped_form(name)
    repeated = [section for section in form.sections if section.repeats_over is not None]
    for section in repeated:
        tables = [block for block in section.blocks if isinstance(block, Table) and block.open]
        assert any(column.rollover.mode == "keep" for table in tables for column in table.columns)


def test_every_form_copies_targets_and_weights_but_no_reasons(tmp_path: Path) -> None:
    copied = 0
    for name in form_ids():
        form = shipped_form(name)
        for section in (one for one in form.sections if one.repeats_over is not None):
            for table in (block for block in section.blocks if isinstance(block, Table) and block.open):
                kept = {column.id for column in table.columns if column.rollover.mode in ("keep", "revise")}
                assert not kept & {"reason", "actual", "score"}, (name, table.id)
                assert {"name", "target", "weight"} <= kept, (name, table.id)
                copied += 1
    assert copied > 6

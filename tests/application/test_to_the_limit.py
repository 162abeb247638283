"""Every table and text of every shipped form can be filled to its limit, saved, checked and exported."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from perfdesk.application.export import write_files
from perfdesk.application.rollover import rollover_edits
from perfdesk.application.session import Session
from perfdesk.checks.rule_status import rules_about
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import MAX_TEXT_LENGTH
from perfdesk.definition.loader import form_ids, shipped_form
from perfdesk.definition.model import Form, Question, Table
from perfdesk.document.build import build
from perfdesk.entries.limits import SAVED
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.explain import explain, usages_of
from perfdesk.ui.panels.preview.page_images import pickled_form
from perfdesk.ui.panels.preview.rendering import RenderRequest, render
from perfdesk.writers.xlsx.limits import TEXT_LIMIT

pytestmark = pytest.mark.slow

_TYPED = {"number": "12.5", "measure": "≥10次", "date": "2024年3月5日", "year": "2024"}
_SENTENCE = "应急管理工作扎实开展，第{}项任务按期完成，群众满意。"
_PARAGRAPH = 20
_EXPLAINED = 40
#: What every run fills: the table whose hundredth row once could not be counted, one more, and one long text.
_OFTEN = {
    "hunan_overall_2023:spending/projects": 101,
    "hunan_overall_2023:basics/goals": SAVED.rows,
    "yueyang_overall_2023:evaluation/indicators": SAVED.rows,
    "hunan_overall_2023:problems/items/*/text": 0,
}


#: `make torture` fills each table and text; an ordinary run one of so many, and a tenth of the entries.
_SHARE = 1 if "PERFDESK_TORTURE" in os.environ else 10


def _instance(form: Form, section: str) -> str:
    return f"{section}@q0" if form.section(section).repeats_over else section


def _texts(form: Form) -> Iterator[tuple[str, Address]]:
    """The addresses that take text; in a table those of the first row, or of a new one."""
    for (section, field, column), question in form.questions.items():
        if question.kind in ("text", "prose", "sentence", "measure"):
            row = "" if not column else "q0" if form.tables[section, field].open else _first_row(form, section, field)
            address = Address(_instance(form, section), field, row, column)
            if form.question(address) is not None and form.formula(address) is None:
                yield f"{section}/{field}{f'/*/{column}' if column else ''}", address


def _first_row(form: Form, section: str, table: str) -> str:
    return form.tables[section, table].rows[0].id


def _cases() -> list[ParameterSet]:
    """The cases of every run, and a share of the rest."""
    often, others = list[ParameterSet](), list[ParameterSet]()
    for form_id in form_ids():
        form = shipped_form(form_id)
        for section, table in form.tables:
            name = f"{form_id}:{section}/{table}"
            others.append(pytest.param(form_id, f"{section}/{table}", SAVED.rows, id=name))
            if name in _OFTEN:
                often.append(pytest.param(form_id, f"{section}/{table}", _OFTEN[name], id=f"{name}-{_OFTEN[name]}"))
        for name, _ in _texts(form):
            cases = often if f"{form_id}:{name}" in _OFTEN else others
            cases.append(pytest.param(form_id, name, 0, id=f"{form_id}:{name}"))
    return often + others[::_SHARE]


def _value(question: Question, number: int) -> str:
    if question.kind == "choice":
        return question.options[number % len(question.options)]
    return _TYPED.get(question.kind, f"第{number}项")


def _row(form: Form, section: str, table: Table, row: str, number: int) -> dict[Address, str]:
    """One row with an answer in every cell that takes one."""
    found = {}
    for column in table.columns:
        address = Address(section, table.id, row, column.id)
        if form.question(address) is not None and form.formula(address) is None and column.kind != "link":
            found[address] = _value(column, number)
    return found


def _full_table(session: Session, section: str, table: Table, rows: int) -> dict[Address, str]:
    """Answers for every cell of a table; an open table gets this number of rows."""
    form, texts = session.form, dict[Address, str]()
    existing = session.answers.rows(section, table.id)
    more = [f"q{number}" for number in range(rows - len(existing))] if table.open else []
    for number, row in enumerate([*existing, *more]):
        texts.update(_row(form, section, table, row, number))
    return texts


def _longest_text(kind: str) -> str:
    """Paragraphs of different sentences, as long as an answer of this kind may be."""
    most = SAVED.answer if kind in ("prose", "sentence") else MAX_TEXT_LENGTH
    pieces, length, number = [], 0, 0
    while length < most:
        number += 1
        pieces.append(_SENTENCE.format(number) + ("\n" if number % _PARAGRAPH == 0 else ""))
        length += len(pieces[-1])
    return "".join(pieces)[: most - 1] + "。"


def _begun(form: Form, path: Path) -> Session:
    """A new report with the answers of its title, and one row for a repeated section."""
    session = Session.create(path, form)
    known = {form.report_fields.unit: "青石县应急管理局", form.report_fields.year: "2024"}
    session.fill({address: text for address, text in known.items() if form.formula(address) is None}, "单位")
    for section in form.sections:
        if section.repeats_over is not None and not session.entries.rows(*section.repeats_over):
            session.fill(_row(form, section.repeats_over[0], form.tables[section.repeats_over], "q0", 0), "项目")
    return session


def _everything_works(session: Session, folder: Path, filled: Mapping[Address, str]) -> None:
    """Close, open, check, explain, preview, export all files and roll over, as a user would."""
    path = session.path
    session.close()
    with contextlib.closing(Session.open(path)) as again:
        assert {address: again.entries.text(address) for address in filled} == filled
        assert not [finding for finding in again.findings if finding.code == "INTERNAL"]
        for address in list(filled)[:_EXPLAINED]:
            explain(again.answers, address)
            usages_of(again.answers, address)
            rules_about(again.answers, address)
        pages = render(RenderRequest(pickled_form(again.form), again.entries, again.findings, 300.0))
        assert pages.pages
        report = build(again.answers, again.findings, draft=True)
        for file in (folder / f"r.{suffix}" for suffix in ("docx", "pdf", "xlsx")):
            try:
                write_files(report, [file], lambda _: None)
            except PerfDeskError as error:  # Excel's own limit, reported in one sentence
                assert file.suffix == ".xlsx" and "Excel 一格最多" in error.why
                assert max(map(len, filled.values())) > TEXT_LIMIT
            else:
                assert file.stat().st_size > 1000
        year = again.answers.value(again.form.report_fields.year)
        rolled = rollover_edits(again.answers, int(str(year)) + 1)
        with contextlib.closing(Session.create(folder / "next.db", again.form, rolled)) as following:
            assert not [finding for finding in following.findings if finding.code == "INTERNAL"]
        assert again.enter(again.form.report_fields.year, "2023")
    Session.open(path).close()
    Session.open(folder / "next.db").close()


@pytest.mark.parametrize(("form_id", "name", "rows"), _cases())
def test_a_table_or_text_at_its_limit_can_be_saved_checked_and_exported(
    form_id: str, name: str, rows: int, tmp_path: Path
) -> None:
    form = shipped_form(form_id)
    session = _begun(form, tmp_path / "full.db")
    if rows:
        section, table = name.split("/")
        texts = _full_table(session, _instance(form, section), form.tables[section, table], rows)
    else:
        address = dict(_texts(form))[name]
        question = form.question(address)
        assert question is not None
        texts = {address: _longest_text(question.kind)}
    session.fill(texts, "填到上限")
    _everything_works(session, tmp_path, texts)


def test_a_report_with_the_most_answers_can_be_saved_checked_and_exported(tmp_path: Path) -> None:
    form = shipped_form("hunan_overall_2023")
    session = _begun(form, tmp_path / "full.db")
    session.fill(_full_table(session, "spending", form.tables["spending", "projects"], SAVED.rows), "项目")
    names = [table for section, table in form.tables if section == "project_evaluation"]
    most = SAVED.entries // _SHARE
    left, texts = most - len(session.entries), dict[Address, str]()
    for number in range(60):
        for project in session.entries.rows("spending", "projects"):
            instance = f"project_evaluation@{project}"
            tables = [form.tables["project_evaluation", name] for name in names]
            table = next(table for table in tables if table.open)
            row = _row(form, instance, table, f"q{number}", number)
            if left > len(row):
                left -= len(row) + 1
                texts.update(row)
    session.fill(texts, "填到上限")
    assert most - len(session.entries) < len(form.questions)
    _everything_works(session, tmp_path, texts)

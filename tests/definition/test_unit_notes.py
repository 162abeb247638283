"""The note above a table (单位：万元) is a sentence like the title of a sheet: with names in braces, and checked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.definition.address import Address
from perfdesk.definition.form_check import check_folder
from perfdesk.definition.model import Form, Sheet, Table
from perfdesk.document.grids import sheet_grid, table_grid
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.explain import usages_of
from support.small_form import SMALL_FORM, SMALL_LIST

SHEET = '\n[[block]]\ntype = "sheet"\ntitle = "表"\nwidths = [10]\nunit_note = "{note}"\n'
TABLE = ("open = true", 'open = true\nprint = "grid"\nunit_note = "{note}"')


def noted(small_form: Callable[..., Form], note: str) -> Answers:
    form = small_form((TABLE[0], TABLE[1].replace("{note}", note)), add=SHEET.replace("{note}", note))
    return Answers(form, Entries().after((Edit(Address("money", "year"), None, "2024"),)))


def test_a_name_in_the_note_is_printed_as_its_answer(small_form: Callable[..., Form]) -> None:
    answers = noted(small_form, "单位：万元（{year}年）")
    (section,) = answers.form.sections
    people = next(block for block in section.blocks if isinstance(block, Table) and block.open)
    sheet = next(block for block in section.blocks if isinstance(block, Sheet))
    assert table_grid(answers, "money", people).unit_note == "单位：万元（2024年）"
    assert sheet_grid(answers, "money", sheet).unit_note == "单位：万元（2024年）"
    assert [use.kind for use in usages_of(answers, Address("money", "year"))] == ["text", "paper"]


def test_a_note_follows_its_answer(small_form: Callable[..., Form]) -> None:
    answers = noted(small_form, "{year}年")
    people = answers.form.tables["money", "people"]
    table_grid(answers, "money", people)
    later = answers.after((Edit(Address("money", "year"), "2024", "2025"),))
    assert table_grid(later, "money", people).unit_note == "2025年"


@pytest.mark.parametrize("is_sheet", [True, False])
@pytest.mark.parametrize(
    ("note", "says"),
    [
        ("单位：{yaer}", "没有“yaer”，是不是“year”？"),
        ("单位：{year", "花括号不成对"),
        ("｛year｝", "花括号要用半角的 { }"),
        ("year", "“year”会照字面印出来，要印它的值写成“{year}”"),
        ("{phone}", "用到了不公开的“电话”"),
        ("单位：万元", ""),
    ],
)
def test_a_note_is_checked_like_every_sentence(tmp_path: Path, note: str, says: str, is_sheet: bool) -> None:
    phone = '\n[[block]]\ntype = "field"\nid = "phone"\nlabel = "电话"\ninternal = true\n'
    text = SMALL_FORM.replace(TABLE[0], TABLE[0] if is_sheet else TABLE[1].replace("{note}", note)) + phone
    (tmp_path / "form.toml").write_text(SMALL_LIST, encoding="utf-8")
    (tmp_path / "money.toml").write_text(text + SHEET.replace("{note}", note) * is_sheet, encoding="utf-8")
    found = check_folder(tmp_path).diagnostics
    assert [says in one.message for one in found] == [True] * bool(says), found

"""A form is copied under a new id, and printed blank and filled with examples."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from perfdesk.__main__ import main
from perfdesk.application.example_answers import blank_answers, example_answers
from perfdesk.application.form_author import copy_form
from perfdesk.definition.address import Address
from perfdesk.definition.form_check import check_folder
from perfdesk.definition.loader import form_ids, load_form, shipped_form
from perfdesk.paths import FORMS


@pytest.mark.parametrize("source", form_ids())
def test_a_copied_form_has_a_new_id_and_is_sound(
    tmp_path: Path, source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "own_2025"
    assert main(["form", "new", str(folder), "--from", source]) == 0
    assert "perfdesk form check" in capsys.readouterr().out
    form = load_form(folder)
    assert (form.id, form.title) == ("own_2025", shipped_form(source).title)
    assert check_folder(folder).diagnostics == ()
    copied = {path.relative_to(folder) for path in folder.rglob("*.toml")}
    assert copied == {path.relative_to(FORMS / source) for path in (FORMS / source).rglob("*.toml")}


def test_the_logo_of_a_form_is_copied_with_it(tmp_path: Path) -> None:
    source = shutil.copytree(FORMS / "yueyang_overall_2023", tmp_path / "source")
    cover = source / "sections" / "0_cover.toml"
    text = cover.read_text(encoding="utf-8").replace('type = "page"\n', 'type = "page"\nlogo = "logo.png"\n')
    cover.write_text(text, encoding="utf-8")
    Image.new("RGB", (40, 20)).save(source / "logo.png")
    copy_form(source, tmp_path / "own_2025")
    assert (tmp_path / "own_2025" / "logo.png").read_bytes() == (source / "logo.png").read_bytes()
    assert "logo.png" in load_form(tmp_path / "own_2025").pictures


@pytest.mark.parametrize(("name", "says"), [("Own", "小写字母开头"), ("示例", "小写字母开头"), ("taken", "已经有了")])
def test_a_form_is_not_copied_over_something_or_under_a_wrong_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, says: str
) -> None:
    (tmp_path / "taken").mkdir()
    assert main(["form", "new", str(tmp_path / name)]) == 2
    assert says in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "taken"]


def test_an_unknown_form_to_copy_is_refused_with_the_known_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["form", "new", str(tmp_path / "own"), "--from", "hunan"]) == 2
    assert form_ids()[0] in capsys.readouterr().err


@pytest.mark.parametrize("form", form_ids())
def test_examples_answer_every_question_that_applies(form: str) -> None:
    loaded = shipped_form(form)
    answers = example_answers(loaded)
    open_tables = [(one.id, table) for one in loaded.sections for table in loaded.tables if table[0] == one.id]
    assert open_tables
    for (section, field), table in loaded.tables.items():
        if table.open and loaded.section(section).repeats_over is None:
            assert len(answers.rows(section, field)) >= 2, (section, field)
    typed = [address for address, _ in answers.entries if address.column != "#"]
    assert [address for address in typed if answers.parsed(address).problem] == []
    assert len(typed) > 100 > len(list(blank_answers(loaded).entries))


@pytest.mark.parametrize("form", form_ids())
def test_examples_of_indicators_can_be_scored(form: str) -> None:
    answers = example_answers(shipped_form(form))
    scored = [
        answers.value(Address(section, field, row, "score"))
        for (section, field), table in answers.form.tables.items()
        if {"target", "actual", "score"} <= {column.id for column in table.columns}
        for row in answers.rows(section, field)
    ]
    assert len(scored) > 5
    assert None not in scored


@pytest.mark.slow
def test_a_preview_has_both_reports_in_every_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    arguments = ["form", "preview", str(FORMS / "yueyang_overall_2023"), "--to", str(out)]
    assert main(arguments) == 0
    names = [f"{name}{suffix}" for name in ("填样", "空白") for suffix in (".docx", ".pdf", ".xlsx")]
    assert sorted(path.name for path in out.iterdir()) == sorted(names)
    assert capsys.readouterr().out.count("已写出") == 6
    assert main(arguments) == 0, "a second preview replaces the first"

"""`form check` reads `imports.toml`: keys, places, columns and names that are wrong are told with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.definition.form_check import FormCheck, check_folder
from perfdesk.definition.loader import form_ids
from perfdesk.importers.tables.description_check import check_imports
from perfdesk.paths import FORMS
from support.small_form import SMALL_FORM, SMALL_LIST

IMPORTS = """\
[[field]]
labels = ["填报单位"]
to = "money/unit"

[[table]]
id = "sums"
titles = ["金额表"]
open = ["money/people"]

[[table.block]]
columns = { budget = ["预算数"], actual = ["决算数"] }
rows = [
    { labels = ["甲"], to = "money/sums/one", items = "money/people", item = { name = "人" } },
    { labels = ["合计"], at = { actual = "money/sums/all/actual" } },
]
tables = ["money/sums"]
"""


def checked(folder: Path, imports: str | bytes) -> FormCheck:
    (folder / "form.toml").write_text(SMALL_LIST, encoding="utf-8")
    (folder / "money.toml").write_text(SMALL_FORM, encoding="utf-8")
    (folder / "imports.toml").write_bytes(imports.encode() if isinstance(imports, str) else imports)
    return check_folder(folder, check_imports)


@pytest.mark.parametrize("form", form_ids())
def test_the_shipped_descriptions_are_sound(form: str) -> None:
    assert check_folder(FORMS / form, check_imports).diagnostics == ()


def test_a_sound_description_says_nothing(tmp_path: Path) -> None:
    assert checked(tmp_path, IMPORTS).diagnostics == ()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('to = "money/unit"', 'too = "money/unit"', "写的是不是“too”？"),
        ("open =", "opens =", "没有“opens”这个键，是不是“open”？"),
        ('to = "money/unit"', 'to = "money/unite"', "“money/unite”不存在，是不是“money/unit”？"),
        ('to = "money/unit"', 'to = "unit"', "“unit”不存在"),
        ('"money/sums/one"', '"money/sums/on"', "“money/sums/on”不存在，“金额”没有“on”这一行，是不是“one”？"),
        ('"money/sums/one"', '"money/sum/one"', "“money/sum/one”不存在，是不是“money/sums”？"),
        ('"money/sums/all/actual"', '"money/sums/all/actuals"', "“金额”里没有“actuals”这一列，是不是“actual”？"),
        ('"money/sums/all/actual"', '"money/sums/al/actual"', "“金额”没有“al”这一行，是不是“all”？"),
        ("budget = [", "buget = [", "没有“buget”这一列，是不是“budget”？"),
        ("item = { name", "item = { named", "“人员”里没有“named”这一列，是不是“name”？"),
        (
            'tables = ["money/sums"]',
            'tables = ["money/summs"]',
            "tables 指的表“money/summs”不存在，是不是“money/sums”？",
        ),
        ('open = ["money/people"]', 'open = ["money/sums"]', "open 指的“money/sums”不是可增行的表"),
        ('labels = ["填报单位"]', "labels = []", "“money/unit”的 labels 要写名称，不能空着"),
        ('labels = ["甲"]', 'labels = [" "]', "“money/sums/one”的 labels 要写名称，不能空着"),
        ('titles = ["金额表"]', "titles = []", "“sums”的 titles 要写表名，不能空着"),
        ('["预算数"]', '[""]', "“budget”这一栏要写栏名，不能空着"),
        ('["预算数"]', "3", "“budget”"),
        ("[[field]]", "[field]", "“field”要写成列表"),
        ("[[field]]", "[[field]", "不是规范的 TOML"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    found = checked(tmp_path, IMPORTS.replace(old, new, 1)).diagnostics
    assert [one.message for one in found if says in one.message] != [], found
    assert {one.file for one in found} == {"imports.toml"}
    assert all(one.line for one in found)


def test_a_form_with_errors_of_its_own_is_mended_first(tmp_path: Path) -> None:
    checked(tmp_path, IMPORTS)
    (tmp_path / "money.toml").write_text(SMALL_FORM.replace('id = "sums"', 'id = "summs"'), encoding="utf-8")
    assert {one.file for one in check_folder(tmp_path, check_imports).diagnostics} == {"money.toml"}


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 100_000,
        "a." * 100_000 + "b = 1",
        "#" * 600_000,
        "[[table]]\n" * 40_000,
        b"\xff\xfe",
        '[[field]]\nlabels = ["a"]\nto = "' + "x/" * 5000 + '"\n',
        "[[field]]\nto = 3\nlabels = 4\n" * 300,
    ],
)
def test_a_hostile_description_is_refused_in_a_sentence(tmp_path: Path, hostile: str | bytes) -> None:
    found = checked(tmp_path, hostile).diagnostics
    assert 0 < len(found) <= 100
    assert all(len(one.message) < 500 and one.file == "imports.toml" for one in found)

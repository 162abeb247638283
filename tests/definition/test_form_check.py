"""Own forms: checked with plain messages, kept in an own folder, and found again by their reports."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from perfdesk.__main__ import main
from perfdesk.application.session import Session
from perfdesk.definition.library import find_form, known_form_ids, user_forms_folder
from perfdesk.definition.loader import form_ids
from perfdesk.errors import PerfDeskError
from perfdesk.paths import FORMS

SHIPPED = "yueyang_overall_2023"
CONTACT = '[[block]]\ntype = "field"\nid = "contact"'
Capsys = pytest.CaptureFixture[str]


def run(capsys: Capsys, *arguments: object) -> tuple[int, str, str]:
    code = main([str(argument) for argument in arguments])
    return (code, *capsys.readouterr())


def copy_form(folder: Path, form_id: str, shipped: str = SHIPPED) -> Path:
    """Copy a shipped form under another id."""
    shutil.copytree(FORMS / shipped, folder)
    text = (folder / "form.toml").read_text(encoding="utf-8")
    (folder / "form.toml").write_text(text.replace(f'id = "{shipped}"', f'id = "{form_id}"'), encoding="utf-8")
    return folder


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of own forms."""
    monkeypatch.setenv("PERFDESK_FORMS", str(tmp_path / "own"))
    (tmp_path / "own").mkdir()
    return tmp_path / "own"


@pytest.mark.parametrize("name", ["hunan_overall_2023", SHIPPED])
def test_a_valid_form_is_summarized_by_its_counts(capsys: Capsys, name: str) -> None:
    code, out, err = run(capsys, "form", "check", FORMS / name)
    form = find_form(name)
    assert (code, err) == (0, "")
    assert f"{name}，第 {form.version} 版）没有问题：章节 {len(form.sections)} 个，问题 " in out
    assert out.endswith(f"规则 {len(form.rules)} 条。\n")


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("sections/0_cover.toml", 'label = "单位名称"', 'lable = "单位名称"', "缺少“label”，写的是不是“lable”？"),
        ("sections/2_money.toml", "sum(offices.general)", "sum(offices.generla)", "是不是“offices.general”？"),
        ("sections/0_cover.toml", 'kind = "cover"', 'kind = "chapter"', "只能写在 kind = “cover” 的章节里"),
        ("sections/0_cover.toml", 'v = "head"', 'v = "year + 1"', "“year + 1”要指一个格"),
        ("sections/0_cover.toml", 'label = "单位名称"', 'label = "{year}单位"', "“label”照字面显示，里面的“{year}”"),
        ("sections/0_cover.toml", 'tab = "', 'tab = "｛year：2｝', "“tab”照字面显示"),
        ("sections/0_cover.toml", CONTACT, f'{CONTACT}\nwritten = ["由填报"]', "要有一个“{}”"),
        ("sections/4_team.toml", "starters = [{ role", 'starters = [{ name = "" }, { role', "里面有空的文字"),
        ("form.toml", '"sections/4_team.toml",', "", "“sections/4_team.toml”没有列在 files 里"),
        ("form.toml", "[report]", "[report", "不是规范的 TOML（第 "),
    ],
)
def test_an_error_is_reported_with_file_and_line(
    capsys: Capsys, tmp_path: Path, file: str, old: str, new: str, says: str
) -> None:
    folder = copy_form(tmp_path / "form", "own_form")
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    code, out, err = run(capsys, "form", "check", folder)
    assert (code, err) == (1, "")
    first, file_line, reported, *last = out.splitlines()
    assert (first, file_line, len(last)) == (f"表单“{folder}”有 1 处错误。", file, 1)
    assert says in reported
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    line = re.match(r"　　第 (\d+) 行　", reported)
    if "没有列在" not in says:
        assert line is not None
        assert (new.splitlines()[0] in lines[int(line[1]) - 1]) or new == 'kind = "chapter"'


SLIPS = [
    ("form.toml", "title = ", "version2 = 1\ntitle = "),
    ("form.toml", 'year = "cover.year"', 'year = "cover.yaer"'),
    ("sections/0_cover.toml", 'label = "单位名称"', 'lable = "单位名称"'),
    ("sections/0_cover.toml", 'kind = "year"', 'kind = "yaer"'),
    ("sections/0_cover.toml", 'v = "head"', 'v = "haed"'),
    ("sections/2_money.toml", "sum(offices.general)", "sum(offices.generla)"),
    ("sections/2_money.toml", 'level = "warning"', 'level = "warnin"'),
    ("sections/3_evaluation.toml", 'kind = "measure"', 'kind = "measure", decimals = 99'),
    ("sections/4_team.toml", "open = true", "open = true\nrow_label = 3"),
]


def test_all_errors_are_reported_with_file_line_and_suggestion(capsys: Capsys, tmp_path: Path) -> None:
    folder = copy_form(tmp_path / "form", "own_form")
    places: list[tuple[str, int]] = []
    for file, old, new in SLIPS:
        path = folder / file
        before, found, after = path.read_text(encoding="utf-8").partition(old)
        assert found
        path.write_text(before + new + after, encoding="utf-8")
    for file, _, new in SLIPS:
        before, _, _ = (folder / file).read_text(encoding="utf-8").partition(new)
        places.append((file, before.count("\n") + 1 + new.count("\n", 0, -9)))
    code, out, err = run(capsys, "form", "check", folder)
    assert (code, err) == (1, "")
    reported = re.findall(r"^(?:(\S+\.toml)|　　第 (\d+) 行　(.*))$", out, re.MULTILINE)
    file, listed = "", []
    for name, line, _ in reported:
        file = name or file
        listed += [(file, int(line))] if line else []
    assert sorted(listed) == sorted(places)
    assert out.startswith(f"表单“{folder}”有 {len(SLIPS)} 处错误。\nform.toml\n")
    assert out.count("是不是“") == 7
    assert out.endswith("请逐处改正，再检查一次。\n")


def test_all_errors_of_a_style_are_reported(capsys: Capsys, tmp_path: Path) -> None:
    folder = copy_form(tmp_path / "form", "own_form")
    style = (
        "[page]\ntopp = 30\nlines = 0\n\n[styles.body]\nsize = 0\n\n[styles.haeding1]\n[styles.title]\nfont = 'hey'\n"
    )
    (folder / "style.toml").write_text(style, encoding="utf-8")
    _, out, _ = run(capsys, "form", "check", folder)
    assert out.splitlines()[1:-1] == [
        "style.toml",
        "　　第 2 行　[page]：没有“topp”这个键，是不是“top”？",
        "　　第 3 行　[page]：“lines”应大于 0，写的是 0。",
        "　　第 6 行　[styles.body]：“size”应大于 0，写的是 0。",
        "　　第 8 行　[styles.haeding1]：没有“haeding1”，是不是“heading1”？",
        "　　第 10 行　[styles.title]：没有字体“hey”，是不是“hei”？",
    ]


def test_names_in_an_unreadable_file_are_not_reported_as_unknown(capsys: Capsys, tmp_path: Path) -> None:
    folder = copy_form(tmp_path / "form", "own_form")
    path = folder / "sections/1_overview.toml"
    path.write_text("id = \n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    code, out, _ = run(capsys, "form", "check", folder)
    assert (code, out.count("\n")) == (1, 4)
    assert "sections/1_overview.toml\n　　第 1 行　不是规范的 TOML" in out
    assert out.endswith("其中的名字无从核对；改好后请再检查一次。\n")


def test_at_most_a_hundred_errors_are_reported(capsys: Capsys, tmp_path: Path) -> None:
    folder = copy_form(tmp_path / "form", "own_form")
    path = folder / "sections/4_team.toml"
    fields = (f'\n[[block]]\ntype = "field"\nid = "f{number}"\n' for number in range(300))
    path.write_text(path.read_text(encoding="utf-8") + "".join(fields), encoding="utf-8")
    code, out, _ = run(capsys, "form", "check", folder)
    assert (code, out.count("缺少“label”")) == (1, 100)
    assert out.endswith("后面可能还有，先改这些，再检查一次。\n")


def test_a_folder_without_a_form_and_a_missing_folder_are_reported(capsys: Capsys, tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        code, out, _ = run(capsys, "form", "check", folder)
        assert code == 1
        assert "没有 form.toml。" in out


def test_a_cover_with_more_lines_than_a_page_holds_is_refused(capsys: Capsys, tmp_path: Path) -> None:
    folder = copy_form(tmp_path / "form", "own_form")
    path = folder / "sections" / "0_cover.toml"
    line = '    { label = "评价年度", v = "year" },\n'
    path.write_text(path.read_text(encoding="utf-8").replace(line, line * 4), encoding="utf-8")
    assert "最多排 7 项，写了 8 项" in run(capsys, "form", "check", folder)[1]


def test_a_report_finds_its_form_again(capsys: Capsys, own: Path, tmp_path: Path) -> None:
    folder = copy_form(own / "any name", "our_county")
    assert known_form_ids() == [*form_ids(), "our_county"]
    for number, given in enumerate((folder, "our_county")):
        path = tmp_path / f"{number}.db"
        assert run(capsys, "new", path, "--form", given)[0] == 0
        session = Session.open(path)
        assert session.form.id == "our_county"
        session.close()
    assert '"address": "cover/unit_name"' in run(capsys, "fields", "--form", "our_county", "--json")[1]


def test_a_form_in_any_other_folder_is_remembered(capsys: Capsys, own: Path, tmp_path: Path) -> None:
    folder = copy_form(tmp_path / "draft", "draft_form")
    assert "cover/unit_name" in run(capsys, "fields", "--form", folder)[1]
    for name in ("first.db", "second.db"):
        assert run(capsys, "new", tmp_path / name, "--form", folder)[0] == 0
        assert run(capsys, "check", tmp_path / name)[0] == 1
    assert known_form_ids() == [*form_ids(), "draft_form"]
    shutil.rmtree(folder)
    assert "没有名为“draft_form”的表单" in run(capsys, "check", tmp_path / "first.db")[2]
    assert known_form_ids() == form_ids()


def test_a_second_folder_with_the_same_id_is_refused(capsys: Capsys, own: Path, tmp_path: Path) -> None:
    first, second = (copy_form(tmp_path / name, "draft_form") for name in ("one", "two"))
    assert run(capsys, "new", tmp_path / "r.db", "--form", first)[0] == 0
    code, _, err = run(capsys, "new", tmp_path / "s.db", "--form", second)
    assert (code, f"“{first}”里的表单也用这个 id" in err) == (2, True)


def test_a_form_elsewhere_that_cannot_be_remembered_is_not_used(capsys: Capsys, own: Path, tmp_path: Path) -> None:
    own.rmdir()
    own.write_text("no folder", encoding="utf-8")
    folder = copy_form(tmp_path / "draft", "draft_form")
    code, _, err = run(capsys, "new", tmp_path / "r.db", "--form", folder)
    assert (code, f"请把文件夹“{folder}”放进去。" in err) == (2, True)
    assert not (tmp_path / "r.db").exists()


def test_a_missing_form_is_named_with_its_folder(capsys: Capsys, own: Path, tmp_path: Path) -> None:
    folder = copy_form(own / "f", "our_county")
    run(capsys, "new", tmp_path / "r.db", "--form", "our_county")
    shutil.rmtree(folder)
    code, _, err = run(capsys, "check", tmp_path / "r.db")
    assert (code, err.count("\n")) == (2, 1)
    assert "没有名为“our_county”的表单。" in err
    assert f"自己的表单要放在文件夹“{own}”里。" in err


def test_a_duplicate_form_id_is_rejected(capsys: Capsys, own: Path, tmp_path: Path) -> None:
    mine = copy_form(own / "mine", SHIPPED)
    with pytest.raises(PerfDeskError, match=f"表单“{SHIPPED}”用不了。有 2 个表单用了这个 id"):
        find_form(SHIPPED)
    code, out, _ = run(capsys, "form", "check", mine)
    assert code == 1
    assert f"form.toml\n　　id 与“{FORMS / SHIPPED}”里的表单相同，请换一个。" in out
    assert run(capsys, "new", tmp_path / "r.db", "--form", mine)[0] == 2
    assert find_form("hunan_overall_2023").id == "hunan_overall_2023"


def test_a_broken_own_form_does_not_affect_other_forms(capsys: Capsys, own: Path, tmp_path: Path) -> None:
    (own / "broken").mkdir()
    (own / "broken" / "form.toml").write_text("id = ", encoding="utf-8")
    assert find_form(SHIPPED).id == SHIPPED
    assert "broken" in known_form_ids()
    code, _, err = run(capsys, "new", tmp_path / "r.db", "--form", "broken")
    assert code == 2
    assert "form.toml：不是规范的 TOML" in err


@pytest.mark.parametrize(
    ("platform", "names", "place"),
    [
        ("linux", {}, ".local/share/PerfDesk/forms"),
        ("linux", {"XDG_DATA_HOME": "data"}, "data/PerfDesk/forms"),
        ("darwin", {}, "Library/Application Support/PerfDesk/forms"),
        ("win32", {"APPDATA": "Roaming"}, "Roaming/PerfDesk/forms"),
    ],
)
def test_the_folder_of_own_forms_on_each_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, names: dict[str, str], place: str
) -> None:
    for name in ("PERFDESK_FORMS", "XDG_DATA_HOME", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, folder in names.items():
        monkeypatch.setenv(name, str(tmp_path / folder))
    monkeypatch.setattr(sys, "platform", platform)
    assert user_forms_folder() == tmp_path / place
    assert os.fspath(user_forms_folder()).startswith(str(tmp_path))

"""Complete forms: missing or unlisted files, cycles of formulas, and the shipped form itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.definition.address import Address
from perfdesk.definition.loader import form_ids, load_form, shipped_form
from perfdesk.definition.model import Form, Table
from perfdesk.errors import PerfDeskError

Refusal = Callable[..., str]
EXPECTED = 'expected = "sums.one.budget"\n'


@pytest.mark.parametrize(
    ("formula", "says"),
    [
        ("double + 1", "绕成了圈：money.double→money.double"),
        ("half * 4", "绕成了圈：money.double→money.half→money.double"),
    ],
)
def test_a_cycle_of_formulas_is_rejected(refusal: Refusal, formula: str, says: str) -> None:
    half = '\n[[block]]\ntype = "field"\nid = "half"\nlabel = "半"\nkind = "number"\nformula = "double / 2"\n'
    assert says in refusal(("sums.all.actual * 2", formula), add=half)


def test_a_cycle_through_a_column_is_rejected(refusal: Refusal) -> None:
    loop = ('{ id = "one", label = "甲" }', '{ id = "one", label = "甲", formula = "sums.all" }')
    assert "绕成了圈：money.sums.all.actual→money.sums.one.actual→money.sums.all.actual" in refusal(loop)


def test_a_cycle_through_a_sentence_is_rejected(refusal: Refusal) -> None:
    text = (
        '\n[[block]]\ntype = "field"\nid = "says"\nlabel = "句"\nkind = "sentence"\ntemplate = "共{length(says)}字"\n'
    )
    assert "绕成了圈：money.says→money.says" in refusal(add=text)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (EXPECTED, "", "money.toml 规则 R1：规则要么写 found 和 expected，要么写 holds"),
        (EXPECTED, EXPECTED + 'holds = "double > 1"\n', "规则要么写 found 和 expected，要么写 holds"),
        ('found = "sums.one.actual"\n' + EXPECTED, 'holds = "double > 1"\n', "写 holds 的规则要有 message"),
        ('code = "R1"', 'cod = "R1"', "money.toml 第 1 条 rule：缺少“code”，写的是不是“cod”？"),
    ],
)
def test_an_incomplete_rule_is_rejected(refusal: Refusal, old: str, new: str, says: str) -> None:
    assert says in refusal((old, new))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("open = true\n", "", "money.toml [people]：表要么写 rows（固定行），要么写 open = true（可增行）"),
        ('label = "姓名"', 'label = "姓名", kind = "choice"', "kind = “choice” 要有 options"),
        ('label = "姓名"', 'label = "姓名", options = ["甲"]', "kind = “choice” 要有 options，别的不能有"),
        ('label = "姓名"', 'label = "姓名", kind = "link"', "kind = “link” 要有 link"),
        ('label = "单位"', 'label = "单位"\nkind = "sentence"', "kind = “sentence” 要有 template"),
        ('label = "单位"', 'label = "单位"\ntemplate = "句"', "kind = “sentence” 要有 template，别的不能有"),
    ],
)
def test_an_incomplete_question_is_rejected(refusal: Refusal, old: str, new: str, says: str) -> None:
    assert says in refusal((old, new))


def test_a_sheet_line_that_does_not_fill_the_width_is_rejected(refusal: Refusal) -> None:
    sheet = '\n[[block]]\ntype = "sheet"\ntitle = "表"\nwidths = [1, 1, 1]\n[[block.line]]\ncells = ["甲", "乙"]\n'
    assert "第 1 行：各格共占 2 列，表宽 3 列" in refusal(add=sheet)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (('cells = ["=double > 1"]',), "“double > 1”的结果要是一个数或者文字"),
        (('cells = [{ v = "double", decimals = 1 }]',), "decimals 只用于公式"),
        (('cells = [{ t = "甲", decimals = 1 }]',), "decimals 只用于公式"),
        (('cells = [{ t = "甲", down = 2 }]',), "down = 2，下面只剩 0 行"),
        (
            ('cells = [{ t = "甲", down = 2 }]', 'cells = ["乙"]'),
            "表宽 1 列，其中 1 列是上面的行用 down 占着的",
        ),
        (
            ('cells = ["甲", { t = "乙", down = 2 }, "丙"]', 'cells = [{ t = "丁", across = 2 }, "戊"]'),
            "across 伸到了上面的行用 down 占着的列里",
        ),
        (('when = "double > 1"\ncells = [{ t = "甲", down = 2 }]', "cells = []"), "down 只能写在总要印的行里"),
        (('internal = true\ncells = [{ t = "甲", down = 2 }]', "cells = []"), "down 只能写在总要印的行里"),
        (('header = true\ncells = [{ t = "甲", down = 2 }]', "cells = []"), "表头的格不能伸到表头下面的行里"),
    ],
)
def test_a_sheet_cell_that_cannot_be_printed_is_rejected(refusal: Refusal, lines: tuple[str, ...], says: str) -> None:
    sheet = '\n[[block]]\ntype = "sheet"\ntitle = "表"\nwidths = [1]\n'
    assert says in refusal(add=sheet + "".join(f"[[block.line]]\n{line}\n" for line in lines))


def test_a_phrase_must_precede_the_one_that_uses_it(refusal: Refusal) -> None:
    phrases = '[{ id = "all", of = ["one"] }, { id = "one", text = "甲" }]'
    text = '\n[[block]]\ntype = "field"\nid = "says"\nlabel = "句"\nkind = "sentence"\ntemplate = "{all}"\n'
    assert "短语“all”的 of 里的“one”没有写在它前面" in refusal(add=f"{text}phrases = {phrases}\n")


def test_a_listed_file_that_is_missing_is_named_with_a_suggestion(refusal: Refusal) -> None:
    says = refusal(('files = ["money.toml"]', 'files = ["mony.toml"]'))
    assert "form.toml：files 里的“mony.toml”不存在，是不是“money.toml”？" in says


def test_a_file_that_is_not_listed_is_named(refusal: Refusal) -> None:
    assert "“extra/more.toml”没有列在 files 里" in refusal(others={"extra/more.toml": 'id = "more"'})


def test_two_sections_with_the_same_id_are_rejected(refusal: Refusal) -> None:
    second = 'id = "money"\ntitle = "二"\ntab = "二"\n'
    says = refusal(('files = ["money.toml"]', 'files = ["money.toml", "b.toml"]'), others={"b.toml": second})
    assert "有两个章节用了同一个 id" in says


@pytest.mark.parametrize("broken", ['id = "money', "id = money", "[[block]\n", 'id = "a"\nid = "b"', "id = \x00"])
def test_a_toml_syntax_error_names_file_and_line(refusal: Refusal, broken: str) -> None:
    says = refusal(('files = ["money.toml"]', 'files = ["money.toml", "b.toml"]'), others={"b.toml": broken})
    assert re.match(r"b\.toml：不是规范的 TOML（(第 \d 行第 \d 个字|文件末尾)，[^a-z]+）", says)


def test_a_file_that_is_not_utf8_is_rejected(shipped_copy: Path) -> None:
    path = shipped_copy / "sections" / "10_others.toml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    with pytest.raises(PerfDeskError, match=r"10_others\.toml：读不出来"):
        load_form(shipped_copy)


def test_a_folder_without_a_form_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(PerfDeskError, match=r"没有 form\.toml"):
        load_form(tmp_path)


def test_an_unknown_form_is_named_and_the_known_ones_are_listed() -> None:
    with pytest.raises(PerfDeskError, match=r"没有名为“\.\./etc”的表单。可用的表单：.*hunan_overall_2023"):
        shipped_form("../etc")


def test_each_shipped_form_loads_under_its_own_id() -> None:
    assert [shipped_form(name).id for name in form_ids()] == form_ids()


def test_the_shipped_form_has_its_sixteen_sheets_in_order(form: Form) -> None:
    kinds = [section.kind for section in form.sections]
    assert kinds == ["cover", *["chapter"] * 10, *["attachment"] * 4]
    assert [section.title[:2] for section in form.sections if section.kind == "chapter"] == [
        f"{number}、" for number in "一二三四五六七八九十"
    ]


@pytest.mark.slow
def test_a_missing_quote_in_any_line_of_the_shipped_form_is_reported(shipped_copy: Path) -> None:
    path = shipped_copy / "sections" / "09_results.toml"
    whole = path.read_text(encoding="utf-8")
    for number, line in enumerate(whole.splitlines()):
        if '"' in line:
            lines = whole.splitlines()
            lines[number] = line[::-1].replace('"', "", 1)[::-1]
            path.write_text("\n".join(lines), encoding="utf-8")
            with pytest.raises(PerfDeskError, match=r"09_results\.toml"):
                load_form(shipped_copy)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("sections/02_spending.toml", "controls.e301", "controls.e310x", r"02_spending\.toml .*没有“controls\.e310x"),
        ("sections/00_cover.toml", 'id = "unit_name"', 'id = "unit_nam"', r"没有“.*unit_name”，是不是“.*unit_nam”？"),
        ("attachments/1_base_data.toml", "money.three_public.budget", "money.three_pubic.budget", "three_public"),
        ("form.toml", 'year = "cover.year"', 'year = "cover.yaer"', r"“year”指的“cover\.yaer”不存在"),
        ("attachments/3_project_evaluation.toml", 'each = "spending.projects"', 'each = "spending.goods"', "可增行"),
    ],
)
def test_an_error_in_the_shipped_form_is_found_when_it_loads(
    shipped_copy: Path, file: str, old: str, new: str, says: str
) -> None:
    path = shipped_copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(PerfDeskError, match=says):
        load_form(shipped_copy)


def test_every_fixed_row_and_column_of_the_shipped_form_has_one_address(form: Form) -> None:
    for (section, name), table in form.tables.items():
        asked = [column.id for column in table.columns]
        for row in table.rows:
            for column in asked:
                found = form.question(Address(section, name, row.id, column))
                assert (found is None) == (column in row.skip)


def test_total_rows_are_excluded_from_sums_over_their_column(form: Form) -> None:
    totals = [(table, row) for table in form.tables.values() for row in table.rows if row.total]
    assert totals
    assert all(isinstance(table, Table) and len(table.rows) > 1 for table, _ in totals)


@pytest.mark.parametrize("text", ["cover/year", "basics/duties/r1/text", "project_evaluation@r1/money/total/rate"])
def test_an_address_is_parsed_back_from_its_text(text: str) -> None:
    assert str(Address.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "cover", "cover/", "/year", "a/b/c", "a/b/c/d/e", "a b/c", "cover/#", "a@b@c/d", "封面/年"]
)
def test_other_text_is_not_an_address(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Address.parse(text)

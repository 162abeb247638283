"""Automatic numbers are those that Word shows once revisions are accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.importers.word.number_formats import written_number
from support.word_pieces import cell, level, paragraph, read_body, row, run, table

CHAPTERS = '<w:abstractNum w:abstractNumId="0">{}</w:abstractNum>'.format(
    level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimal", "%1.%4", "<w:isLgl/>")
    + level(4, "decimalEnclosedCircle", "%5", '<w:lvlRestart w:val="0"/>')
    + level(5, "bullet", "\uf06c")
)
USE = '<w:num w:numId="{}"><w:abstractNumId w:val="{}"/>{}</w:num>'
START = '<w:lvlOverride w:ilvl="{}"><w:startOverride w:val="{}"/></w:lvlOverride>'


def item(at: int, list_id: int = 1, content: str = "字", more: str = "") -> str:
    return paragraph(content, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{list_id}"/></w:numPr>{more}')


def numbers(folder: Path, body: str, *uses: str, styles: str = "", lists: str = "") -> list[str]:
    document = read_body(folder, body, numbering=CHAPTERS + lists + "".join(uses), styles=styles)
    return [one.number for one in document.paragraphs]


def test_deeper_levels_begin_again_unless_told_otherwise(tmp_path: Path) -> None:
    body = "".join(map(item, (0, 1, 2, 2, 1, 2, 4, 0, 1, 4, 3, 5)))
    wanted = ["一、", "（一）", "1.", "2.", "（二）", "1.", "①", "二、", "（一）", "②", "2.1", "●"]
    assert numbers(tmp_path, body, USE.format(1, 0, "")) == wanted


def test_two_uses_of_one_list_go_on_and_a_start_of_its_own_begins_again_once(tmp_path: Path) -> None:
    uses = (USE.format(1, 0, ""), USE.format(2, 0, ""), USE.format(3, 0, START.format(0, 5)))
    body = item(0) + item(0, 2) + item(0, 3) + item(0, 3) + item(0)
    assert numbers(tmp_path, body, *uses) == ["一、", "二、", "五、", "六、", "七、"]


def test_a_use_may_have_levels_of_its_own(tmp_path: Path) -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "第%1部分")}</w:lvlOverride>'
    assert numbers(tmp_path, item(0) + item(0), USE.format(1, 0, own)) == ["第I部分", "第II部分"]


def test_only_paragraphs_that_are_there_are_counted(tmp_path: Path) -> None:
    gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
    deleted = item(0, content='<w:del w:id="2"><w:r><w:delText>旧</w:delText></w:r></w:del>', more=gone)
    hidden = item(0, content=run("隐", "<w:vanish/>"), more="<w:rPr><w:vanish/></w:rPr>")
    body = item(0) + deleted + hidden + item(0) + item(0, 0) + item(0, content="") + item(0)
    assert numbers(tmp_path, body, USE.format(1, 0, "")) == ["一、", "二、", "", "四、"]


def test_styles_number_at_the_level_that_names_them_and_zero_takes_the_number_away(tmp_path: Path) -> None:
    lists = '<w:abstractNum w:abstractNumId="7">{}</w:abstractNum>'.format(
        level(0, "decimal", "%1") + level(1, "decimal", "%1.%2", '<w:pStyle w:val="h2"/>')
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/></w:style>'
    )
    own = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = "".join(
        paragraph("字", f'<w:pStyle w:val="{style}"/>{more}')
        for style, more in (("h1", ""), ("h2", ""), ("h2", own), ("h2", ""), ("h1", ""))
    )
    assert numbers(tmp_path, body, USE.format(4, 7, ""), styles=styles, lists=lists) == ["1", "1.1", "", "1.2", "2"]


def test_a_list_may_stand_behind_a_numbering_style(tmp_path: Path) -> None:
    lists = '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="s"/></w:abstractNum>'
    styles = (
        '<w:style w:type="numbering" w:styleId="s"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    uses = (USE.format(1, 0, ""), USE.format(2, 8, ""))
    assert numbers(tmp_path, item(0, 2) + item(1, 2) + item(0), *uses, styles=styles, lists=lists) == [
        "一、",
        "（一）",
        "二、",
    ]


def test_cells_keep_the_numbers_of_their_paragraphs_apart(tmp_path: Path) -> None:
    body = table(row(cell(item(2, content="甲") + item(2, content="乙")), "丙"))
    document = read_body(tmp_path, body, numbering=CHAPTERS + USE.format(1, 0, ""))
    assert [(one.text, one.numbers) for one in document.tables[0].cells] == [("甲\n乙", ("1.", "2.")), ("丙", ())]


def test_unknown_lists_and_levels_have_no_number(tmp_path: Path) -> None:
    assert numbers(tmp_path, item(0, 9) + item(8) + item(0, 5), USE.format(1, 0, ""), USE.format(5, 99, "")) == [
        "",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("number_format", "wanted"),
    [
        ("decimal", "1 10 12 21 105"),
        ("decimalZero", "01 10 12 21 105"),
        ("decimalFullWidth", "１ １０ １２ ２１ １０５"),
        ("chineseCounting", "一 十 十二 二十一 一○五"),
        ("chineseCountingThousand", "一 十 十二 二十一 一百零五"),
        ("japaneseCounting", "一 十 十二 二十一 一百零五"),
        ("chineseLegalSimplified", "壹 拾 拾贰 贰拾壹 壹佰零伍"),
        ("ideographDigital", "一 一○ 一二 二一 一○五"),
        ("decimalEnclosedCircle", "① ⑩ ⑫ ㉑ 105"),
        ("decimalEnclosedParen", "⑴ ⑽ ⑿ 21 105"),
        ("ideographTraditional", "甲 癸 12 21 105"),
        ("ideographZodiac", "子 酉 亥 21 105"),
        ("lowerLetter", "a j l u aaaaa"),
        ("upperRoman", "I X XII XXI CV"),
        ("somethingNew", "1 10 12 21 105"),
    ],
)
def test_numbers_are_written_as_the_format_asks(number_format: str, wanted: str) -> None:
    assert " ".join(written_number(number, number_format) for number in (1, 10, 12, 21, 105)) == wanted

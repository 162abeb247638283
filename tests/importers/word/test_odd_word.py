"""Single pieces of Word files that few programs read right: each is read as its reader sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.importers.formats import read_source
from support.source_lines import all_tables, lines
from support.word_pieces import cell, paragraph, read_body, row, run, table, word_file

INSERTED, GONE = '<w:ins w:id="1" w:author="a">{}</w:ins>', '<w:del w:id="2" w:author="a">{}</w:del>'
MOVED_HERE, MOVED_AWAY = '<w:moveTo w:id="3">{}</w:moveTo>', '<w:moveFrom w:id="4">{}</w:moveFrom>'
GONE_MARK = '<w:rPr><w:del w:id="5"/></w:rPr>'
CONTROL = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
BOX = (
    "<w:r><mc:AlternateContent>"
    '<mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></w:drawing>'
    "</mc:Choice>"
    "<mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
HINT_STYLE = '<w:style w:type="character" w:styleId="h"><w:name w:val="Placeholder Text"/></w:style>'
HIDDEN_STYLE = '<w:style w:type="character" w:styleId="x"><w:rPr><w:vanish/></w:rPr></w:style>'


def field(code: str, result: str) -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (
        f"{mark.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{mark.format('separate')}{result}"
        + mark.format("end")
    )


BODIES = {
    "revisions are accepted": (
        paragraph(
            run("全年") + GONE.format("<w:r><w:delText>12</w:delText></w:r>") + INSERTED.format(run("15")) + run("次")
        ),
        ["全年15次"],
    ),
    "moved words stand once": (
        paragraph(MOVED_AWAY.format(run("甲"))) + paragraph("乙") + paragraph(MOVED_HERE.format(run("甲"))),
        ["乙", "甲"],
    ),
    "a deleted paragraph mark joins": (paragraph("上半年", GONE_MARK) + paragraph("完成"), ["上半年完成"]),
    "a mark deleted before a table": (
        paragraph("前", GONE_MARK) + table(row("甲")) + paragraph("后"),
        ["前", "甲", "后"],
    ),
    "a mark deleted at the end": (paragraph("前") + paragraph("后", GONE_MARK), ["前", "后"]),
    "hidden words, by run and by style": (
        paragraph(
            run("见")
            + run("隐", "<w:vanish/>")
            + run("隐", '<w:rStyle w:val="x"/>')
            + run("面", '<w:vanish w:val="0"/>')
        ),
        ["见面"],
    ),
    "tabs, breaks, hyphens": (
        paragraph(
            '<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:br w:type="page"/><w:noBreakHyphen/></w:r>'
        ),
        ["甲\t乙\n丙-"],
    ),
    "spaces that are not kept": (paragraph("<w:r><w:t>\n  甲 </w:t></w:r>" + run(" 乙")), ["甲 乙"]),
    "symbols": (
        paragraph(
            '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:t>是</w:t>'
            '<w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'
        ),
        ["☑是□"],
    ),
    "a field by its result": (paragraph(run("共") + field(" =SUM(ABOVE) ", run("12")) + run("万元")), ["共12万元"]),
    "a field in the code of a field": (
        paragraph(field(f"IF </w:instrText></w:r>{field('A', run('1'))}<w:r><w:instrText>", run("结果"))),
        ["结果"],
    ),
    "a field over paragraphs": (
        paragraph(field(" TOC ", run("一") + "</w:p><w:p>" + run("二"))) + paragraph("三"),
        ["一", "二", "三"],
    ),
    "a field that never ends": (
        paragraph('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>' + run("正文")),
        ["正文"],
    ),
    "a simple field": (paragraph('<w:fldSimple w:instr="DATE">' + run("3月") + "</w:fldSimple>"), ["3月"]),
    "a link": (paragraph('<w:hyperlink r:id="r9">' + run("公开网址") + "</w:hyperlink>"), ["公开网址"]),
    "a text box once, after its paragraph": (
        paragraph(run("正文") + BOX.format(paragraph("框一") + table(row("框二")))) + paragraph("后文"),
        ["正文", "框一", "框二", "后文"],
    ),
    "a text box in a cell": (
        table(row(cell(paragraph(run("甲") + BOX.format(paragraph("框")))), "乙")),
        ["甲\n框\t乙"],
    ),
    "content controls of all sizes": (
        CONTROL.format("", paragraph("段"))
        + paragraph(CONTROL.format("", run("词")) + run("尾"))
        + table(CONTROL.format("", row("行", CONTROL.format("", cell("格"))))),
        ["段", "词尾", "行\t格"],
    ),
    "the hint of an empty control": (
        paragraph(run("单位：") + CONTROL.format("<w:showingPlcHdr/>", run("单击此处", '<w:rStyle w:val="h"/>'))),
        ["单位："],
    ),
    "a filled control that still says hint": (
        paragraph(CONTROL.format("<w:showingPlcHdr/>", run("县水利局"))),
        ["县水利局"],
    ),
    "several paragraphs of a cell, one blank": (
        table(row(cell(paragraph("一") + paragraph("") + paragraph("二")), "乙")),
        ["一\n\n二\t乙"],
    ),
    "a table in a cell": (
        table(row(cell(paragraph("甲") + table(row("子1", "子2")) + paragraph("")), "乙"), row("丙", "丁")),
        ["甲\t乙", "子1\t子2", "丙\t丁"],
    ),
    "deleted and hidden rows": (
        table(row("甲"), row("乙", properties='<w:del w:id="1"/>'), row("丙", properties="<w:hidden/>"), row("丁")),
        ["甲", "丁"],
    ),
    "a table deleted whole": (table(row("甲", properties='<w:del w:id="1"/>')) + paragraph("后"), ["后"]),
    "a formula": (paragraph(run("率=") + "<m:oMath><m:r><m:t>a/b</m:t></m:r></m:oMath>"), ["率=a/b"]),
    "ruby": (
        paragraph(
            "<w:r><w:ruby><w:rt><w:r><w:t>zi</w:t></w:r></w:rt><w:rubyBase>"
            + run("字")
            + "</w:rubyBase></w:ruby></w:r>"
        ),
        ["字"],
    ),
}


@pytest.mark.parametrize("strict", [False, True], ids=["usual", "strict"])
@pytest.mark.parametrize("piece", BODIES)
def test_a_piece_is_read_as_it_is_seen(tmp_path: Path, piece: str, strict: bool) -> None:
    body, wanted = BODIES[piece]
    path = word_file(tmp_path / "a.docx", body, strict=strict, styles=HINT_STYLE + HIDDEN_STYLE)
    assert lines(read_source(path)) == wanted


def test_the_main_part_is_found_by_its_relationship(tmp_path: Path) -> None:
    path = word_file(tmp_path / "a.docx", paragraph("正文"), main="内容/main2.xml", styles=HIDDEN_STYLE)
    assert lines(read_source(path)) == ["正文"]


def test_notes_come_last_each_once_in_the_order_of_the_text(tmp_path: Path) -> None:
    refer = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    notes = "".join(f'<w:footnote w:id="{at}">{paragraph(f"注{at}")}</w:footnote>' for at in (1, 2, 3))
    separator = f'<w:footnote w:id="0" w:type="separator">{paragraph("线")}</w:footnote>'
    body = table(row(cell(paragraph(run("表") + refer.format(2))), "格")) + paragraph(
        run("文") + refer.format(1) + refer.format(2)
    )
    document = read_body(tmp_path, body, footnotes=separator + notes)
    assert lines(document) == ["表\t格", "文", "注2", "注1"]
    assert [one.in_part for one in document.paragraphs] == ["body", "footnote", "footnote"]


def test_cells_know_their_place_and_how_far_they_reach(tmp_path: Path) -> None:
    across, begin, go_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        row(cell("甲", begin), cell("乙", across)),
        row(cell("", go_on), cell("丙", '<w:hMerge w:val="restart"/>'), cell("", '<w:hMerge w:val="continue"/>')),
        row("丁", properties='<w:gridBefore w:val="2"/>'),
    )
    found = {
        one.text: (one.row, one.column, one.row_span, one.column_span)
        for one in read_body(tmp_path, body).tables[0].cells
    }
    assert found == {"甲": (0, 0, 2, 1), "乙": (0, 1, 1, 2), "丙": (1, 1, 1, 2), "丁": (2, 2, 1, 1)}


def test_tables_are_counted_in_the_order_in_which_they_begin(tmp_path: Path) -> None:
    body = table(row(cell(table(row("子", "女")) + paragraph("")), "右")) + table(row("后", "末"))
    document = read_body(tmp_path, body)
    assert [(one.number_in_order, one.cells[0].text) for one in all_tables(document)] == [(1, ""), (2, "子"), (3, "后")]


def test_bookmarks_belong_to_the_words_after_them(tmp_path: Path) -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="{}"/>'
    body = (
        mark.format("outside") + paragraph(mark.format("inside") + run("甲"))
        + paragraph(mark.format("gone") + GONE.format("<w:r><w:delText>乙</w:delText></w:r>"), GONE_MARK)
        + paragraph(mark.format("_GoBack") + run("丙")) + mark.format("table") + table(row("丁", "戊"))
    )  # fmt: skip
    document = read_body(tmp_path, body)
    assert [one.bookmarks for one in document.paragraphs] == [("outside", "inside"), ()]
    assert document.tables[0].cells[0].bookmarks == ("table",)


def test_looks_come_from_the_run_the_paragraph_and_the_styles(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="n"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 2"/><w:pPr><w:jc w:val="center"/></w:pPr>'
        '<w:rPr><w:b/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="2"><w:basedOn w:val="1"/></w:style>'
        '<w:style w:type="character" w:styleId="c"><w:rPr><w:b/></w:rPr></w:style>'
    )
    body = (
        paragraph("标题", '<w:pStyle w:val="2"/>')
        + paragraph(run("两次加粗抵消", '<w:rStyle w:val="c"/>'), '<w:pStyle w:val="2"/><w:outlineLvl w:val="9"/>')
        + paragraph(run("粗", "<w:b/>") + run("　") + run("粗", '<w:rStyle w:val="c"/>'), '<w:outlineLvl w:val="0"/>')
        + paragraph(run("粗", "<w:b/>") + run("细"))
    )
    found = [
        (one.outline_level, one.is_bold, one.is_centered) for one in read_body(tmp_path, body, styles=styles).paragraphs
    ]
    assert found == [(2, True, True), (None, False, True), (1, True, False), (None, False, False)]


def test_custom_properties_and_remarks_are_handed_on(tmp_path: Path) -> None:
    custom = '<property name="perfdesk"><lpwstr xmlns="v">a|7</lpwstr></property>'
    document = read_body(
        tmp_path, paragraph(run("甲") + INSERTED.format(run("乙")) + run("丙", "<w:vanish/>")), custom=custom
    )
    assert document.properties == {"perfdesk": "a|7"}
    assert ["修订" in one or "隐藏" in one for one in document.remarks] == [True, True]

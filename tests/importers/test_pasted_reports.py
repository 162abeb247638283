"""Reports as they look elsewhere: other digits, units, titles, a frame around all, tables that became lines of text."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table

from perfdesk.definition.address import Address
from perfdesk.definition.loader import shipped_form
from perfdesk.definition.model import Form
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.combine import best_answers
from perfdesk.importers.formats import read_source
from perfdesk.importers.line_tables import with_line_tables
from perfdesk.importers.propose import propose
from perfdesk.importers.source import SourceDocument, SourceParagraph, SourceTable
from support.corpus import CORPUS
from support.import_oracle import SPLIT, ImportScore, new_ids, oracle, score
from support.rewritings import REWRITINGS, Rewriting

KINDS = ("number", "year", "date")
#: Names of rows and rates of cells are not written like this.
OF_CELLS = ("half brackets", "percent in words")
TITLES: dict[str, Rewriting] = {
    "第一部分": lambda text: re.sub("^([一二三四五六七八九十])、", r"第\1部分 ", text),
    "一．": lambda text: re.sub("^([一二三四五六七八九十])、", r"\1．", text),
    "1、": lambda text: re.sub(
        "^([一二三四五六七八九十])、", lambda found: f"{'一二三四五六七八九十'.index(found[1]) + 1}、", text
    ),
    "一、…。": lambda text: re.sub("^([一二三四五六七八九十]、[^。]{4,36})$", r"\1。", text),
}
HEAD = ("科目", "年初预算数", "全年预算数", "决算数")
ROWS = (("办公费", "3.00", "3.10", "2.95"), ("印刷费", "1.00", "—", "0.90"), ("水费", "0.50", "0.50", "0.45"))


def score_of(path: Path, name: str) -> ImportScore:
    """How the figures and dates of a file are read, measured by the oracle of a report."""
    form, ids, read = shipped_form("hunan_overall_2023"), new_ids(), oracle(name)
    best = best_answers(propose([read_source(path)], Answers(form, Entries()), lambda: next(ids))[0])
    kept = tuple(one for one in best.answers if one.address.column == "name" or kind_of(form, one.address) in KINDS)
    facts = [fact for fact in read["facts"] if fact["address"] and kind_of(form, fact["address"]) in KINDS]
    return score(form, replace(best, answers=kept), read, facts)


def kind_of(form: Form, address: Address | str) -> str:
    """The kind of the question at an address, which may have stars for rows and projects."""
    parts = str(address).split("/")
    question = form.questions.get((parts[0].partition("@")[0], parts[1], parts[3] if len(parts) > 3 else ""))
    return question.kind if question is not None else ""


def word_report(name: str) -> Path:
    (path,) = (CORPUS / "a_reports").glob(f"{name}_*.docx")
    return path


def rewrite_words(pieces: list[BaseOxmlElement], rewrite: Rewriting) -> None:
    """Rewrite the words of a paragraph as a whole: runs are cut in the middle of figures."""
    whole = "".join(piece.text or "" for piece in pieces)
    for number, piece in enumerate(pieces):
        piece.text = "" if number else rewrite(whole)
        piece.set(qn("xml:space"), "preserve")


@pytest.mark.slow
@pytest.mark.parametrize("way", [*(way for way in REWRITINGS if way not in OF_CELLS), *TITLES])
def test_a_report_written_in_another_way_has_the_same_figures(tmp_path: Path, way: str) -> None:
    rewrite = REWRITINGS.get(way) or TITLES[way]
    for name in SPLIT["develop"]:
        document = docx.Document(str(word_report(name)))
        for paragraph in document.element.body.iter(qn("w:p")):
            rewrite_words(list(paragraph.iter(qn("w:t"))), rewrite)
        document.save(str(tmp_path / "other.docx"))
        usual, other = score_of(word_report(name), name), score_of(tmp_path / "other.docx", name)
        assert sum(usual.right.values()) > 20
        sure = [words for confidence, words in other.wrong if confidence == "sure"]
        assert set(sure) <= {words for _, words in usual.wrong}, way
        assert len(set(other.missed) - set(usual.missed)) <= len(usual.missed) + 4, set(other.missed)


@pytest.mark.slow
@pytest.mark.parametrize("rows", [1, 3])
def test_a_report_inside_a_frame_is_read_as_without(tmp_path: Path, rows: int) -> None:
    for name in SPLIT["develop"]:
        document = docx.Document(str(word_report(name)))
        body = document.element.body
        parts = [part for part in body if part.tag != qn("w:sectPr")]
        frame, size = document.add_table(rows, 1), -(-len(parts) // rows)
        for number, row in enumerate(frame.rows):
            cell = row.cells[0]._tc
            for part in parts[number * size : (number + 1) * size]:
                cell.append(part)
        document.save(str(tmp_path / "frame.docx"))
        assert score_of(tmp_path / "frame.docx", name) == score_of(word_report(name), name)


@pytest.mark.slow
@pytest.mark.parametrize("gap", ["\t", "  ", " "], ids=["tabs", "wide gaps", "single blanks"])
def test_tables_that_became_lines_are_read_as_tables(tmp_path: Path, gap: str) -> None:
    """a03 has its tables in the text, one of them in two pieces."""
    document = docx.Document(str(word_report("a03")))
    for table in list(document.element.body.iter(qn("w:tbl"))):
        for row in reversed(Table(table, document).rows):
            table.addnext(line_of([" ".join(cell.text.split()) for cell in row.cells], gap))
        table.getparent().remove(table)
    document.save(str(tmp_path / "lines.docx"))
    found = score_of(tmp_path / "lines.docx", "a03")
    assert found.sure_precision == 1, found.wrong
    assert found.recall >= 0.97, found.missed


def line_of(cells: list[str], gap: str) -> object:
    """A paragraph of the cells of a row."""
    paragraph = OxmlElement("w:p")
    for number, cell in enumerate(cells):
        run, words = OxmlElement("w:r"), OxmlElement("w:t")
        if number and gap == "\t":
            run.append(OxmlElement("w:tab"))
        words.text = (gap if number and gap != "\t" else "") + cell
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        paragraph.append(run)
    return paragraph


def lines_of(rows: tuple[tuple[str, ...], ...], gap: str) -> SourceDocument:
    paragraphs = (SourceParagraph(gap.join(row), number) for number, row in enumerate(rows, 3))
    return SourceDocument("报告.docx", "docx", tuple(paragraphs))


@pytest.mark.parametrize("gap", ["\t", "　", "   ", " "])
def test_lines_of_one_width_are_a_table_and_each_cell_names_its_line(gap: str) -> None:
    (table,) = with_line_tables(lines_of((HEAD, *ROWS), gap)).blocks
    assert isinstance(table, SourceTable)
    assert [cell.text for cell in table.cells if cell.row == 2] == list(ROWS[1])
    assert table.cell_place(table.cells[-1]) == "第 6 段"


def test_a_blank_cell_between_tabs_keeps_its_column() -> None:
    document = lines_of((HEAD, *ROWS, ("邮电费", "", "0.20", "")), "\t")
    (table,) = with_line_tables(document).blocks
    assert isinstance(table, SourceTable)
    assert [(cell.column, cell.text) for cell in table.cells if cell.row == 4 and cell.text] == [
        (0, "邮电费"),
        (2, "0.20"),
    ]


def test_a_line_of_another_width_ends_a_table_and_stays_text() -> None:
    table, line = with_line_tables(lines_of((HEAD, *ROWS, ("合计", "4.50", "4.30")), "  ")).blocks
    assert isinstance(table, SourceTable)
    assert isinstance(line, SourceParagraph)
    assert line.text == "合计  4.50  4.30"


def test_a_second_line_of_headings_begins_a_second_table() -> None:
    blocks = with_line_tables(lines_of((HEAD, *ROWS, HEAD, *ROWS), "  ")).blocks
    assert [type(block) for block in blocks] == [SourceTable, SourceTable]


TITLE = "2024年度青石县林业局部门整体支出绩效自评报告"
AFTER = ("十、 其他 需要说明的情况", "我局全年工作正常。")


@pytest.mark.parametrize(
    "lines",
    [
        (
            "全年共有职工 45 人，其中在职 30 人。",
            "车辆共有 3 辆，其中公务用车 2 辆。",
            "房屋共有 4 栋，面积 2000 平方米。",
        ),
        (
            "2024 年完成造林 12 万亩，超出计划 3 万亩。",
            "全年开展巡护 1286 次，储备物资 3100 件。",
            "争取资金 358.69 万元。",
        ),
        ("1 完成造林 12 万亩", "2 完成抚育 5 万亩", "3 完成巡护 1200 次", "森林覆盖率明显提高。"),
        ("2024 年 3 月 完成 第一阶段", "2024 年 5 月 完成 第二阶段", "2024 年 9 月 完成 第三阶段"),
        ("类别 名称 数量", "造林 一期 12", "抚育 二期 5", "巡护 全年 1200"),
        ("类别\t名称\t数量", "造林\t一期\t12", "抚育\t二期\t5", "巡护\t全年\t1200"),
        ("一是 加强领导 — 成立小组", "二是 加强宣传 — 张贴标语", "三是 加强管理 — 建立台账"),
    ],
)
def test_no_word_of_a_text_with_blanks_is_lost(lines: tuple[str, ...]) -> None:
    """Also of lines that look like a table, if the form has no place for any of its figures."""
    text = (TITLE, "六、部门整体支出绩效情况", *lines, *AFTER)
    paragraphs = tuple(SourceParagraph(line, number) for number, line in enumerate(text, 1))
    form, ids = shipped_form("hunan_overall_2023"), new_ids()
    document = SourceDocument("报告.docx", "docx", paragraphs)
    proposal, _ = propose([document], Answers(form, Entries()), lambda: next(ids))
    texts = {str(one.address): one.after for one in best_answers(proposal).answers}
    assert [line for line in lines if line not in texts["performance/text"]] == []
    assert texts["others/text"] == AFTER[-1]


def test_a_chapter_between_two_tables_of_lines_is_a_chapter() -> None:
    rows = ("科目 预算数 决算数", "办公费 3.00 2.95", "水费 1.00 0.90")
    text = (TITLE, "六、部门整体支出绩效情况", "2024 年 造林 12 万亩。", AFTER[0], *rows, AFTER[1])
    paragraphs = tuple(SourceParagraph(line, number) for number, line in enumerate(text, 1))
    form, ids = shipped_form("hunan_overall_2023"), new_ids()
    document = SourceDocument("报告.docx", "docx", paragraphs)
    proposal, _ = propose([document], Answers(form, Entries()), lambda: next(ids))
    texts = {str(one.address): one.after for one in best_answers(proposal).answers}
    assert texts["performance/text"] == "2024 年 造林 12 万亩。"
    assert texts["others/text"].endswith(AFTER[1])


@pytest.mark.parametrize(
    "line",
    [
        "第三部分资金由省级承担",
        "第二节约能源工作已完成",
        "第一章程修订工作已完成",
    ],
)
def test_a_line_that_only_begins_like_a_part_is_text(line: str) -> None:
    text = (TITLE, "六、部门整体支出绩效情况", line, "后续工作照常。", *AFTER)
    paragraphs = tuple(SourceParagraph(one, number) for number, one in enumerate(text, 1))
    form, ids = shipped_form("hunan_overall_2023"), new_ids()
    proposal, _ = propose(
        [SourceDocument("报告.docx", "docx", paragraphs)], Answers(form, Entries()), lambda: next(ids)
    )
    texts = {str(one.address): one.after for one in best_answers(proposal).answers}
    assert texts["performance/text"] == f"{line}\n后续工作照常。"


@pytest.mark.parametrize(
    "line",
    ["2023年 全县 完成营造林2.6万亩。", "一是 加强管理。 二是 严格考核。 三是 压实责任。", "联系人 张某 0700-1234567"],
)
def test_sentences_with_blanks_are_no_table(line: str) -> None:
    document = SourceDocument("报告.docx", "docx", tuple(SourceParagraph(line, number) for number in range(1, 6)))
    assert with_line_tables(document) is document

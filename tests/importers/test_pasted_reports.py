"""Reports as they look after a paste: digits of full width, and tables that became lines of text."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table

from perfdesk.definition.loader import shipped_form
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.combine import best_answers
from perfdesk.importers.formats import read_source
from perfdesk.importers.line_tables import with_line_tables
from perfdesk.importers.propose import propose
from perfdesk.importers.source import SourceDocument, SourceParagraph, SourceTable
from support.corpus import CORPUS
from support.import_oracle import SPLIT, new_ids, oracle, score

WIDE = str.maketrans({sign: chr(ord(sign) + 0xFEE0) for sign in "0123456789.%"})
NARROW = {wide: chr(narrow) for narrow, wide in ((ord(sign), ord(sign) + 0xFEE0) for sign in "0123456789.%")}
HEAD = ("科目", "年初预算数", "全年预算数", "决算数")
ROWS = (("办公费", "3.00", "3.10", "2.95"), ("印刷费", "1.00", "—", "0.90"), ("水费", "0.50", "0.50", "0.45"))


def figures(path: Path) -> dict[str, str]:
    """The figures and dates that are sure, by address, with usual digits."""
    form, ids = shipped_form("hunan_overall_2023"), new_ids()
    proposal, _ = propose([read_source(path)], Answers(form, Entries()), lambda: next(ids))
    asked = ((form.question(one.address), one) for one in best_answers(proposal).answers if one.confidence == "sure")
    kinds = ("number", "year", "date")
    return {str(one.address): one.after.translate(NARROW) for known, one in asked if known and known.kind in kinds}


def word_report(name: str) -> Path:
    (path,) = (CORPUS / "a_reports").glob(f"{name}_*.docx")
    return path


@pytest.mark.slow
@pytest.mark.parametrize("name", SPLIT["develop"])
def test_digits_of_full_width_are_read_as_usual_ones(tmp_path: Path, name: str) -> None:
    document = docx.Document(str(word_report(name)))
    for words in document.element.body.iter(qn("w:t")):
        words.text = (words.text or "").translate(WIDE)
    document.save(str(tmp_path / "wide.docx"))
    usual, wide = figures(word_report(name)), figures(tmp_path / "wide.docx")
    assert len(usual) > 20
    assert {address: text for address, text in wide.items() if usual.get(address) != text} == {}
    assert len(usual.keys() - wide.keys()) <= 2, usual.keys() - wide.keys()


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
    form, ids, read = shipped_form("hunan_overall_2023"), new_ids(), oracle("a03")
    proposal, _ = propose([read_source(tmp_path / "lines.docx")], Answers(form, Entries()), lambda: next(ids))
    found = score(form, best_answers(proposal), read, [fact for fact in read["facts"] if fact["address"]])
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


def test_a_line_of_another_width_has_no_columns_and_keeps_its_words() -> None:
    (table,) = with_line_tables(lines_of((HEAD, *ROWS, ("合计", "4.50", "4.30")), "  ")).blocks
    assert isinstance(table, SourceTable)
    assert [cell.text for cell in table.cells if cell.row == 4] == ["合计  4.50  4.30"]


def test_a_second_line_of_headings_begins_a_second_table() -> None:
    blocks = with_line_tables(lines_of((HEAD, *ROWS, HEAD, *ROWS), "  ")).blocks
    assert [type(block) for block in blocks] == [SourceTable, SourceTable]


@pytest.mark.parametrize(
    "line",
    ["2023年 全县 完成营造林2.6万亩。", "一是 加强管理。 二是 严格考核。 三是 压实责任。", "联系人 张某 0700-1234567"],
)
def test_sentences_with_blanks_are_no_table(line: str) -> None:
    document = SourceDocument("报告.docx", "docx", tuple(SourceParagraph(line, number) for number in range(1, 6)))
    assert with_line_tables(document) is document

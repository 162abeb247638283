"""Documents are read as a whole: their year, the titles above their tables, tables pasted as lines."""

from __future__ import annotations

from perfdesk.definition.loader import shipped_form
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.line_tables import with_line_tables
from perfdesk.importers.propose import document_year, propose
from perfdesk.importers.source import SourceDocument, SourceParagraph, SourceTable, SourceTableCell
from support.import_oracle import new_ids

FORM = shipped_form("hunan_overall_2023")


def table(number: int, *rows: tuple[str, ...], name: str = "") -> SourceTable:
    cells = [SourceTableCell(text, row, column) for row, texts in enumerate(rows) for column, text in enumerate(texts)]
    return SourceTable(tuple(cells), number, name)


def texts(*blocks: SourceParagraph | SourceTable) -> dict[str, str]:
    ids = new_ids()
    document = SourceDocument("报告.docx", "docx", blocks)
    found, _ = propose([document], Answers(FORM, Entries()), lambda: next(ids))
    return {str(answer.address): answer.after for answer in found.answers}


def test_a_table_is_named_by_the_lines_above_it_and_so_is_its_second_part() -> None:
    head = ("编码", "科目", "2022年决算数", "2023年预算数", "2023年决算数")
    found = texts(
        SourceParagraph("2023年度青石县水利局部门整体支出绩效自评报告", 1),
        SourceParagraph("一般公共预算财政拨款基本支出决算表（单位：万元）", 2),
        table(1, head, ("30101", "基本工资", "1", "2", "3")),
        table(2, head, ("30201", "办公费", "4", "5", "6")),
    )
    assert found["spending/wages/e30101/actual"] == "3"
    assert found["spending/goods/e30201/last_actual"] == "4"


def test_the_year_is_that_of_most_titles() -> None:
    sheet = table(1, ("2022年度部门整体支出绩效评价基础数据表",), ("项目", "2021年决算数"), name="附件1")
    assert document_year(SourceDocument("表.xlsx", "xlsx", (sheet,))) == 2022
    assert document_year(SourceDocument("表.xlsx", "xlsx", (table(1, ("项目", "金额")),))) is None


def test_lines_of_several_columns_are_a_table_and_a_single_one_is_text() -> None:
    lines = ("项目名称　全年预算数　全年执行数", "河道清淤　30.00　29.50", "水库除险\t20.00\t19.80")
    document = SourceDocument(
        "报告.docx", "docx", tuple(SourceParagraph(line, number) for number, line in enumerate(lines, 1))
    )
    (block,) = with_line_tables(document).blocks
    assert isinstance(block, SourceTable)
    assert [cell.text for cell in block.cells[3:6]] == ["河道清淤", "30.00", "29.50"]
    two = SourceDocument("报告.docx", "docx", document.paragraphs[:2])
    assert with_line_tables(two) is two

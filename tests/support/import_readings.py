"""Documents and proposals as the readers of files make them, for tests of the window."""

from __future__ import annotations

from perfdesk.definition.address import Address
from perfdesk.entries.proposal import Confidence, Proposal, ProposedAnswer, Source, UnplacedText
from perfdesk.importers.source import SourceDocument, SourceParagraph, SourceTable, SourceTableCell
from perfdesk.ui.models.import_review import ImportReading

REPORT = "上年报告.docx"
BOOK = "基础数据表.xlsx"
WORDS = (
    "枫坪县农业农村局2022年度部门整体支出绩效自评报告",
    "一、部门基本情况",
    "单位全称为枫坪县农业农村局，负责人李某，联系电话0700-1234567。",
    "离退休人员12人，遗属3人。",
    "附：本单位另有下属企业两家，未纳入预算。",
)
UNIT, LEADER = "cover/unit_name", "cover/preparer"
RETIRED = "basics/retired"
OFFICE, PRINT = "spending/goods/e30201/actual", "spending/goods/e30202/actual"


def report_document() -> SourceDocument:
    """A Word report of five paragraphs and a table."""
    blocks = [SourceParagraph(words, number, is_bold=number < 3) for number, words in enumerate(WORDS, 1)]
    cells = [
        SourceTableCell(text, row, column)
        for row, texts in enumerate((("科目", "决算数"), ("办公费", "12.50"), ("印刷费", "3")))
        for column, text in enumerate(texts)
    ]
    return SourceDocument(REPORT, "docx", (*blocks, SourceTable(tuple(cells), 1)))


def book_document() -> SourceDocument:
    """A workbook of one sheet and a hidden one."""
    cells = (
        SourceTableCell("支出", 0, 0, 1, 2),
        SourceTableCell("办公费", 1, 0),
        SourceTableCell("12.80", 1, 1, figure="12.8"),
    )
    hidden = SourceTable((SourceTableCell("代码", 0, 0),), 2, "_表", is_hidden=True)
    return SourceDocument(BOOK, "xlsx", (SourceTable(cells, 1, "附件1"), hidden))


def in_report(block: int, quote: str = "", cell: tuple[int, int] | None = None) -> Source:
    """A place of the Word report."""
    return Source(f"第 {block + 1} 段", REPORT, quote, block, cell)


def answer(
    address: str, text: str, source: Source, confidence: Confidence = "sure", conflict: str = ""
) -> ProposedAnswer:
    """One answer that was read; the report has none there."""
    return ProposedAnswer(Address.parse(address), "", text, source=source, confidence=confidence, conflict=conflict)


def reading(*more: ProposedAnswer, is_last_year: bool = False) -> ImportReading:
    """A report and a workbook that disagree about one figure; two answers are sure, one is likely."""
    answers = (
        answer(UNIT, "枫坪县农业农村局", in_report(2, "枫坪县农业农村局")),
        answer(LEADER, "李某", in_report(2, "李某"), "likely"),
        answer(RETIRED, "12", in_report(3, "12人")),
        answer(OFFICE, "12.80", Source("工作表“附件1”B2", BOOK, "12.80", 0, (1, 1))),
        answer(OFFICE, "12.50", in_report(5, "12.50", (1, 1)), "likely"),
        answer(PRINT, "3", in_report(5, "3", (2, 1)), "doubtful", "合计与各项之和不符。"),
    )
    unplaced = (UnplacedText(WORDS[4], in_report(4, WORDS[4]), "表单里没有这样一节"),)
    documents = (report_document(), book_document())
    return ImportReading(documents, Proposal((*answers, *more), unplaced), 2022, is_last_year)

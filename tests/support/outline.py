"""A report as plain text, for the golden files in `golden/`.

When the form, a sample or the layout changes on purpose, write them again from the repository's root and read the
difference before committing it:

    python tests/support/outline.py
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.definition.sample_list import samples
from perfdesk.document.blocks import (
    AttachmentList,
    Block,
    Cell,
    Grid,
    Heading,
    Paragraph,
    ReferencedFigure,
    Report,
    SignOff,
)
from perfdesk.document.build import build

GOLDEN = Path(__file__).parent / "golden"


def outline(report: Report) -> str:
    """Return the contents of a report with one line for each paragraph or table row."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"标题　{_flat(report.title)}"
    yield f"单位　{report.unit}　年度　{report.year}　草稿标记　{report.draft_mark or '无'}"
    for block in report.body:
        yield from _block(block)
    for attachment in report.attachments:
        orientation = "横" if attachment.landscape else "竖"
        yield ""
        yield f"=== {attachment.label or '（续）'} {attachment.title}（工作表“{attachment.sheet_name}”，{orientation}）"
        for block in attachment.blocks:
            yield from _block(block)
    yield ""
    yield "=== 数据来源"
    yield from (_fact(fact) for fact in report.referenced_figures)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level=level, text=text):
            yield f"{'#' * level} {text}"
        case Paragraph(text=text, flush=flush):
            yield f"{'' if flush else '　　'}{text}"
        case AttachmentList(titles=titles):
            yield f"附件：{'；'.join(titles)}"
        case SignOff(unit=unit, date=date):
            yield f"落款　{unit}　{date}"
        case Grid():
            yield from _grid(block)


def _grid(grid: Grid) -> Iterator[str]:
    yield f"[表 {_flat(grid.title)} / {grid.subtitle} / {grid.unit_note}] {grid.rows} 行 {len(grid.widths)} 列"
    for row in range(grid.rows):
        mark = "*" if row < grid.header_rows else " "
        yield f"{mark}| " + " | ".join(_cell(cell) for cell in grid.cells if cell.row == row)
    yield from (f"注　{note}" for note in grid.notes)


def _cell(cell: Cell) -> str:
    span = f"〔{cell.column_span}×{cell.row_span}〕" if (cell.column_span, cell.row_span) != (1, 1) else ""
    role = {"label": "", "entry": "_", "computed": "="}[cell.role]
    return f"{span}{role}{_flat(cell.text)}"


def _fact(fact: ReferencedFigure) -> str:
    formula = "".join(str(piece) for piece in fact.formula) if fact.formula else ""
    return f"{fact.section_label}·{fact.label}　{fact.value}{fact.unit}　{formula}".rstrip("　")


def _flat(text: str) -> str:
    return text.replace("\n", "⏎")


def write_golden() -> None:
    """Write both golden files again."""
    with tempfile.TemporaryDirectory() as folder:
        for name in samples():
            path = Path(folder) / f"{name}.db"
            make_sample(name, path)
            session = Session.open(path)
            report = build(session.answers, session.findings, draft=False)
            (GOLDEN / f"{name}.txt").write_text(outline(report), encoding="utf-8")
            session.close()


if __name__ == "__main__":
    write_golden()

"""Reject texts longer than an Excel cell allows, with their place, before anything is written."""

from __future__ import annotations

from perfdesk.document.blocks import Attachment, Block, Cell, Grid, Heading, Paragraph
from perfdesk.errors import PerfDeskError
from perfdesk.writers.xlsx.cell_values import TEXT_LIMIT, text_length
from perfdesk.writers.xml_text import xml_text

_SHOWN = 20


def check_text_lengths(attachment: Attachment, title: str) -> None:
    """Raise PerfDeskError when a text of an attachment is longer than an Excel cell allows."""
    for block in attachment.blocks:
        for text, place in _labelled_texts(block):
            length = text_length(xml_text(text))
            if length > TEXT_LIMIT:
                raise PerfDeskError(
                    f"没有导出“{title}”。",
                    f"{place}“{xml_text(text)[:_SHOWN]}……”有 {length} 字，Excel 一格最多 {TEXT_LIMIT} 字。",
                    "请把这一格的文字缩短，再导出一次。",
                )


def _labelled_texts(block: Block) -> list[tuple[str, str]]:
    """The texts of a block that may be too long, each with the label of its place."""
    match block:
        case Grid():
            long = [cell for cell in block.cells if len(cell.text) > TEXT_LIMIT // 2]
            around = (block.title, block.subtitle, *block.notes)
            return [*((cell.text, _place_label(block, cell)) for cell in long), *((text, "文字") for text in around)]
        case Heading() | Paragraph():
            return [(block.text, "文字")]
        case _:
            return []


def _place_label(grid: Grid, cell: Cell) -> str:
    """`年度总体目标·实际完成情况（表格第 9 行第 6 列）`: the nearest labels to the left and above."""
    labels = [each for each in grid.cells if each.role == "label" and each.text]
    left = [each for each in labels if each.column < cell.column and each.row <= cell.row < each.row + each.row_span]
    above = [
        each for each in labels if each.row < cell.row and each.column <= cell.column < each.column + each.column_span
    ]
    nearest = [
        *sorted(left, key=lambda each: each.column)[-1:],
        *sorted(above, key=lambda each: each.row)[-1:],
    ]
    name = "·".join(xml_text(each.text).replace("\n", "")[:_SHOWN] for each in nearest)
    return f"{name}（表格第 {cell.row + 1} 行第 {cell.column + 1} 列）"

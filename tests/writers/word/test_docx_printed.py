"""The Word report as LibreOffice prints it."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from docx.document import Document

from perfdesk.writers.typesetting.active_style import current_style
from support.docx_builders import MERGED, ROWS

pytestmark = pytest.mark.slow


def page_text(pdf: pypdfium2.PdfDocument, number: int) -> str:
    return re.sub(r"\s", "", pdf[number].get_textpage().get_text_bounded())


def lines_of_page(pdf: pypdfium2.PdfDocument, number: int) -> list[tuple[int, float, float]]:
    """Number of characters, left and right end (points) of each line above the foot of the page."""
    text = pdf[number].get_textpage()
    foot = current_style().page.bottom * 72 / 25.4 - 2
    boxes = [text.get_charbox(i, loose=True) for i in range(text.count_chars()) if text.get_text_range(i, 1).strip()]
    lines: list[list[tuple[float, ...]]] = []
    for box in sorted((box for box in boxes if box[1] > foot), key=lambda box: -box[1]):
        # a fallback font sits a little higher or lower on the same line
        if lines and lines[-1][-1][1] - box[1] < 5:
            lines[-1].append(box)
        else:
            lines.append([box])
    return [(len(line), min(box[0] for box in line), max(box[2] for box in line)) for line in lines]


@pytest.mark.slow
def test_a_page_of_body_has_22_lines_of_28_characters(pages: pypdfium2.PdfDocument) -> None:
    lines = lines_of_page(pages, 1)
    assert [count for count, _, _ in lines] == [28] * 22
    page = current_style().page
    left, right = page.left * 72 / 25.4, (page.width - page.right) * 72 / 25.4
    assert all(abs(start - left) < 1 and abs(end - right) < 2.5 for _, start, end in lines)


@pytest.mark.slow
def test_body_paragraphs_begin_two_characters_in(pages: pypdfium2.PdfDocument) -> None:
    starts = [start for _, start, _ in lines_of_page(pages, 0)]
    left = current_style().page.left * 72 / 25.4
    headings_and_body, second = starts[2:6], starts[6]
    assert all(abs(start - left - 31.5) < 2.5 for start in headings_and_body)
    assert abs(second - left) < 1


def test_attachments_begin_on_new_pages_and_no_page_is_blank(pages: pypdfium2.PdfDocument) -> None:
    texts = [page_text(pages, number) for number in range(len(pages))]
    firsts = [
        next(i for i, text in enumerate(texts) if start in text) for start in ("附件1序号", "附件2部门", "附件3附件三")
    ]
    assert firsts == sorted(set(firsts))
    assert all(texts[first].startswith("附件") for first in firsts)
    continued = next(i for i, text in enumerate(texts) if text.startswith("续表"))
    assert continued == firsts[1] + 1
    assert all(len(text) > len("—1—") for text in texts)


def test_pages_are_numbered_on_7_mm_below_the_type_area(pages: pypdfium2.PdfDocument) -> None:
    for number in range(len(pages)):
        text = pages[number].get_textpage()
        assert re.search(rf"—{number + 1}—$", page_text(pages, number))
        dashes = [text.get_charbox(i) for i in range(text.count_chars()) if text.get_text_range(i, 1) == "—"][-2:]
        width, height = pages[number].get_size()
        bottom, left, right = (35, 28, 26) if width < height else (26, 35, 37)
        drop = bottom - (dashes[0][1] + dashes[0][3]) / 2 * 25.4 / 72
        assert drop == pytest.approx(current_style().page.page_number_drop, abs=1)
        if number % 2 == 0:
            assert width - right * 72 / 25.4 - dashes[1][2] == pytest.approx(14, abs=2)
        else:
            assert dashes[0][0] - left * 72 / 25.4 == pytest.approx(14, abs=2)


def test_a_table_over_several_pages_repeats_its_head(pages: pypdfium2.PdfDocument) -> None:
    table_pages = [page_text(pages, number) for number in range(len(pages)) if "项目0" in page_text(pages, number)]
    assert len(table_pages) >= 2
    heads = [text.count("序号00项目00") for text in table_pages]
    assert min(heads) >= 1
    assert sum(heads) > 2


def test_the_date_ends_four_characters_before_the_edge_below_the_middle_of_the_unit(
    pages: pypdfium2.PdfDocument,
) -> None:
    number = next(i for i in range(len(pages)) if "2024年3月5日" in page_text(pages, i))
    (_, unit_start, unit_end), (_, _, date_end) = lines_of_page(pages, number)[-2:]
    edge = (210 - current_style().page.right) * 72 / 25.4
    assert edge - date_end == pytest.approx(4 * 15.75, abs=2)
    # six and a half characters where digits are half as wide as 年月日, as in 仿宋_GB2312
    middle_of_date = edge - (4 + 6.5 / 2) * 15.75
    assert (unit_start + unit_end) / 2 == pytest.approx(middle_of_date, abs=2)


def test_all_text_is_on_the_printed_pages(pages: pypdfium2.PdfDocument, document: Document) -> None:
    printed = "".join(re.sub(r"—\d+—$", "", page_text(pages, number)) for number in range(len(pages)))
    texts = [p.text for p in document.paragraphs]
    texts += [line for grid in (ROWS, MERGED) for cell in grid.cells for line in cell.text.split("\n")]
    missing = [text for text in texts if re.sub(r"\s", "", text) not in printed]
    assert missing == []

"""The pages of the attachments measured in our PDF and in the Word file as LibreOffice prints it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import docx
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from docx.oxml.ns import qn

from support.exported import PRINTED, Exported
from support.pdf_text import MM, Letter, as_text, letters, lines_by_page, page_texts, rows

pytestmark = pytest.mark.slow

_LEFT, _RIGHT, _TOP = 28.0 * MM, (210 - 26.0) * MM, (297 - 37.0) * MM
_BOTTOM = 35.0 * MM
_PADDING = 5.4
_CELLS = 12.0
Box = tuple[float, float, float, float]


@pytest.fixture(params=PRINTED)
def printed_report(request: pytest.FixtureRequest, all_exported: dict[str, Exported]) -> Exported:
    """Each printed report in turn."""
    return all_exported[request.param]


@pytest.fixture(params=["PDF", "Word"])
def paper(request: pytest.FixtureRequest, printed_report: Exported, printed_by_libreoffice) -> Path:
    """A report on paper: our own PDF, or the Word file as LibreOffice prints it."""
    word = printed_by_libreoffice[printed_report.name, ".docx"]
    return printed_report.pdf if request.param == "PDF" else word


def _boxes(path: Path) -> Iterator[list[Box]]:
    """The frames of the cells on each page of our PDF: left, bottom, right, top in points."""
    document = pypdfium2.PdfDocument(path)
    for page in document:
        found = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
        yield [box for each in found if (box := each.get_bounds())[2] - box[0] > 5 and box[3] - box[1] > 5]
        page.close()
    document.close()


def _inside(box: Box, page: list[Letter]) -> list[Letter]:
    return [one for one in page if box[0] < one.x < box[2] and box[1] < one.y < box[3] and one.size < _CELLS]


def _by_page(path: Path) -> list[list[Letter]]:
    return [list(page) for _, page in groupby(letters(path), key=lambda letter: letter.page)]


def test_each_attachment_of_the_samples_is_on_one_page(all_exported: dict[str, Exported], printed_by_libreoffice):
    for name in ("demo-2024", "daoxian-2023"):
        for path in (all_exported[name].pdf, printed_by_libreoffice[name, ".docx"]):
            pages = page_texts(path)
            first = next(number for number, page in enumerate(pages) if page.startswith("附件1"))
            labels = [found[0] for page in pages[first:] if (found := re.match(r"附件\d(-\d)?", page))]
            assert labels == [attachment.label for attachment in all_exported[name].report.attachments]
            assert len(pages) == first + len(labels)


def test_text_keeps_its_distance_from_the_rules_of_its_cell(printed_report: Exported):
    measured = 0
    for boxes, page in zip(_boxes(printed_report.pdf), _by_page(printed_report.pdf), strict=True):
        for box in boxes:
            inside = _inside(box, page)
            measured += len(inside)
            # half of the rule is inside the frame that is drawn
            assert all(letter.x - box[0] >= _PADDING - 0.3 for letter in inside), as_text(inside)
            assert all(box[2] - letter.end >= _PADDING - 0.9 for letter in inside), as_text(inside)
    assert measured > 200


def test_all_cells_of_a_table_have_one_size_of_at_most_10_5_points(printed_report: Exported):
    document = docx.Document(str(printed_report.docx))
    sizes = {style.style_id: style.element for style in document.styles}
    for table in document.element.body.iter(qn("w:tbl")):
        used = {style.get(qn("w:val")) for style in table.iter(qn("w:pStyle"))}
        if any(used & {"PdCoverLabel", "PdCoverAnswer"}):
            continue
        found = {_size(sizes, style) for style in used}
        assert len(found) == 1, used
        assert 7.5 <= found.pop() <= 10.5


def _size(styles: dict[str, object], style: str) -> float:
    element = styles[style]
    size = element.find(f"{qn('w:rPr')}/{qn('w:sz')}")
    return (
        int(size.get(qn("w:val"))) / 2
        if size is not None
        else _size(styles, element.find(qn("w:basedOn")).get(qn("w:val")))
    )


def test_no_page_begins_with_fewer_than_six_rows_left_over(printed_report: Exported):
    for boxes in _boxes(printed_report.pdf):
        if boxes and max(box[3] for box in boxes) > _TOP - 3:
            table = _connected(boxes)
            assert len({round(box[1]) for box in table}) >= 6


def _connected(boxes: list[Box]) -> list[Box]:
    """The boxes of the table at the top of the page."""
    table: list[Box] = []
    lower = _TOP
    for box in sorted(boxes, key=lambda box: -box[3]):
        if box[3] < lower - 3:
            break
        table.append(box)
        lower = min(lower, box[1])
    return table


def test_no_unit_in_brackets_is_broken(paper: Path):
    lines = [line for page in lines_by_page(paper, (0, _CELLS)) for line in page]
    assert [line for line in lines if re.search(r"（[万亿元％%㎡人个]{1,2}$|^[万元㎡人]{1,2}）", line)] == []


def test_no_figure_is_broken(paper: Path, printed_report: Exported):
    """No line of a cell begins in the middle of a figure: 10—20 %."""
    lines = [line for page in lines_by_page(paper, (0, _CELLS)) for line in page]
    assert [line for line in lines if re.match(r"[%％.,]|[元）]$", line)] == []


def test_the_filling_unit_is_at_the_left_the_unit_of_money_at_the_right_with_a_gap_below(printed_report: Exported):
    found = Counter[str]()
    for boxes, page in zip(_boxes(printed_report.pdf), _by_page(printed_report.pdf), strict=True):
        for row in rows([letter for letter in page if letter.size < _CELLS]):
            text = as_text(row)
            below = [box[3] for box in boxes if box[3] < row[0].y]
            if text.startswith("填报单位："):
                assert row[0].x == pytest.approx(_LEFT, abs=0.5)
            elif re.match("(金额)?单位：(万)?元$", text):
                assert row[-1].end == pytest.approx(_RIGHT, abs=0.5)
            else:
                continue
            found[text[:4]] += 1
            assert row[0].y - 0.12 * row[0].size - max(below) > 3.5
    assert found if printed_report.name != "daoxian-2023" else found["填报单位"] == 1


def test_three_centimetres_are_left_to_sign(paper: Path, printed_report: Exported):
    cells = [letter for letter in letters(paper) if letter.size < _CELLS]
    signed = [row for row in rows(cells) if "负责人签字：" in as_text(row)]
    assert len(signed) == len(printed_report.report.attachments)
    assert all(_RIGHT - row[-1].end >= 3 * 72 / 2.54 - 0.5 for row in signed)

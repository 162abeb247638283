"""The pages of both samples measured with a ruler, in our PDF and in the Word file as LibreOffice prints it.

GB/T 9704-2012: type area 156 × 225 mm on A4 with 37 mm above and 28 mm at the left, 22 lines of 28 characters, page
numbers 7 mm below, one character in from the outer edge.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby, pairwise
from pathlib import Path

import pypdfium2
import pytest

from perfdesk.definition.sample_list import samples
from support.pdf_text import MM, Letter, as_text, letters, rows

pytestmark = pytest.mark.slow

_LEFT, _RIGHT, _TOP, _BOTTOM = 28.0, 210.0 - 26.0, 297.0 - 37.0, 35.0
#: How exactly a ruler can be read, in millimetres.
_EXACT = 0.5
_BODY = 16.0
#: Their empty half is outside at the end of a line; LibreOffice 7.4 lets some hang where Word squeezes them in.
_MARKS = "，。、；：？！）》”’】〕"
_LINE = 28.95
_CHARACTER = 442.2 / 28
# Height of the 一字线 above the base line, in ems.
_DASH_HEIGHT = 0.38


@pytest.fixture(scope="module", params=[(sample, kind) for sample in sorted(samples()) for kind in ("PDF", "Word")])
def paper(request: pytest.FixtureRequest, all_exported, printed_by_libreoffice: dict[tuple[str, str], Path]) -> Path:
    """A sample on paper: our own PDF, or the Word file as LibreOffice prints it."""
    sample, kind = request.param
    return all_exported[sample].pdf if kind == "PDF" else printed_by_libreoffice[sample, ".docx"]


@pytest.fixture(scope="module")
def printed(paper: Path) -> list[Letter]:
    """Its letters."""
    return letters(paper)


def _in_type_area(printed: list[Letter]) -> list[Letter]:
    return [letter for letter in printed if letter.y > _BOTTOM * MM and letter.upright]


def _body_pages(printed: list[Letter]) -> list[list[list[Letter]]]:
    """The lines of the pages before the first attachment."""
    pages = [list(page) for _, page in groupby(rows(_in_type_area(printed)), key=lambda row: row[0].page)]
    first = next(number for number, page in enumerate(pages) if as_text(page[0]).startswith("附件1"))
    return pages[:first]


def test_every_page_is_a4(paper: Path) -> None:
    document = pypdfium2.PdfDocument(paper)
    sizes = [tuple(round(side / MM) for side in document[number].get_size()) for number in range(len(document))]
    document.close()
    assert set(sizes) == {(210, 297)}


def test_text_stays_in_the_type_area_and_fills_it(printed: list[Letter]) -> None:
    area = _in_type_area(printed)
    inside = [letter for letter in area if letter.character not in _MARKS]
    assert min(letter.x for letter in area) / MM == pytest.approx(_LEFT, abs=_EXACT)
    assert max(letter.end for letter in inside) / MM == pytest.approx(_RIGHT, abs=_EXACT)
    assert max(letter.y + 0.88 * letter.size for letter in area) / MM < _TOP + _EXACT
    assert min(letter.y - 0.12 * letter.size for letter in area) / MM > _BOTTOM - _EXACT


def test_a_full_page_of_body_has_22_lines(printed: list[Letter]) -> None:
    pages = _body_pages(printed)
    assert max(map(len, pages)) == 22
    full = next(page for page in pages[1:] if len(page) == 22)
    steps = [(above[0].y - below[0].y) / MM for above, below in pairwise(full)]
    assert all(step == pytest.approx(_LINE / MM, abs=0.4) for step in steps)
    assert sum(steps) == pytest.approx(21 * _LINE / MM, abs=_EXACT)


def test_a_full_line_of_body_has_28_characters(printed: list[Letter]) -> None:
    lines = [row for page in _body_pages(printed) for row in page if row[0].size == _BODY]
    full = [row for row in lines if abs(row[0].x / MM - _LEFT) < _EXACT and row[-1].end > (_RIGHT - 4) * MM]
    chinese = [row for row in full if all(letter.character > "\u2e7f" for letter in row)]
    assert len(chinese) > 3
    counts = Counter(map(len, chinese))
    assert counts.most_common(1)[0][0] == 28
    # a mark that may not begin the next line is drawn in, or a mark that may not end this one is passed on
    assert set(counts) <= {27, 28, 29}
    for row in chinese:
        if len(row) == 28:
            steps = [after.x - before.x for before, after in pairwise(row)]
            assert all(step == pytest.approx(_CHARACTER, abs=0.2) for step in steps)


def test_paragraphs_begin_two_characters_in(printed: list[Letter]) -> None:
    lines = [row for page in _body_pages(printed) for row in page if row[0].size == _BODY]
    inset = Counter(round((row[0].x - _LEFT * MM) / _CHARACTER, 1) for row in lines)
    assert {place for place, _ in inset.most_common(2)} == {0.0, 2.0}


def test_page_numbers_are_7_mm_below_at_the_outer_edge(printed: list[Letter]) -> None:
    feet = [letter for letter in printed if letter.y < _BOTTOM * MM and letter.size == 14]
    numbers = [sorted(page, key=lambda letter: letter.x) for _, page in groupby(feet, key=lambda letter: letter.page)]
    assert [as_text(number) for number in numbers] == [f"—{page + 1}—" for page in range(len(numbers))]
    assert len(numbers) == printed[-1].page + 1
    for page, number in enumerate(numbers):
        dash = number[0].y + _DASH_HEIGHT * 14
        assert _BOTTOM - dash / MM == pytest.approx(7, abs=1)
        if page % 2 == 0:
            assert _RIGHT - number[-1].end / MM == pytest.approx(14 / MM, abs=_EXACT)
        else:
            assert number[0].x / MM - _LEFT == pytest.approx(14 / MM, abs=_EXACT)

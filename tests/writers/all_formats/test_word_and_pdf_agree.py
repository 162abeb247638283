"""The Word file, as LibreOffice prints it in our fonts, and our own PDF are one document: page by page, line by line.

LibreOffice lets a mark hang out of the margin where we squeeze it in, but never behind a number, so a few lines of
prose in a hundred differ. Cells are compared apart: there a differing line or two moves no page.
"""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import pytest

from support.exported import PRINTED
from support.measurements import Record
from support.pdf_text import lines_by_page

pytestmark = pytest.mark.slow

#: Of the lines of prose, and of those in cells and notes, so many must be the same on the same page.
_SAME_PROSE, _SAME_CELLS = 0.95, 0.9
#: The sizes of prose and headings, and of cells and what is printed around a table.
_PROSE, _CELLS = (12.0, math.inf), (0.0, 12.0)


@pytest.mark.parametrize("sample", PRINTED)
def test_word_and_pdf_have_the_same_pages_with_the_same_lines(
    all_exported, printed_by_libreoffice: dict[tuple[str, str], Path], sample: str, record_measurement: Record
) -> None:
    word, pdf = printed_by_libreoffice[sample, ".docx"], all_exported[sample].pdf
    prose, cells = _alike(word, pdf, _PROSE), _alike(word, pdf, _CELLS)
    record_measurement(
        f"{sample}: Word and PDF alike in {prose:.1%} of the lines of prose, {cells:.1%} of those in cells"
    )
    assert prose >= _SAME_PROSE
    assert cells >= _SAME_CELLS


def _alike(word: Path, pdf: Path, sizes: tuple[float, float]) -> float:
    """The share of lines in type of these sizes that are the same on the same page."""
    ours, theirs = lines_by_page(pdf, sizes), lines_by_page(word, sizes)
    pairs = list(zip(ours, theirs, strict=True))
    same = sum((Counter(one) & Counter(other)).total() for one, other in pairs)
    return same / sum(max(len(one), len(other)) for one, other in pairs)

"""The Word file, as LibreOffice prints it in our fonts, and our own PDF are one document: page by page, line by line.

LibreOffice lets a mark hang out of the margin where we squeeze it in, but never behind a number, and knows no labels
that are repeated when a merged cell continues on the next page; so a few lines in a hundred differ.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from support.exported import PRINTED
from support.measurements import Record
from support.pdf_text import lines_by_page

pytestmark = pytest.mark.slow

#: Of all lines, so many must be the same on the same page.
_SAME_LINES = 0.95


@pytest.mark.parametrize("sample", PRINTED)
def test_word_and_pdf_have_the_same_pages_with_the_same_lines(
    all_exported, printed_by_libreoffice: dict[tuple[str, str], Path], sample: str, record_measurement: Record
) -> None:
    word = lines_by_page(printed_by_libreoffice[sample, ".docx"])
    pdf = lines_by_page(all_exported[sample].pdf)
    assert len(word) == len(pdf)
    longer = sum(max(len(one), len(other)) for one, other in zip(word, pdf, strict=True))
    same = sum((Counter(one) & Counter(other)).total() for one, other in zip(word, pdf, strict=True))
    record_measurement(f"{sample}: {len(pdf)} pages, {same} of {longer} lines alike, {same / longer:.1%}")
    assert same / longer >= _SAME_LINES

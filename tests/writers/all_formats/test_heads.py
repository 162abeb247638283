"""附表2 of the faultless sample continues on a second page, with the head of its indicators repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.exported import Exported
from support.pdf_text import page_texts

pytestmark = pytest.mark.slow

_HEAD = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值")


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".xlsx"])
def test_the_head_of_the_indicators_is_repeated_on_the_next_page(
    all_exported: dict[str, Exported], printed_by_libreoffice: dict[tuple[str, str], Path], suffix: str
) -> None:
    files = {".pdf": all_exported["hostile"].pdf}
    pages = page_texts(files.get(suffix) or printed_by_libreoffice["hostile", suffix])
    first = next(number for number, page in enumerate(pages) if "附件2" in page and "附件1" not in page)
    next_page = pages[first + 1]
    assert "附件3" not in next_page
    assert [next_page.count(word) for word in _HEAD] == [1] * len(_HEAD)

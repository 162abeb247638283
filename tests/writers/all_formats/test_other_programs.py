"""Other programs read our files: poppler every page of the PDF, LibreOffice the Word and Excel files."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from support.exported import REPORTS, Exported
from support.exported_text import attachment_texts, bare, missing_from, pdf_pages, report_texts

pytestmark = pytest.mark.slow

_DRAWN = str.maketrans("", "", "😀עברית")


def _poppler(*command: str) -> str:
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    return done.stdout


def _fonts(path: Path) -> list[list[str]]:
    """Of each font: emb, sub, uni."""
    return [line.split()[-5:-2] for line in _poppler("pdffonts", str(path)).splitlines()[2:]]


def test_poppler_reads_every_page_of_the_pdf(any_exported: Exported):
    pages = _poppler("pdftotext", "-enc", "UTF-8", str(any_exported.pdf), "-").split("\f")[:-1]
    assert len(pages) == len(pdf_pages(any_exported.pdf))
    for number, page in enumerate(pages, 1):
        is_cover = number == 1 and any_exported.report.cover is not None
        assert (bare(f"— {number} —") in bare(page)) != is_cover
        assert len(bare(page)) > 8


def test_every_font_of_the_pdf_is_embedded_and_readable(any_exported: Exported):
    fonts = _fonts(any_exported.pdf)
    assert 3 <= len(fonts) <= 12
    assert all(font == ["yes", "yes", "yes"] for font in fonts)


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
@pytest.mark.parametrize("name", REPORTS)
def test_libreoffice_opens_and_prints_the_file(printed_by_libreoffice, name: str, suffix: str):
    fonts = _fonts(printed_by_libreoffice[name, suffix])
    assert fonts
    assert all(font[0] == "yes" for font in fonts)


def test_libreoffice_finds_every_text_in_the_word_file(printed_by_libreoffice, exported: Exported):
    pages = pdf_pages(printed_by_libreoffice[exported.name, ".docx"])
    assert missing_from(pages, report_texts(exported.report)) == []


def test_libreoffice_loses_no_character(printed_by_libreoffice, any_exported: Exported):
    """Nor hides one: no row of the workbook is too low and no column too narrow to print its text.

    Counted, for letters from right to left and signs of a second font are not written where they are read; without
    emoji and Hebrew, which LibreOffice draws instead of writing them.
    """
    papers = any_exported.report.attachments
    for suffix, texts in (
        (".docx", report_texts(any_exported.report)),
        (".xlsx", [text for paper in papers for text in attachment_texts(paper)]),
    ):
        pages = "".join(pdf_pages(printed_by_libreoffice[any_exported.name, suffix]))
        # beside letters from right to left LibreOffice writes …… as six stops
        printed = Counter(pages.replace("." * 6, "……"))
        meant = Counter("".join(texts).translate(_DRAWN))
        assert meant - printed == Counter(), suffix


def test_the_signature_line_is_never_alone_on_a_page(printed_by_libreoffice):
    for name in REPORTS:
        for page in pdf_pages(printed_by_libreoffice[name, ".xlsx"]):
            signed = page.find("单位负责人签字")
            assert signed < 0 or signed > 120, (name, page)

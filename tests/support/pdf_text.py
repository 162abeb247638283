"""The content of the pages of a PDF file and its positions, as another program (pdfium) reads them."""

from __future__ import annotations

import math
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

#: One millimetre in points.
MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Letter:
    """One printed character: its page, its origin, where the next would begin, its font and size, all in points."""

    page: int
    character: str
    x: float
    y: float
    end: float
    font: str
    size: float
    upright: bool


def letters(path: Path) -> list[Letter]:
    """Every visible character of the file, in the order in which it was printed."""
    document = pypdfium2.PdfDocument(path)
    found: list[Letter] = []
    for number in range(len(document)):
        page = document[number]
        text = page.get_textpage()
        found += (letter for index in range(text.count_chars()) for letter in _letter(number, text, index))
        text.close()
        page.close()
    document.close()
    return found


def rows(found: list[Letter]) -> list[list[Letter]]:
    """The letters by line, from top to bottom and left to right."""
    places: dict[tuple[int, int], list[Letter]] = {}
    for letter in found:
        places.setdefault((letter.page, -round(letter.y)), []).append(letter)
    return [sorted(places[place], key=lambda letter: letter.x) for place in sorted(places)]


def as_text(line: list[Letter]) -> str:
    """The characters of a line."""
    return "".join(letter.character for letter in line)


def lines_by_page(path: Path, sizes: tuple[float, float] = (0, math.inf)) -> list[list[str]]:
    """The lines of each page in type of these sizes, without blanks; each cell of a table row is a separate line."""
    pages = groupby((letter for letter in letters(path) if letter.upright), key=lambda letter: letter.page)
    wanted = ([letter for letter in page if sizes[0] <= letter.size <= sizes[1]] for _, page in pages)
    return [list(_lines(page)) if page else [] for page in wanted]


def page_texts(path: Path) -> list[str]:
    """The text of each page as poppler reads it, without blanks."""
    out = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, encoding="utf-8").stdout
    return ["".join(page.split()) for page in out.split("\f")[:-1]]


def _letter(page: int, text: pypdfium2.PdfTextPage, index: int) -> Iterator[Letter]:
    code = pdfium.FPDFText_GetUnicode(text, index)
    if chr(code).isspace() or pdfium.FPDFText_IsGenerated(text, index):
        return
    x, y = pdfium.c_double(), pdfium.c_double()
    assert pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    name = pdfium.create_string_buffer(100)
    pdfium.FPDFText_GetFontInfo(text, index, name, 100, None)
    whole = name.value.decode("utf-8", "replace")
    size = pdfium.FPDFText_GetFontSize(text, index)
    end = text.get_charbox(index, loose=True)[2]
    upright = math.isclose(pdfium.FPDFText_GetCharAngle(text, index) % math.pi, 0, abs_tol=0.01)
    yield Letter(page, chr(code), x.value, y.value, end, whole.partition("+")[2] or whole, size, upright)


def _lines(page: list[Letter]) -> Iterator[str]:
    line = ""
    for before, letter in zip([None, *page], page, strict=False):
        if before is not None and not _goes_on(before, letter):
            yield line
            line = ""
        line += letter.character
    yield line


def _goes_on(before: Letter, letter: Letter) -> bool:
    """Whether a letter follows another in the same line: squeezed, or spread, or after a few blanks."""
    gap = letter.x - before.end
    # between two cells are at least 4 points
    widest = 0.55 * letter.size if letter.size > 12 else 3.4
    return abs(before.y - letter.y) < 2 and -0.7 * letter.size < gap < widest

"""Reading files from elsewhere, as ratios to the bare library in the same run; may be started alone."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import docx
from measure import HEAD, best_pair, line

from perfdesk.importers.formats import read_source

_CORPUS = Path(__file__).resolve().parent.parent / "corpus"
_REPORTS = ("a01_tenfold_water_2023", "a10_contents_industry_2021")


def import_bench() -> None:
    """Word reports of nine pages against python-docx that walks through their paragraphs and cells."""
    print(f"\nReading\n{HEAD}")
    for name in _REPORTS:
        path = _CORPUS / "a_reports" / f"{name}.docx"
        pair = best_pair(partial(read_source, path), partial(_walk, path))
        line(f"{name[:3]}.docx against bare python-docx", *pair, "≤ 1×")


def _walk(path: Path) -> int:
    """The characters of all paragraphs and cells of a Word file."""
    document = docx.Document(str(path))
    paragraphs = sum(len(paragraph.text) for paragraph in document.paragraphs)
    return paragraphs + sum(len(cell.text) for table in document.tables for row in table.rows for cell in row.cells)


if __name__ == "__main__":
    import_bench()

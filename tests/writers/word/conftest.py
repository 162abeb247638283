"""A report with one block of every kind: written, read back and printed by LibreOffice once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document

from perfdesk.writers.docx.document import write_docx
from support.docx_builders import REPORT
from support.libreoffice import LibreOffice


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Word file."""
    path = tmp_path_factory.mktemp("docx") / "报告.docx"
    write_docx(REPORT, path)
    return path


@pytest.fixture(scope="session")
def document(path: Path) -> Document:
    """The same, read back."""
    return docx.Document(str(path))


@pytest.fixture(scope="session")
def pages(path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[pypdfium2.PdfDocument]:
    """The same, printed by LibreOffice."""
    folder = tmp_path_factory.mktemp("libreoffice")
    (printed,) = LibreOffice(folder)([path], "pdf", folder)
    pdf = pypdfium2.PdfDocument(printed)
    yield pdf
    pdf.close()

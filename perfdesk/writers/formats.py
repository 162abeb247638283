"""The file formats of a report, each named once.

A new format is a folder in this package and one record here; menus, file dialogs and the whole set are made from these
records. A writer is imported when it is first used, because that takes a while.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from perfdesk.document.blocks import Report


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its id, suffix, name, the kind of file in dialogs, and the function that writes it.

    A format with `needs_tables` cannot hold a report without tables.
    """

    id: str
    suffix: str
    name: str
    file_kind: str
    write: Callable[[Report, Path], object]
    needs_tables: bool = False


def _write_docx(report: Report, path: Path) -> None:
    from perfdesk.writers.docx.document import write_docx

    write_docx(report, path)


def _write_pdf(report: Report, path: Path) -> None:
    from perfdesk.writers.pdf.document import write_pdf

    write_pdf(report, path)


def _write_xlsx(report: Report, path: Path) -> None:
    from perfdesk.writers.xlsx.workbook import write_xlsx

    write_xlsx(report, path)


FORMATS = (
    Format("word", ".docx", "Word", "Word 文档", _write_docx),
    Format("pdf", ".pdf", "PDF", "PDF 文件", _write_pdf),
    Format("excel", ".xlsx", "Excel 附表", "Excel 工作簿", _write_xlsx, needs_tables=True),
)
_BY_SUFFIX = {known.suffix: known for known in FORMATS}


def format_of(path: Path) -> Format | None:
    """The format of a file by its suffix; None for other suffixes."""
    return _BY_SUFFIX.get(path.suffix.lower())


def format_names() -> str:
    """The names of all formats in one phrase: `Word、PDF、Excel 附表`."""
    return "、".join(known.name for known in FORMATS)

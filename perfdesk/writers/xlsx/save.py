"""Save a workbook with the rows of its sheets, which are written as XML; the same report gives the same bytes."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties
from openpyxl.writer.excel import ExcelWriter

from perfdesk.writers.fixed_zip import FIXED_TIME, write_fixed_zip

#: Excel measures column widths in digits of this font: half of 16 pixels, in whatever 宋体 a machine has.
_WIDTH_FONT = '<font><sz val="12"/><name val="宋体"/><charset val="134"/></font>'
_STYLES = "xl/styles.xml"
_FIRST_FONT = re.compile(r"<font>.*?</font>", re.DOTALL)
_NO_ROWS = re.compile("<sheetData ?/>|<sheetData></sheetData>")
_DIMENSION = re.compile(r"<dimension [^>]*/>")


def save_workbook(workbook: Workbook, path: Path, rows: Sequence[str]) -> None:
    """Write the workbook to `path` with the `rows` of each sheet as XML; Excel recalculates it on opening."""
    workbook.calculation = CalcProperties(fullCalcOnLoad=True)
    workbook.properties.created = workbook.properties.modified = FIXED_TIME
    write_fixed_zip(path, _parts(_packed_workbook(workbook), rows))


def _parts(packed: BytesIO, rows: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The parts of the workbook, with the rows in its sheets and the width font in its styles."""
    sheets = {f"xl/worksheets/sheet{number}.xml": each for number, each in enumerate(rows, 1)}
    with ZipFile(packed) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name in sheets:
                content = _with_rows(content.decode("utf-8"), sheets[name]).encode("utf-8")
            elif name == _STYLES:
                content = _FIRST_FONT.sub(_WIDTH_FONT, content.decode("utf-8"), count=1).encode("utf-8")
            yield name, content


def _with_rows(sheet: str, rows: str) -> str:
    """The empty sheet with these rows, and without its dimension, which readers find themselves."""
    before, after = _NO_ROWS.split(sheet)
    return f"{_DIMENSION.sub('', before, count=1)}<sheetData>{rows}</sheetData>{after}"


def _packed_workbook(workbook: Workbook) -> BytesIO:
    """The workbook as openpyxl packs it, uncompressed; `workbook.save()` would write the present time into it."""
    memory = BytesIO()
    try:
        ExcelWriter(workbook, ZipFile(memory, "w", ZIP_STORED)).save()
    except SerialisationError as error:
        # openpyxl spools sheets through the temporary folder, and lxml hides the disk's own error.
        raise OSError(errno.ENOSPC, "temporary folder") from error
    return memory

"""Save a workbook so that the same report gives the same bytes, with the cells that are written out directly."""

from __future__ import annotations

import errno
import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties
from openpyxl.writer.excel import ExcelWriter

#: A workbook that bears no time of its own is the same each time it is written; zip knows none before 1980.
_FIXED_TIME = datetime.fromisoformat("1980-01-01")
#: Excel counts column widths in digits of this font: half of 16 pixels, in whatever 宋体 a machine has.
_WIDTH_FONT = '<font><sz val="12"/><name val="宋体"/><charset val="134"/></font>'
_STYLES = "xl/styles.xml"
_FIRST_FONT = re.compile(r"<font>.*?</font>", re.DOTALL)
_NO_ROWS = re.compile("<sheetData ?/>|<sheetData></sheetData>")
_DIMENSION = re.compile(r"<dimension [^>]*/>")


def save_workbook(workbook: Workbook, path: Path, rows: Sequence[str]) -> None:
    """Write the workbook to `path` with these `rows` for each of its sheets; Excel calculates again on opening."""
    workbook.calculation = CalcProperties(fullCalcOnLoad=True)
    workbook.properties.created = workbook.properties.modified = _FIXED_TIME
    sheets = {f"xl/worksheets/sheet{number}.xml": each for number, each in enumerate(rows, 1)}
    with ZipFile(_packed_workbook(workbook)) as written, ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name in written.namelist():
            content = written.read(name)
            if name in sheets:
                content = _with_rows(content.decode("utf-8"), sheets[name]).encode("utf-8")
            elif name == _STYLES:
                content = _FIRST_FONT.sub(_WIDTH_FONT, content.decode("utf-8"), count=1).encode("utf-8")
            entry = ZipInfo(name, _FIXED_TIME.timetuple()[:6])
            archive.writestr(entry, content, ZIP_DEFLATED)


def _with_rows(sheet: str, rows: str) -> str:
    """The sheet with these rows in place of none; how far they reach is left for the reader to see."""
    before, after = _NO_ROWS.split(sheet)
    return f"{_DIMENSION.sub('', before, count=1)}<sheetData>{rows}</sheetData>{after}"


def _packed_workbook(workbook: Workbook) -> BytesIO:
    """The workbook as openpyxl packs it, not compressed yet; workbook.save() would stamp the present time into it."""
    memory = BytesIO()
    try:
        ExcelWriter(workbook, ZipFile(memory, "w", ZIP_STORED)).save()
    except SerialisationError as error:
        # openpyxl spools sheets through the temporary folder, and lxml hides the disk's own error.
        raise OSError(errno.ENOSPC, "temporary folder") from error
    return memory

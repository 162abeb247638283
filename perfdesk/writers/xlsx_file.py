"""Save a workbook so that the same report gives the same bytes, with every formula's result beside it."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties
from openpyxl.writer.excel import ExcelWriter

from perfdesk.document.blocks import Cell
from perfdesk.writers.xlsx_values import Place, clean

#: A workbook that bears no time of its own is the same each time it is written; zip knows none before 1980.
_TIMELESS = datetime.fromisoformat("1980-01-01")
#: Excel counts column widths in digits of this font: half of 16 pixels, in whatever 宋体 a machine has.
_WIDTH_FONT = '<font><sz val="12"/><name val="宋体"/><charset val="134"/></font>'
_STYLES = "xl/styles.xml"
_FIRST_FONT = re.compile(r"<font>.*?</font>", re.DOTALL)
_FORMULA_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f>[^<]*</f>)<v ?(?:/>|></v>)')


def save_workbook(workbook: Workbook, path: Path, places: Iterable[Place]) -> None:
    """Write the workbook to `path`; `places` are its table cells, whose values stand beside their formulas.

    Excel calculates again on opening; previews on a phone and its protected view only show what stands there.
    """
    workbook.calculation = CalcProperties(fullCalcOnLoad=True)
    workbook.properties.created = workbook.properties.modified = _TIMELESS
    results: dict[str, dict[str, Cell]] = {sheet.title: {} for sheet in workbook.worksheets}
    for place in places:
        results[place.sheet][place.reference] = place.cell
    parts = {f"xl/worksheets/sheet{number}.xml": cells for number, cells in enumerate(results.values(), 1)}
    with ZipFile(_packed(workbook)) as written, ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name in written.namelist():
            content = written.read(name)
            if name in parts:
                content = _with_results(content.decode("utf-8"), parts[name]).encode("utf-8")
            elif name == _STYLES:
                content = _FIRST_FONT.sub(_WIDTH_FONT, content.decode("utf-8"), count=1).encode("utf-8")
            entry = ZipInfo(name, _TIMELESS.timetuple()[:6])
            archive.writestr(entry, content, ZIP_DEFLATED)


def _packed(workbook: Workbook) -> BytesIO:
    """The workbook as openpyxl packs it, not compressed yet; workbook.save() would stamp the present time into it."""
    memory = BytesIO()
    try:
        ExcelWriter(workbook, ZipFile(memory, "w", ZIP_STORED)).save()
    except SerialisationError as error:
        # openpyxl spools sheets through the temporary folder, and lxml hides the disk's own error.
        raise OSError(errno.ENOSPC, "temporary folder") from error
    return memory


def _with_results(xml: str, cells: Mapping[str, Cell]) -> str:
    def with_result(found: re.Match[str]) -> str:
        reference, attributes, formula = found.groups()
        cell = cells[reference]
        if cell.value is not None:
            return f'<c r="{reference}"{attributes}>{formula}<v>{cell.value:f}</v>'
        if cell.text:
            return f'<c r="{reference}"{attributes} t="str">{formula}<v>{escape(clean(cell.text))}</v>'
        return found.group()

    return _FORMULA_CELL.sub(with_result, xml)

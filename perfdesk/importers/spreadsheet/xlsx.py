"""Workbooks in OOXML (`.xlsx`, `.xlsm`): values by calamine, hidden parts and formats by a pass of our own."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from perfdesk.budget import TooMuchError
from perfdesk.importers.opened_file import OpenedFile
from perfdesk.importers.source import SourceDocument
from perfdesk.importers.source_error import damaged
from perfdesk.importers.spreadsheet.calamine import open_workbook, read_values
from perfdesk.importers.spreadsheet.cells import MAX_AREA, MAX_CELLS, SheetLook, sheet_table
from perfdesk.importers.spreadsheet.number_format import BUILT_IN
from perfdesk.importers.zip_package import ZipPackage, refuse_declarations

_TAG = rb"<(?:\w{1,20}:)?"
_COLUMN = re.compile(_TAG + rb"col\s([^>]*)>")
_ROW = re.compile(_TAG + rb"row\s([^>]*)>")
_CELL = re.compile(_TAG + rb"c\s([^>]*[^>/])>")
_ATTRIBUTE = re.compile(rb'\b(r|s|min|max|hidden)="([^"]*)"')
_REFERENCE = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})")
_TRUE = (b"1", b"true", b"on")
_MOST_COLUMNS = 16_384


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    part: str
    is_hidden: bool


def main_part(package: ZipPackage) -> str:
    """The part with the list of sheets; blank for any other archive."""
    part = package.related("", "officeDocument")
    return part if part and _local(package.xml(part).tag) == "workbook" else ""


def read_xlsx(file: OpenedFile, format_id: str) -> SourceDocument:
    """Read a workbook; SourceError for a damaged or locked one, TooMuchError for one beyond all bureaus' workbooks."""
    package = file.package
    if package is None:
        raise damaged()
    main = main_part(package)
    sheets = list(_sheets(package, main))
    formats = _formats(package, main)
    contents = {sheet.part: package.read(sheet.part) for sheet in sheets}
    if sum(content.count(b"<c ") + content.count(b":c ") for content in contents.values()) > MAX_CELLS:
        raise TooMuchError(f"超过 {MAX_CELLS:,} 格")
    looks = {part: _look(content, formats) for part, content in contents.items()}
    workbook = open_workbook(_plain_archive(package, main, contents))
    tables = [
        sheet_table(
            read_values(workbook, sheet.name), looks[sheet.part], sheet.name, number, sheet.is_hidden, file.budget
        )
        for number, sheet in enumerate(sheets, 1)
    ]
    return SourceDocument(file.name, format_id, tuple(tables))


def _sheets(package: ZipPackage, main: str) -> Iterator[_Sheet]:
    """The sheets of a workbook in order; charts have no cells and are left out."""
    targets = _targets(package, main)
    for element in package.xml(main).iter():
        if _local(element.tag) != "sheet":
            continue
        relation = next((text for name, text in element.items() if _local(name) == "id"), "")
        kind, part = targets.get(relation, ("", ""))
        if kind == "worksheet" and part in package:
            yield _Sheet(element.get("name", ""), part, element.get("state", "visible") != "visible")


def _targets(package: ZipPackage, main: str) -> dict[str, tuple[str, str]]:
    """The kind and part of each relationship of the workbook inside the archive."""
    folder, name = posixpath.split(main)
    found: dict[str, tuple[str, str]] = {}
    for one in package.xml(posixpath.join(folder, "_rels", f"{name}.rels")):
        if one.get("TargetMode", "") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
            found[one.get("Id", "")] = (one.get("Type", "").rpartition("/")[2], target)
    return found


def _formats(package: ZipPackage, main: str) -> dict[bytes, str]:
    """The number format of each cell style that has one, by the number of the style."""
    part = package.related(main, "styles")
    if not part:
        return {}
    root = package.xml(part)
    own = {one.get("numFmtId", ""): one.get("formatCode", "") for one in _elements(root, "numFmt")}
    formats: dict[bytes, str] = {}
    for group in _elements(root, "cellXfs"):
        for number, style in enumerate(group):
            code = style.get("numFmtId", "0")
            shown = own.get(code) or BUILT_IN.get(int(code) if code.isdecimal() else 0, "")
            if shown:
                formats[str(number).encode()] = shown
    return formats


def _elements(root: Element, name: str) -> Iterator[Element]:
    return (one for one in root.iter() if _local(one.tag) == name)


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _look(content: bytes, formats: dict[bytes, str]) -> SheetLook:
    """What a sheet hides, and the formats of its cells. TooMuchError where its cells lie too far apart."""
    refuse_declarations(content)
    look = SheetLook()
    for found in _COLUMN.finditer(content):
        keys = dict(_ATTRIBUTE.findall(found.group(1)))
        if keys.get(b"hidden") in _TRUE:
            first, last = int(keys.get(b"min", b"1")), int(keys.get(b"max", b"1"))
            look.hidden_columns |= set(range(first - 1, min(last, _MOST_COLUMNS)))
    for number, found in enumerate(_ROW.finditer(content)):
        if b"hidden=" in found.group(1):
            keys = dict(_ATTRIBUTE.findall(found.group(1)))
            if keys.get(b"hidden") in _TRUE:
                look.hidden_rows.add(int(keys.get(b"r", str(number + 1).encode())) - 1)
    rows, columns = _add_formats(look, content, formats)
    if rows * columns > MAX_AREA:
        raise TooMuchError(f"有 {rows:,} 行、{columns:,} 列")
    return look


def _add_formats(look: SheetLook, content: bytes, formats: dict[bytes, str]) -> tuple[int, int]:
    """Note the formats of all cells; returns the last row and column that has a value."""
    letters: dict[bytes, int] = {}
    last_row = last_column = 0
    for found in _CELL.finditer(content):
        keys = dict(_ATTRIBUTE.findall(found.group(1)))
        place = _REFERENCE.fullmatch(keys.get(b"r", b""))
        if place is None:
            continue
        column = letters.get(place.group(1))
        if column is None:
            column = letters[place.group(1)] = _column(place.group(1))
        row = int(place.group(2)) - 1
        last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
        shown = formats.get(keys.get(b"s", b""))
        if shown is not None:
            look.formats[(row, column)] = shown
    return last_row, last_column


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _plain_archive(package: ZipPackage, main: str, sheets: dict[str, bytes]) -> bytes:
    """The parts that hold values, as an archive without compression: nothing else reaches the library."""
    folder, name = posixpath.split(main)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    others = (package.related(main, kind) for kind in ("sharedStrings", "styles"))
    parts = {part: package.read(part) for part in ("_rels/.rels", main, rels, *others) if part}
    if "[Content_Types].xml" in package:
        parts["[Content_Types].xml"] = package.read("[Content_Types].xml")
    for content in parts.values():
        refuse_declarations(content)
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for part, content in {**parts, **sheets}.items():
            archive.writestr(zipfile.ZipInfo(part), content)
    return memory.getvalue()

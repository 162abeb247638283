"""Damaged, locked, enormous and malicious workbooks are refused in one sentence, within the budget."""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from perfdesk.errors import PerfDeskError
from perfdesk.importers.formats import read_source
from support.corpus import CORPUS

TRIED = int(os.environ.get("PERFDESK_TORTURE", "3")) * 10
SEEDS = sorted(
    path
    for folder in ("b_tables", "variants")
    for path in (CORPUS / folder).glob("b*")
    if path.suffix in (".xlsx", ".xls", ".et", ".ods", ".csv")
)
SHEET = "xl/worksheets/sheet1.xml"


def plain_workbook() -> bytes:
    book, memory = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["科目", "决算数"])
    sheet.append(["办公费", 1.5])
    book.save(memory)
    return memory.getvalue()


def changed(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one part changed."""
    memory = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(plain_workbook())) as old,
        zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return memory.getvalue()


def far_apart(content: bytes) -> bytes:
    return content.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


def entities(content: bytes) -> bytes:
    return content.replace(b"<worksheet", b'<!DOCTYPE w [<!ENTITY a "aaaa">]><worksheet', 1)


def bomb(content: bytes) -> bytes:
    return content.replace(b"</sheetData>", b"</sheetData>" + b" " * 50_000_000)


def many_cells(content: bytes) -> bytes:
    return content.replace(b"</sheetData>", b'<row><c t="n"><v>1</v></c></row>' * 300_000 + b"</sheetData>")


def huge_merge(content: bytes) -> bytes:
    return content.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')


def refusal(path: Path) -> str:
    with pytest.raises(PerfDeskError) as error:
        read_source(path)
    return str(error.value)


@pytest.mark.parametrize("change", [far_apart, entities, bomb, many_cells], ids=lambda change: change.__name__)
def test_a_malicious_workbook_is_refused(change: Callable[[bytes], bytes], tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(changed(SHEET, change))
    assert "没有读入“a.xlsx”。" in refusal(path)


def test_a_merged_range_beyond_the_used_cells_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(changed(SHEET, huge_merge))
    (table,) = read_source(path).tables
    assert len(table.cells) == 1


def test_external_targets_are_not_followed(tmp_path: Path) -> None:
    external = b'Target="https://example.example/x.xml" TargetMode="External"'
    path = tmp_path / "a.xlsx"
    path.write_bytes(
        changed(
            "xl/_rels/workbook.xml.rels",
            lambda content: content.replace(b'Target="/' + SHEET.encode() + b'"', external),
        )
    )
    assert read_source(path).tables == ()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"abc"])
def test_a_file_that_is_no_workbook_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert "没有读入“a.xlsx”。" in refusal(path)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_a_mutated_workbook_is_read_or_refused(path: Path, tmp_path: Path) -> None:
    """Bytes are changed, cut and doubled; for archives also inside their parts."""
    original, luck = path.read_bytes(), random.Random(path.name)
    mutated = tmp_path / f"m{path.suffix}"
    for number in range(TRIED // len(SEEDS) + 2):
        mutated.write_bytes(_mutated(original, luck, inside=number % 2 == 0))
        try:
            read_source(mutated)
        except PerfDeskError as error:
            assert str(error).startswith("没有读入")


def _mutated(content: bytes, luck: random.Random, inside: bool) -> bytes:
    if not inside or not zipfile.is_zipfile(io.BytesIO(content)):
        return _scrambled(content, luck)
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as new:
        names = [name for name in old.namelist() if name.endswith((".xml", ".rels"))]
        chosen = luck.choice(names)
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _scrambled(part, luck) if name == chosen else part)
    return memory.getvalue()


def _scrambled(content: bytes, luck: random.Random) -> bytes:
    changed_bytes = bytearray(content)
    for _ in range(luck.randint(1, 8)):
        place = luck.randrange(max(1, len(changed_bytes)))
        kind = luck.randrange(4)
        if kind == 0:
            changed_bytes[place : place + 1] = bytes([luck.randrange(256)])
        elif kind == 1:
            del changed_bytes[place : place + luck.randint(1, 60)]
        elif kind == 2:
            changed_bytes[place:place] = changed_bytes[place : place + luck.randint(1, 400)]
        else:
            digits = str(luck.choice([0, 1, 255, 65535, 2**31 - 1, 2**63])).encode()
            changed_bytes[place:place] = digits
    return bytes(changed_bytes)

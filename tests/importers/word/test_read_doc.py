"""The Word 97 to 2003 format: the same words, tables and headings as in the `.docx`, and never called certain."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import pytest

from perfdesk.errors import PerfDeskError
from perfdesk.importers.formats import read_source
from perfdesk.importers.source import SourceDocument
from support.corpus import CORPUS
from support.libreoffice import LibreOffice
from support.measurements import Record
from support.source_lines import all_tables, lines

pytestmark = pytest.mark.slow

VARIANTS = [path for path in sorted((CORPUS / "variants").iterdir()) if path.suffix in (".doc", ".wps")]
#: The flags of the information block, of which bit 8 stands for a password (MS-DOC 2.5.2).
FLAGS, ENCRYPTED = 0x0A, 0x0100


def original_of(path: Path) -> SourceDocument:
    return read_source(CORPUS / "a_reports" / f"{path.stem}.docx")


def grid(document: SourceDocument) -> list[list[tuple[int, int, str]]]:
    return [[(cell.row, cell.row_span, cell.text) for cell in table.cells] for table in all_tables(document)]


@pytest.mark.parametrize("path", VARIANTS, ids=lambda path: path.name)
def test_an_old_file_has_the_words_and_tables_of_the_new_one(path: Path, record_measurement: Record) -> None:
    document, original = read_source(path), original_of(path)
    assert lines(document) == lines(original)
    assert grid(document) == grid(original)
    levels = [one.outline_level for one in document.paragraphs]
    assert levels == [one.outline_level for one in original.paragraphs]
    if document.format == "doc":
        assert not document.is_certain
        assert "另存为 .docx" in document.remarks[0]
    record_measurement(f"read Word, {path.name}: all of {len(lines(document))} lines")


def test_old_files_are_read_without_deleted_words_and_with_text_boxes_where_they_belong(tmp_path: Path) -> None:
    paths = [path for name in ("a02", "a03", "a04", "a08") for path in (CORPUS / "a_reports").glob(f"{name}_*.docx")]
    for path, made in zip(paths, LibreOffice(tmp_path)(paths, "doc", tmp_path), strict=True):
        document = read_source(made)
        assert document.format == "doc"
        assert lines(document) == lines(read_source(path))
        text = "\n".join(lines(document))
        oracle = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
        assert [one for one in oracle["not_text"] if text.count(one["text"]) != one["elsewhere"]] == []


@pytest.mark.parametrize(
    ("offset", "value", "words"),
    [(FLAGS, None, "密码"), (0, 0x1234, "损坏|很旧"), (2, 0x68, "很旧的 Word 格式")],
)
def test_an_encrypted_or_very_old_file_is_refused(tmp_path: Path, offset: int, value: int | None, words: str) -> None:
    content = bytearray((CORPUS / "variants" / "a01_tenfold_water_2023.doc").read_bytes())
    start = content.index(struct.pack("<H", 0xA5EC))
    (before,) = struct.unpack_from("<H", content, start + offset)
    struct.pack_into("<H", content, start + offset, before | ENCRYPTED if value is None else value)
    (tmp_path / "a.doc").write_bytes(content)
    with pytest.raises(PerfDeskError, match=words):
        read_source(tmp_path / "a.doc")

"""A validator of Office files that we did not write finds no fault in ours."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from openxml_audit import OpenXmlValidator

from support.exported import Exported

pytestmark = pytest.mark.slow

Kind = tuple[str, str]


def _kinds(path: Path) -> set[Kind]:
    """Part and description of every finding, errors and warnings alike, places and counts left out."""
    found = OpenXmlValidator(max_errors=0).validate(path)
    return {(error.part_uri.rstrip("0123456789.xml"), _without_counts(error.description)) for error in found.errors}


def _without_counts(description: str) -> str:
    return "inline strings" if "inline-string" in description else description


@pytest.fixture(scope="module")
def bare_workbook_kinds(tmp_path_factory: pytest.TempPathFactory) -> set[Kind]:
    """What the validator says of a workbook with two fonts that openpyxl wrote alone."""
    path = tmp_path_factory.mktemp("bare") / "bare.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"], sheet["A2"] = "粗", "大"
    sheet["A1"].font, sheet["A2"].font = Font(name="宋体", bold=True), Font(name="宋体", size=12)
    workbook.save(path)
    return _kinds(path)


def test_the_validator_finds_nothing_in_word_files(any_exported: Exported):
    assert _kinds(any_exported.docx) == set()


def test_the_validator_finds_in_excel_files_only_what_it_finds_in_openpyxl_s(
    any_exported: Exported, bare_workbook_kinds: set[Kind]
):
    assert _kinds(any_exported.xlsx) <= bare_workbook_kinds


def test_the_validator_notices_a_part_that_is_missing(any_exported: Exported, tmp_path: Path):
    damaged = tmp_path / "damaged.docx"
    with zipfile.ZipFile(any_exported.docx) as source, zipfile.ZipFile(damaged, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(b"</w:body>", b"<w:nonsense/></w:body>"))
    assert _kinds(damaged)

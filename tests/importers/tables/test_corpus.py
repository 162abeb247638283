"""Workbooks of the corpus are read as their oracles say; the shares are printed at the end of the run."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.importers.formats import read_source
from support.corpus import CORPUS
from support.measurements import Record
from support.table_scores import TableScore, half_of, oracle_of, score

WORKBOOKS = sorted(path for path in (CORPUS / "b_tables").iterdir() if path.suffix != ".json")
#: Reports with figures in tables; those of the others are read from sentences.
REPORTS = sorted(path for path in (CORPUS / "a_reports").glob("*.docx") if oracle_of(path)["tables"])
VARIANTS = sorted(path for path in (CORPUS / "variants").glob("b*") if path.suffix != ".json")


@pytest.mark.parametrize("half", ["develop", "measure"])
def test_workbooks_are_read_as_their_oracles_say(half: str, record_measurement: Record) -> None:
    total = TableScore()
    for path in (path for path in WORKBOOKS if half_of(path.name) == half):
        one = score(read_source(path), oracle_of(path))
        record_measurement(f"tables, {path.name[:3]} ({half}): {one}")
        total.add(one)
    record_measurement(f"tables, all workbooks ({half}): {total}")
    assert total.recall >= 0.95, total.missed
    assert total.precision(("sure",)) >= 0.995, total.wrong
    assert total.precision() >= 0.97, total.wrong


@pytest.mark.parametrize("path", VARIANTS, ids=lambda path: path.name)
def test_another_format_says_the_same(path: Path, record_measurement: Record) -> None:
    one = score(read_source(path), oracle_of(path))
    record_measurement(f"tables, {path.name}: {one}")
    assert one.recall >= 0.95, one.missed
    assert one.precision() >= 0.97, one.wrong


@pytest.mark.parametrize("half", ["develop", "measure"])
def test_tables_inside_reports_are_read_as_their_oracles_say(half: str, record_measurement: Record) -> None:
    total = TableScore()
    for path in (path for path in REPORTS if half_of(path.name) == half):
        one = score(read_source(path), oracle_of(path))
        record_measurement(f"tables in Word, {path.name[:3]} ({half}): {one}")
        total.add(one)
    record_measurement(f"tables in Word, all reports ({half}): {total}")
    assert total.recall >= 0.95, total.missed
    assert total.precision(("sure",)) >= 0.99, total.wrong
    assert total.precision() >= 0.97, total.wrong

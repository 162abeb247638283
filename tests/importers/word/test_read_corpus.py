"""Word files of the corpus are read as their oracles say: paragraphs, numbers, tables, and only what is shown."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from perfdesk.importers.formats import read_source
from perfdesk.importers.source import SourceDocument
from support.corpus import CORPUS
from support.measurements import Record
from support.source_lines import all_tables, cells_of_row, lines, row_count

Oracle = dict[str, Any]
REPORTS = sorted((CORPUS / "a_reports").glob("*.docx"))
RETURNED = sorted(path for path in (CORPUS / "c_returned").glob("*.docx") if path.stem[:3] != "c00")
SPLIT = json.loads((CORPUS / "split.json").read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return path.name


def oracle_of(path: Path) -> Oracle:
    return json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))


@cache
def document_of(path: Path) -> SourceDocument:
    return read_source(path)


def wrong_cells(document: SourceDocument, oracle: Oracle) -> list[str]:
    """The facts that do not stand in the cell in which the oracle has them."""
    tables, wrong = all_tables(document), list[str]()
    for fact in oracle["facts"]:
        where = fact["where"]
        if "table" in where:
            cells = cells_of_row(tables[where["table"] - 1], where["row"] - 1)
            if fact["written"] not in cells[where["cell"] - 1].text:
                wrong.append(fact["id"])
    return wrong


def misread_paragraphs(document: SourceDocument, oracle: Oracle) -> int:
    """How many paragraphs differ from the oracle in text, number or part."""
    wanted = [(text["text"], text.get("number", ""), text["in"]) for text in oracle["text"]]
    found = [(one.text, one.number, one.in_part) for one in document.paragraphs]
    wrong = sum(a != b for a, b in zip(wanted, found, strict=False))
    return wrong + abs(len(wanted) - len(found))


def check_content(document: SourceDocument, oracle: Oracle) -> str:
    """Compare a document with its oracle; return its shares of paragraphs and figures in words."""
    assert [(one.text, one.in_part) for one in document.paragraphs] == [
        (one["text"], one["in"]) for one in oracle["text"]
    ]
    assert [one.number_in_order for one in document.paragraphs] == [one["n"] for one in oracle["text"]]
    tables = all_tables(document)
    assert [(one.number_in_order, row_count(one)) for one in tables] == [
        (one["table"], one["rows"]) for one in oracle["tables"]
    ]
    assert wrong_cells(document, oracle) == []
    text = "\n".join(lines(document))
    assert [one for one in oracle["not_text"] if text.count(one["text"]) != one["elsewhere"]] == []
    assert [fact["id"] for fact in oracle["facts"] if text.count(fact["quote"]) != fact["times"]] == []
    return f"{len(document.paragraphs)} paragraphs, {len(tables)} tables, {len(oracle['facts'])} figures"


@pytest.mark.parametrize("path", REPORTS, ids=name_of)
def test_a_report_is_read_as_its_reader_sees_it(path: Path, record_measurement: Record) -> None:
    document, oracle = document_of(path), oracle_of(path)
    assert misread_paragraphs(document, oracle) == 0
    half = next(half for half, names in SPLIT.items() if path.stem[:3] in names)
    record_measurement(f"read Word, {path.stem[:3]} ({half}): all of {check_content(document, oracle)}")
    assert document.is_certain


def test_headings_are_known_by_style_and_the_contents_repeat_them() -> None:
    by_name = {path.stem[:3]: document_of(path) for path in REPORTS}
    headed = [one for one in by_name["a01"].paragraphs if one.outline_level]
    assert [one.text for one in headed if one.outline_level == 1][:2] == [
        "一、基本情况",
        "二、一般公共预算支出情况",
    ]
    assert {one.outline_level for one in headed} == {1, 2, 3}
    contents = [one.text.partition("\t")[0] for one in by_name["a10"].paragraphs if one.is_in_contents]
    assert len(contents) == 10
    assert set(contents) <= {one.text for one in by_name["a10"].paragraphs if one.outline_level == 1}
    assert all(one.is_bold for one in by_name["a03"].paragraphs if one.text.startswith(("一、", "二、", "三、")))


@pytest.mark.parametrize("path", RETURNED, ids=name_of)
def test_a_returned_file_differs_from_the_export_in_what_was_changed(path: Path) -> None:
    oracle, document = oracle_of(path), document_of(path)
    before, after = lines(document_of(path.with_name(oracle["export"]))), lines(document)
    lost = [line for change in oracle["changes"] for line in change["before"]]
    come = [line for change in oracle["changes"] for line in change["after"]]
    rest, gained = before[:], after[:]
    for line in after:
        if line in rest:
            rest.remove(line)
    for line in before:
        if line in gained:
            gained.remove(line)
    assert sorted(rest) == sorted(lost)
    assert sorted(gained) == sorted(come)
    text = "\n".join(after)
    assert [one for one in oracle["not_text"] if text.count(one["text"]) != one["elsewhere"]] == []


@pytest.mark.parametrize("path", RETURNED, ids=name_of)
def test_bookmarks_of_the_export_are_found_where_their_words_are(path: Path) -> None:
    oracle, document = oracle_of(path), document_of(path)
    marked = {name: one.text for one in document.paragraphs for name in one.bookmarks}
    marked |= {name: cell.text for table in document.tables for cell in table.cells for name in cell.bookmarks}
    kept = [change for change in oracle["changes"] if change.get("bookmark_kept") and change["after"]]
    for change in kept:
        shown = marked[change["bookmark"]]
        assert any(shown in line for line in change["after"]), change["bookmark"]
    deleted = [change["bookmark"] for change in oracle["changes"] if "bookmark" in change and not change["after"]]
    assert not marked.keys() & set(deleted)
    assert sum(name.startswith("pd_") for name in marked) >= oracle["bookmark_names"] - len(deleted)


def test_a_word_file_with_another_suffix_is_read_as_what_it_is() -> None:
    path = CORPUS / "variants" / "a09_mixed_numbers_culture_2024.doc"
    document = read_source(path)
    assert document.format == "docx"
    assert document.blocks == document_of(next(one for one in REPORTS if one.stem == path.stem)).blocks

"""What is said of a pasted block before and after: each cell is counted, whole rows and columns by their own word."""

from __future__ import annotations

from typing import get_args

import pytest

from perfdesk.definition.address import Address
from perfdesk.importers.matching.plan import LOST_NOTES, NOTE_LABELS, CellNote, PastePlan, PlannedCell, summary_text


def plan(*notes: CellNote) -> PastePlan:
    address = Address.parse("spending/goods/e30201/actual")
    return PastePlan(
        tuple(PlannedCell(address, "办公费", "", "5", note, f"第 {at} 格") for at, note in enumerate(notes))
    )


def test_the_sentence_before_pasting_counts_what_is_entered_and_what_is_not() -> None:
    made = plan("", "overwritten", "outside", "outside", "total", "no_column")
    assert summary_text(made) == (
        "将贴入 1 格；1 格改写原来的内容；2 格超出本表，不贴；1 处本表没有这一栏，不贴；1 处合计行，不贴。"
        "贴入后可以一步撤销。"
    )


def test_the_sentence_after_pasting_counts_in_the_same_words() -> None:
    assert plan("", "outside", "outside", "total", "part", "remark").result_text() == (
        "已粘贴 1 格；2 格超出本表，没有贴；1 处合计行没有贴；1 处“其中”行没有贴；1 处表下的说明没有贴。"
    )
    assert plan("hashes").result_text() == "没有可以粘贴的格；1 格只有“#”，没有贴。"


@pytest.mark.parametrize("note", [note for note in get_args(CellNote) if note not in ("", "same")])
def test_every_note_is_told_before_and_after(note: CellNote) -> None:
    measure = "处" if note in ("no_column", "total", "part", "remark", "contradictory") else "格"
    assert f"；3 {measure}{NOTE_LABELS[note]}" in summary_text(plan(note, note, note))
    assert f"；3 {measure}" in plan(note, note, note).result_text()
    assert note not in LOST_NOTES or "没有贴" in plan(note).result_text()

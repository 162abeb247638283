"""Placing the figures of a paragraph takes steps in proportion to its length, counted and not timed."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from perfdesk.definition.loader import shipped_form
from perfdesk.importers.prose.figures import FigureReader
from perfdesk.importers.prose.vocabulary import Vocabulary


def steps(reader: FigureReader, text: str) -> int:
    """The number of lines that this package executes, each turn of a loop included; the text is read before."""
    count = 0

    def counted(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return counted if "importers" in frame.f_code.co_filename else None

    reader.read(text, "spending")
    previous = sys.gettrace()
    sys.settrace(counted)
    try:
        reader.read(text, "spending")
    finally:
        sys.settrace(previous)
    return count


@pytest.mark.parametrize(
    ("piece", "end"),
    [
        ("基本支出748.28万元，上年724.02万元，增加24.26万元，", "。"),
        ("基本支出748.28万元，上年724.02万元，", "增加24.26万元。"),
        ("项目支出预算367.00万元，支出358.69万元，", "。"),
        ("年末结转8.00万元，支出358.69万元，", "。"),
        ("基本支出748.28万元。上年724.02万元。", ""),
        ("某项工作8.00万元，上年7.00万元，", "。"),
    ],
)
def test_five_times_the_figures_take_five_times_the_steps(piece: str, end: str) -> None:
    reader = FigureReader(Vocabulary(shipped_form("hunan_overall_2023")), 2024)
    once, five_times = (steps(reader, piece * times + end) for times in (80, 400))
    assert once > 1000
    assert five_times < once * 5.5

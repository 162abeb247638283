"""Placing the figures of a paragraph takes steps in proportion to its length, counted and not timed."""

from __future__ import annotations

import pytest

from perfdesk.definition.loader import shipped_form
from perfdesk.importers.prose.figures import FigureReader
from perfdesk.importers.prose.vocabulary import Vocabulary
from support.steps import Steps


def steps(reader: FigureReader, text: str) -> int:
    reader.read(text, "spending")  # the language part is cached by text
    counted = Steps("importers")
    with counted:
        reader.read(text, "spending")
    return counted.count


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

"""The reader's steps grow linearly with the length of any text, and its docstring examples are right."""

from __future__ import annotations

import doctest
import importlib
import inspect
import json
import pkgutil
import sys
from pathlib import Path
from types import FrameType

import pytest

import perfdesk.language
from perfdesk.language.reader import read

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
PARAGRAPH = (
    "2022年全局收入3091.76万元，其中一般公共预算财政拨款3040.88万元、其他资金50.88万元；"
    "比上年3000.00万元增加91.76万元，增长3.06%。内设机构3个：办公室、人事股、财务股。访问农户500户，满意462户，满意度92.4%。10月底前完成目标的95%。一是巡护；二是防火。\n"
)
#: Texts that a wrong expression or loop would take quadratic time over.
ENDLESS = {
    "digits": "7",
    "commas": "1,",
    "full-width commas": "，",
    "其中": "其中",
    "brackets": "（",
    "closing brackets": "）",
    "figures": "3万元、",
    "dots": "1.",
    "blanks": " ",
    "numerals": "一百",
    "percentages": "占5%",
    "growth": "增长5%，",
    "letters": "字",
    "lists": "一是",
    "names": "甲股、",
    "years": "2024年",
    "colons": "：",
    "newlines": "\n",
    "Latin": "a",
    "bounds": "不低于",
    "quotes": "“",
    "bracketed": "3人（",
    "parts": "其中1元，",
    "totals": "合计2元，",
    "dashes": "3—",
    "O": "1O",
    "full stops": "12。",
    "urls": "http://",
    "ratios": "1:",
}


def steps(text: str) -> int:
    """The number of function calls, built-in ones included, for reading."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    uncached = inspect.unwrap(read)
    previous = sys.getprofile()
    sys.setprofile(counted)
    try:
        uncached(text, 2024)
    finally:
        sys.setprofile(previous)
    return count


def test_ten_times_the_text_takes_ten_times_the_steps() -> None:
    once, ten_times = steps(PARAGRAPH * 10), steps(PARAGRAPH * 100)
    assert once > 1000
    assert ten_times < once * 11


def test_a_whole_report_takes_steps_in_proportion() -> None:
    (path,) = (CORPUS / "a_reports").glob("a02_*.json")
    text = "\n".join(one["text"] for one in json.loads(path.read_text(encoding="utf-8"))["text"])
    assert steps(text * 4) < steps(text) * 4.5


@pytest.mark.slow
@pytest.mark.parametrize("name", ENDLESS)
def test_no_text_makes_the_steps_grow_faster_than_its_length(name: str) -> None:
    piece = ENDLESS[name]
    small, large = steps(piece * 500), steps(piece * 5_000)
    assert large <= small * 11 + 200


@pytest.mark.slow
@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", ENDLESS)
def test_a_hundred_thousand_repetitive_characters_are_read(name: str) -> None:
    """Backtracking inside one match is not counted as steps, but would take minutes here."""
    text = ENDLESS[name] * (100_000 // len(ENDLESS[name]) + 1)
    assert read(text).text == text


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(one.name for one in pkgutil.iter_modules(perfdesk.language.__path__)))
def test_the_docstring_examples_are_right(name: str) -> None:
    module = importlib.import_module(f"perfdesk.language.{name}")
    assert doctest.testmod(module).failed == 0

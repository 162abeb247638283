"""The record that contains everything the program knows about one function of formulas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from perfdesk.definition.excel_form import ExcelForm
from perfdesk.definition.function_results import Evaluation

Type = Literal["number", "text", "measure", "date", "truth", "numbers", "texts", "measures", "dates"]
TYPE_WORDS: dict[Type, str] = {
    "number": "数",
    "text": "文字",
    "measure": "指标值",
    "date": "日期",
    "truth": "条件",
    "numbers": "一栏数",
    "texts": "一栏文字",
    "measures": "一栏指标值",
    "dates": "一栏日期",
}


@dataclass(frozen=True, slots=True)
class Function:
    """One function of formulas.

    `parameters` are the types that each argument may have; the last is repeated if the function `is_variadic`. With
    `takes_decimals` the last argument is a number of decimals, written as a whole number.
    With `is_last_optional` the last argument may be left out; `last_wording` follows the wording where it is given.
    `wording` describes a call in Chinese: `{0}` is the first argument, `{all}` are all of them. A wording that reads as
    an addition joins them with plus signs; one that reads as a clause is put in brackets inside another formula.
    Without `excel` a spreadsheet contains the value only.
    """

    name: str
    usage: str
    purpose: str
    parameters: tuple[tuple[Type, ...], ...]
    result: Type
    evaluate: Evaluation
    wording: str
    excel: ExcelForm | None = None
    is_variadic: bool = False
    takes_decimals: bool = False
    is_last_optional: bool = False
    last_wording: str = ""
    reads_as: Literal["name", "addition", "clause"] = "name"

"""Checks of how figures are written: wide digits, letters for digits, misplaced signs, decimals that differ."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfdesk.checks.finding import FindingCode
from perfdesk.checks.proofreading.passage import Passage, TextIssue
from perfdesk.definition.severity import Severity
from perfdesk.language.characters import plain

_UNIT = r"(?=\s?(?:[亿万]?元|%|％|个百分点|万?[人户亩次]|公里|公顷|平方米|分(?!之)))"
_WIDE_DIGITS = re.compile(r"[０-９][０-９．]*")
_LETTER_O = re.compile(r"(?<=\d)[OoＯ〇](?=[\d.万元%])|(?<=\d\.)[OoＯ〇](?=[\d万元%])")
_LETTER_L = re.compile(r"(?<=\d)[lIｌ](?=\d*(?:\.\d+)?(?:[亿万]?元|%))|(?<=\d\.)[lIｌ](?=\d?(?:[亿万]?元|%))")
#: After a full stop a new sentence may begin with a figure: one digit with a unit, or a number of persons.
_AFTER_STOP = r"。(?:\d{2,}(?!\s?万?[人户次])|\d(?=\s?(?:[%％]|个百分点)))"
_DOUBLE_POINT = re.compile(rf"(?<![\d.])\d+(?:\.\d*[.。]+|[.。]{{2,}}\d*|{_AFTER_STOP})" + _UNIT)
_TWO_POINTS = re.compile(r"(?<![\d.])\d+\.\d+\.\d+" + _UNIT)
_COMMAS = re.compile(r"(?<![\d.,])\d+(?:,\d+)+(?:\.\d+)?" + _UNIT)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_NO_YUAN = re.compile(
    r"(?:经费|资金|投入|支出|拨款|补助|金额)[^，。；\d]{0,6}\d+(?:\.\d+)?万(?=[为用，。；、）]|$)", re.MULTILINE
)
_MONEY = re.compile(r"(?<![\d.])\d[\d,]*\.(?P<decimals>\d+)(?=万元)")
_SENTENCE = re.compile(r"[^。；\n]+")
#: So many figures of a sentence with two decimals make it the rule there.
_FEWEST = 2


def figure_notation(passage: Passage) -> Iterator[TextIssue]:
    """Find figures that are not written as figures are, and amounts without 元."""
    text, flat, code = passage.text, plain(passage.text), FindingCode.FIGURE_NOTATION
    for hit in _WIDE_DIGITS.finditer(text):
        yield TextIssue(code, Severity.NOTICE, *hit.span(), f"“{hit[0]}”是全角数字", plain(hit[0]))
    for hit in _LETTER_O.finditer(text):
        yield TextIssue(code, Severity.ERROR, *hit.span(), "数字里的“0”写成了字母或汉字", "0")
    for hit in _LETTER_L.finditer(text):
        yield TextIssue(code, Severity.ERROR, *hit.span(), "数字里的“1”写成了字母", "1")
    for hit in _DOUBLE_POINT.finditer(flat):
        whole, *rest = (part for part in re.split(r"[.。]+", hit[0]) if part)
        better = ".".join((whole, *rest))
        yield TextIssue(code, Severity.ERROR, *hit.span(), f"“{hit[0]}”的小数点写错了，应为“{better}”", better)
    for hit in _TWO_POINTS.finditer(flat):
        yield TextIssue(code, Severity.ERROR, *hit.span(), f"“{hit[0]}”有两个小数点，请核对")
    for hit in _COMMAS.finditer(flat):
        if _THOUSANDS.fullmatch(hit[0]) is None:
            yield TextIssue(code, Severity.ERROR, *hit.span(), f"“{hit[0]}”的千分位逗号位置不对，请核对")
    for hit in _NO_YUAN.finditer(text):
        message = f"“{hit[0]}”后面少了“元”"
        yield TextIssue(FindingCode.MONEY_UNIT, Severity.WARNING, hit.end(), hit.end(), message, "元")


def decimals(passage: Passage) -> Iterator[TextIssue]:
    """Find amounts with one or more than two decimals in a sentence whose other amounts have two."""
    flat = plain(passage.text)
    for sentence in _SENTENCE.finditer(flat):
        amounts = list(_MONEY.finditer(flat, *sentence.span()))
        if sum(len(hit["decimals"]) == 2 for hit in amounts) < _FEWEST:
            continue
        for hit in amounts:
            if len(hit["decimals"]) == 1:
                message, better = f"“{hit[0]}万元”只有一位小数，同一句里其他金额都是两位", f"{hit[0]}0"
            elif len(hit["decimals"]) > 2:
                message, better = f"“{hit[0]}万元”超过两位小数，同一句里其他金额是两位", None
            else:
                continue
            yield TextIssue(FindingCode.DECIMALS, Severity.NOTICE, *hit.span(), message, better)

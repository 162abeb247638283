"""Checks of document numbers and heading numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfdesk.checks.finding import FindingCode
from perfdesk.checks.proofreading.passage import Passage, TextIssue
from perfdesk.definition.severity import Severity
from perfdesk.language.characters import plain
from perfdesk.language.numerals import BELOW_100, BELOW_1000, numeral, parse_number

_OPEN, _CLOSE = r"[\[［【（(〔]", r"[\]］】）)〕]"
_DOCUMENT = re.compile(
    rf"(?<=[一-龥]){_OPEN}\s?(?P<year>(?:19|20)\d\d)\s?{_CLOSE}\s?第?0{{0,3}}(?P<number>\d{{1,6}})\s?号"
)
_AGENCY = r"(?<=[发办函字绩预综教农建行税库会资采监社外企债规政财议通令文])"
_NO_BRACKETS = re.compile(
    rf"{_AGENCY}(?P<year>20[012]\d)[-—第 ]?0{{0,3}}(?P<number>[1-9]\d{{0,3}})\s?号(?![楼码线院房])"
    r"|〔(?P<year2>(?:19|20)\d\d)\s?(?P<number2>\d{1,4})\s?号"
    rf"|{_AGENCY}(?P<year3>(?:19|20)\d\d)〕\s?(?P<number3>\d{{1,4}})\s?号"
)
_BAD_YEAR = re.compile(r"〔(?!(?:19|20)\d\d〕)[\d\s]{0,6}〕")
_NO_NUMBER = re.compile(r"〔(?:19|20)\d\d〕(?!\s?第?\s?\d{1,6}\s?号)")
_LEVELS = (
    (re.compile(rf"({BELOW_1000})、"), "一、"),
    (re.compile(rf"[（(]({BELOW_1000})[）)]"), "（一）"),
    (re.compile(r"(\d{1,2})[.．、](?!\d)"), "1."),
    (re.compile(r"[（(](\d{1,2})[）)]"), "（1）"),
)
#: Numbers of this level and below may begin again without a heading above them.
_RESTARTING = 2
_IN_ITEM = re.compile(rf"\s*(?:\d{{1,2}}[.、．](?!\d)|[（(]?{BELOW_1000}[）)、])\s*")
_IN_LINE = re.compile(rf"(?:^|(?<=[。；：，\n]))({BELOW_100})是")
#: Points after the first, however they are counted.
_FOLLOWED = re.compile(r"[二三]是|其次|再次|另一|其二|第二|一是[^。]*(?:一是|同时|另外)")
_LINE = re.compile(r"[^\n]+")


def document_numbers(passage: Passage) -> Iterator[TextIssue]:
    """Find document numbers that are not written like `道政办发〔2020〕34号` (GB/T 9704 7.2.5)."""
    for hit in _DOCUMENT.finditer(passage.text):
        better = f"〔{hit['year']}〕{hit['number']}号"
        if hit[0] != better:
            yield TextIssue(
                FindingCode.DOCUMENT_NUMBER, Severity.WARNING, *hit.span(), f"文号“{hit[0]}”应写作“{better}”", better
            )
    for hit in _NO_BRACKETS.finditer(passage.text):
        year, number = hit["year"] or hit["year2"] or hit["year3"], hit["number"] or hit["number2"] or hit["number3"]
        better = f"〔{year}〕{number}号"
        message = f"文号“{hit[0]}”的括号丢了，应写作“{better}”"
        yield TextIssue(FindingCode.DOCUMENT_NUMBER, Severity.WARNING, *hit.span(), message, better)
    for hit in _BAD_YEAR.finditer(plain(passage.text)):
        yield TextIssue(FindingCode.DOCUMENT_NUMBER, Severity.WARNING, *hit.span(), f"文号里的年份“{hit[0]}”不完整")
    for hit in _NO_NUMBER.finditer(passage.text):
        yield TextIssue(FindingCode.DOCUMENT_NUMBER, Severity.WARNING, *hit.span(), f"文号“{hit[0]}”后面缺顺序号")


def heading_numbers(passage: Passage) -> Iterator[TextIssue]:
    """Find heading numbers above the chapter's level, missing or repeated; items of a list must have none."""
    if passage.is_item:
        hit = _IN_ITEM.match(passage.text)
        if hit is not None:
            yield TextIssue(
                FindingCode.HEADING_NUMBER,
                Severity.WARNING,
                *hit.span(),
                f"序号由程序自动编排，请删去“{hit[0].strip()}”",
                "",
            )
    elif passage.is_prose:
        yield from _heading_sequence(passage.text, passage.continues)
    yield from _counted_points(passage.text)
    lone = _IN_LINE.search(passage.text)
    if lone is not None and not passage.is_item and _FOLLOWED.search(passage.text) is None and lone[1] == "一":
        span = lone.start(1), lone.end()
        yield TextIssue(FindingCode.HEADING_NUMBER, Severity.WARNING, *span, "只有“一是”，后面没有“二是”")


def _heading_sequence(text: str, continues: bool) -> Iterator[TextIssue]:
    """Find numbers out of order; those of a part that continues begin anywhere, until a higher level has begun."""
    last, highest = [0] * len(_LEVELS), len(_LEVELS) if continues else 0
    for line in _LINE.finditer(text):
        stripped = line[0].lstrip(" \u3000")
        start = line.end() - len(stripped)
        for level, (pattern, _) in enumerate(_LEVELS):
            hit = pattern.match(stripped)
            if hit is not None:
                span = start, start + hit.end()
                if level < highest:  # after a numbered part of the chapter
                    last[level], highest = _number(hit[1]) - 1, level
                yield from _heading_issues(hit, span, level, last)
                last[level:] = [_number(hit[1]), *[0] * (len(_LEVELS) - 1 - level)]
                break


def _heading_issues(hit: re.Match[str], span: tuple[int, int], level: int, last: Sequence[int]) -> Iterator[TextIssue]:
    """Judge one heading number, given the last number of each level."""
    number, (_, style), code = _number(hit[1]), _LEVELS[level], FindingCode.HEADING_NUMBER
    if level == 0:
        message = f"本章标题已经用了“{style}”，文中的“{hit[0]}”应改用“（一）”一级"
        yield TextIssue(code, Severity.WARNING, *span, message)
    if style == "1." and "." not in hit[0]:
        message = f"序号“{hit[0]}”应写作“{number}.”"
        yield TextIssue(code, Severity.NOTICE, *span, message, f"{number}.")
    if number != last[level] + 1 and not (number == 1 and level >= _RESTARTING):
        before = f"前一个是第 {last[level]}" if last[level] else "前面没有同级的第 1"
        yield TextIssue(code, Severity.WARNING, *span, f"序号“{hit[0]}”不连续，{before}")
    elif style == "（1）" and number == 1 and last[1] and not last[2]:
        message = f"“（{numeral(last[1])}）”下面直接用了“{hit[0]}”，中间缺“1.”一级"
        yield TextIssue(code, Severity.WARNING, *span, message)


def _counted_points(text: str) -> Iterator[TextIssue]:
    """Find gaps in points that are counted in the text, also over several paragraphs: `一是…。⏎二是…。`."""
    last = 0
    for hit in _IN_LINE.finditer(text):
        number = _number(hit[1])
        if number not in (1, last + 1):
            span = hit.start(1), hit.end()
            yield TextIssue(
                FindingCode.HEADING_NUMBER, Severity.WARNING, *span, f"“{hit[1]}是”前面没有“{numeral(number - 1)}是”"
            )
        last = number


def _number(text: str) -> int:
    """Parse a number that the patterns above have found, in words or digits."""
    return parse_number(text) or 0

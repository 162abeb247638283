"""Checks of document numbers and heading numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfdesk.checks.finding import FindingCode
from perfdesk.checks.proofreading.passage import Passage, TextIssue
from perfdesk.definition.severity import Severity
from perfdesk.language.numerals import BELOW_100, BELOW_1000, numeral, parse_number

_OPEN, _CLOSE = r"[\[［【（(〔]", r"[\]］】）)〕]"
_DOCUMENT = re.compile(
    rf"(?<=[一-龥]){_OPEN}\s?(?P<year>(?:19|20)\d\d)\s?{_CLOSE}\s?第?0{{0,3}}(?P<number>\d{{1,6}})\s?号"
)
_BAD_YEAR = re.compile(r"〔(?!(?:19|20)\d\d〕)[\d\s]{0,6}〕")
_NO_NUMBER = re.compile(r"〔(?:19|20)\d\d〕(?!\s?第?\s?\d{1,6}\s?号)")
_LEVELS = (
    (re.compile(rf"({BELOW_1000})、"), "一、"),
    (re.compile(rf"[（(]({BELOW_1000})[）)]"), "（一）"),
    (re.compile(r"(\d{1,2})[.．、](?!\d)"), "1."),
)
_IN_ITEM = re.compile(rf"\s*(?:\d{{1,2}}[.、．](?!\d)|[（(]?{BELOW_1000}[）)、])\s*")
_IN_LINE = re.compile(rf"(?:^|(?<=[。；：，\n]))({BELOW_100})是")
_LINE = re.compile(r"[^\n]+")
_DECLARED = re.compile(rf"([两\d]|\d\d|{BELOW_100})(?:个方面|个问题|方面|[条项点](?:措施|工作|问题))")


def document_numbers(passage: Passage) -> Iterator[TextIssue]:
    """Find document numbers that are not written like `道政办发〔2020〕34号` (GB/T 9704 7.2.5)."""
    for hit in _DOCUMENT.finditer(passage.text):
        better = f"〔{hit['year']}〕{hit['number']}号"
        if hit[0] != better:
            yield TextIssue(
                FindingCode.DOCUMENT_NUMBER, Severity.WARNING, *hit.span(), f"文号“{hit[0]}”应写作“{better}”", better
            )
    for hit in _BAD_YEAR.finditer(passage.text):
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
        yield from _heading_sequence(passage.text)
    yield from _counted_points(passage.text)


def declared_counts(passage: Passage) -> Iterator[TextIssue]:
    """Find paragraphs that announce another number of points than follow: `三个方面：一是…，二是…`."""
    for line in _LINE.finditer(passage.text):
        declaration = _DECLARED.search(line[0])
        points = [_number(hit[1]) for hit in _IN_LINE.finditer(line[0], declaration.end())] if declaration else []
        if declaration and points[:1] == [1] and points == list(range(1, len(points) + 1)):
            count = _number(declaration[1].replace("两", "二"))
            if count != len(points):
                span = line.start() + declaration.start(), line.start() + declaration.end()
                yield TextIssue(
                    FindingCode.DECLARED_COUNT,
                    Severity.WARNING,
                    *span,
                    f"说是“{declaration[0]}”，后面写了 {len(points)} 点",
                )


def _heading_sequence(text: str) -> Iterator[TextIssue]:
    last = [0, 0, 0]
    for line in _LINE.finditer(text):
        stripped = line[0].lstrip(" \u3000")
        start = line.end() - len(stripped)
        for level, (pattern, style) in enumerate(_LEVELS):
            hit = pattern.match(stripped)
            if hit is None:
                continue
            span = start, start + hit.end()
            if level == 0:
                yield TextIssue(
                    FindingCode.HEADING_NUMBER,
                    Severity.WARNING,
                    *span,
                    f"本章标题已经用了“{style}”，文中的“{hit[0]}”应改用“（一）”一级",
                )
            number = _number(hit[1])
            if style == "1." and "." not in hit[0]:
                yield TextIssue(
                    FindingCode.HEADING_NUMBER, Severity.NOTICE, *span, f"序号“{hit[0]}”应写作“{number}.”", f"{number}."
                )
            if number != last[level] + 1 and (number, style) != (1, "1."):
                before = f"前一个是第 {last[level]}" if last[level] else "前面没有同级的第 1"
                yield TextIssue(FindingCode.HEADING_NUMBER, Severity.WARNING, *span, f"序号“{hit[0]}”不连续，{before}")
            last[level:] = [number, *[0] * (2 - level)]
            break


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

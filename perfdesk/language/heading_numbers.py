"""The numbers of headings: `一、` `（二）` `3.` `第四部分`, read, and counted again without what is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from perfdesk.language.numerals import numeral, parse_number

_NUMBERED = re.compile(
    r"(?P<before>(?P<ordinal>第)?[（(]?)(?P<number>[一二三四五六七八九十百零]+|\d+)"
    r"(?P<after>[）)、]|[.．](?!\d)|(?(ordinal)(?:部分|章|节)|(?!)))"
)


def heading_number(title: str) -> int | None:
    """Return the number that a title begins with.

    >>> [heading_number(title) for title in ("一、概况", "（十二）支出", "3.其他", "第四部分 附件", "2024年概况")]
    [1, 12, 3, 4, None]
    >>> [heading_number(title) for title in ("第二十一章 附则", "三节约措施", "一章程")]
    [21, None, None]
    """
    found = _NUMBERED.match(title)
    return parse_number(found["number"]) if found else None


def following_numbers(titles: Sequence[tuple[str, bool]]) -> list[str]:
    """Return the titles of one level, each with whether it is shown, numbered without those that are not.

    A number that another title shows is not left out: of two titles with the same number, one is shown at a time.

    >>> following_numbers([("（一）收入", True), ("（二）基金", False), ("（三）支出", True)])
    ['（一）收入', '（二）基金', '（二）支出']
    """
    numbers = [heading_number(title) for title, _ in titles]
    shown = {number for number, (_, is_shown) in zip(numbers, titles, strict=True) if is_shown}
    dropped = {number for number in numbers if number is not None} - shown
    return [
        _with_number(title, number - sum(other < number for other in dropped)) if number in shown and number else title
        for number, (title, _) in zip(numbers, titles, strict=True)
    ]


def _with_number(title: str, number: int) -> str:
    def renumbered(found: re.Match[str]) -> str:
        written = str(number) if found["number"].isdecimal() else numeral(number)
        return f"{found['before']}{written}{found['after']}"

    return _NUMBERED.sub(renumbered, title, count=1)

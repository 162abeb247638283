"""Lines that are nothing but a date, as below the signature of a report."""

from __future__ import annotations

import re

from perfdesk.language.characters import plain
from perfdesk.language.dates import dates

_BLANK = r"[\d_＿×xX□○〇*＊.…—-]*"
_BLANK_DATE = re.compile(f"{_BLANK}年{_BLANK}月{_BLANK}日")


def is_date_alone(text: str) -> bool:
    """Whether a line is nothing but a full date."""
    compact = plain("".join(text.split()))
    found = next(iter(dates(compact)), None)
    return found is not None and found.day is not None and found.year is not None and found.text == compact


def is_blank_date(text: str) -> bool:
    """Whether a line is nothing but a date of which parts are to be filled in.

    >>> is_blank_date("＿＿年＿月＿日"), is_blank_date("2025年　月　日"), is_blank_date("2025年3月28日")
    (True, True, False)
    """
    return _BLANK_DATE.fullmatch("".join(text.split())) is not None and not is_date_alone(text)

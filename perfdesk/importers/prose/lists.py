"""Items of lists: a paragraph `1. …` or `目标1：…`, or several in one paragraph `一是…二是…`."""

from __future__ import annotations

import re

from perfdesk.language.characters import plain
from perfdesk.language.listings import listings

_NUMBER = re.compile(
    r"^\s*(?:[（(]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]|\d{1,2}\s*[.、．)）](?!\d)|[一二三四五六七八九十]{1,3}[、是]|[①-⑳]|"
    r"第[一二三四五六七八九十]{1,3}[，,、：:]|(?:目标|问题|措施|建议)\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[:：])\s*"
)
_LEAD = re.compile(r"[:：]\s*$")
_LONGEST_LEAD = 120
_SEVERAL = 2


def item_text(text: str) -> str | None:
    """The text of an item without its number; None if the paragraph has no number.

    >>> item_text("（1）拟订规划。"), item_text("目标2：完成改造。"), item_text("2023年完成改造。")
    ('拟订规划。', '完成改造。', None)
    """
    found = _NUMBER.match(text)
    return text[found.end() :].strip() if found else None


def split_items(text: str) -> list[str]:
    """The items of a list inside a paragraph, without their numbers; empty if there are fewer than two.

    >>> split_items("主要有：一是资金不足；二是人手不够。")
    ['资金不足；', '人手不够。']
    """
    found = [one for one in listings(plain(text)) if len(one.items) >= _SEVERAL and one.items[0].ordinal == 1]
    if not found:
        return []
    items = found[0].items
    ends = [item.start for item in items[1:]] + [len(text)]
    return [text[item.end : end].strip() for item, end in zip(items, ends, strict=True)]


def is_lead(text: str) -> bool:
    """Whether a paragraph only introduces the list below it: `主要职责是：`."""
    return len(text) <= _LONGEST_LEAD and _LEAD.search(text) is not None

"""Items of lists: a paragraph `1. …` or `目标1：…`, or several in one paragraph `一是…二是…`."""

from __future__ import annotations

import re

from perfdesk.importers.prose.vocabulary import name_key
from perfdesk.language.characters import plain
from perfdesk.language.listings import listings

_NUMBER = re.compile(
    r"^\s*(?:[（(]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]|\d{1,2}\s*[.、．)）](?!\d)|[一二三四五六七八九十]{1,3}[、是]|[①-⑳]|"
    r"第[一二三四五六七八九十]{1,3}[，,、：:]|(?:目标|问题|措施|建议)\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[:：])\s*"
)
_LEAD = re.compile(r"[:：]\s*$")
_LONGEST_LEAD = 120
_SEVERAL = 2
_LED = re.compile(r"(?P<name>[^：:。，,；]{2,24})[：:]\s*(?P<text>\S.*)", re.DOTALL)
_OF_THE_UNIT = re.compile(r"^(?:\d*年度?|[我本全][局委办院校站所镇乡街县市]|[我本](?:单位|部门))+")


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


def items_of(text: str) -> list[str]:
    """The items that a paragraph is, one or several, without their numbers; empty if it has no number or no more.

    >>> items_of("一是资金不足；二是人手不够。"), items_of("（1）做好保障：一是修堤；二是清淤。")
    (['资金不足；', '人手不够。'], ['做好保障：一是修堤；二是清淤。'])
    """
    item = item_text(text)
    if not item:
        return []
    several = split_items(text)
    return several if several and item.startswith(several[0]) else [item]


def is_lead(text: str) -> bool:
    """Whether a paragraph only introduces the list below it: `主要职责是：`."""
    return len(text) <= _LONGEST_LEAD and _LEAD.search(text) is not None


def led_text(text: str) -> tuple[set[str], str]:
    """The names that stand before a text and a colon, without the unit and the year too, and the text; else no name.

    >>> names, words = led_text("2023年我局绩效目标：一是修路；二是种树。")
    >>> sorted(names, key=len)[0], words
    ('绩效目标', '一是修路；二是种树。')
    """
    lead = _LED.match((item_text(text) or text).strip())
    if lead is None:
        return set(), text
    key = name_key(lead["name"])
    return {key, _OF_THE_UNIT.sub("", key)}, lead["text"].strip()

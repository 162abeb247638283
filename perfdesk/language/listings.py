"""Numbered lists in running text: 一是…二是…, ①②③, （1）（2）, 1. 2., 目标1：目标2：."""

from __future__ import annotations

import re

from perfdesk.language.chinese_numbers import chinese_number
from perfdesk.language.relations import Item, Listing

_ORDINAL = "十[一二三四五六七八九]?|二十[一二三四五六七八九]?|[一二三四五六七八九]"
_START = r"(?:^|(?<=[，。；：、:;\n（\s]))"
_NUMBER = re.compile(
    "|".join((
        rf"(?:{_START}|(?<=支出|包括|主要|方面|任务|工作|问题|原因|做法|其中))(?P<yishi>{_ORDINAL})是(?![否非])",
        rf"{_START}第(?P<diyi>{_ORDINAL})[，,、：:]",
        r"(?P<circle>[①-⑳])",
        rf"{_START}[（(](?P<bracket>\d{{1,2}})[）)]",
        rf"(?:^|(?<=[\n。]))[ ]{{0,4}}[（(](?P<heading>{_ORDINAL})[）)]",
        r"(?:^|(?<=[，。；：:;\n])|(?<=[。；：] ))[ ]{0,4}(?P<dot>\d{1,2})[.、．](?![\d])",
        rf"(?:^|(?<=\n))[ ]{{0,4}}(?P<chapter>{_ORDINAL})、",
        rf"(?:^|(?<=[\n。；：]))目标(?P<goal>\d{{1,2}}|{_ORDINAL})[：:]",
        r"(?:^|(?<=\n))[ ]{0,4}附件(?P<annex>\d{1,2})(?![\d])",
    ))
)  # fmt: skip
STYLES = {
    "yishi": "一是", "diyi": "第一", "circle": "①", "bracket": "（1）", "heading": "（一）", "dot": "1.",
    "chapter": "一、", "goal": "目标1", "annex": "附件1",
}  # fmt: skip


def listings(plain: str) -> list[Listing]:
    """Return the numbered lists of a text; a list continues while its numbers rise, a single item is a list of one.

    >>> found = listings("做法：一是抓巡护，二是管火源。一是补苗。")
    >>> [(one.style, [item.ordinal for item in one.items]) for one in found]
    [('一是', [1, 2]), ('一是', [1])]
    """
    runs: list[tuple[str, list[Item]]] = []
    running: dict[str, int] = {}
    line = 0
    for hit in _NUMBER.finditer(plain):
        name = hit.lastgroup or ""
        ordinal = _value(hit[name])
        # 一是 continues in the next line only if that line begins with it.
        new_line = (
            name == "yishi"
            and line < hit.start()
            and "\n" in plain[max(line, hit.start() - 2000) : hit.start()].rstrip("\n ")
        )
        index = running.get(name)
        if index is None or ordinal <= runs[index][1][-1].ordinal or new_line:
            running[name] = index = len(runs)
            runs.append((STYLES[name], []))
        runs[index][1].append(Item(hit.start(), hit.end(), ordinal))
        if name == "yishi":
            line = hit.end()
    return [Listing(style, tuple(items)) for style, items in runs]


def _value(words: str) -> int:
    if words.isascii():
        return int(words)
    if "①" <= words <= "⑳":
        return ord(words) - ord("①") + 1
    return int(chinese_number(words) or 0)

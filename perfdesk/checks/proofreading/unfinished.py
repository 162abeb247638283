"""Sentences that break off, and wording of the template that nobody filled in: `主要原因是。`, `增长%`, `《》`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from perfdesk.checks.finding import FindingCode
from perfdesk.checks.proofreading.passage import Passage, TextIssue
from perfdesk.definition.severity import Severity

_BROKEN_OFF = re.compile(
    r"(?:(?:主要)?(?:原因|问题|做法|措施|内容|职责|职能|目标|任务|依据|体现|表现|重点|情况|方面|用途|来源|变化)[一-龥]{0,2}"
    r"(?:是|(?<![行作认])为|(?<![没具享所拥])有|在于|包括)|主要(?:是|为|有|包括|用于)"
    r"|(?<![一-龥])(?:其中|包括|根据|由于|因为|关于|按照|依据|用于|为了)"
    r"|[一-龥](?:分别为|分别是|是由于|是因为|以及|有[以如]下)|(?<![一-龥])[一二三四五六七八九十]是)(?=[：:]?[。；])"
    r"|(?:主要)?原因(?:主要)?(?:是|为|在于)(?=[，、]|$)"
)
_NO_FIGURE = re.compile(
    r"(?:支出|收入|经费|资金|金额|总额|总计|合计|共计|预算|决算|余额|投入|增加|减少|压减|节约|费)[数额]?(?:了|为|是|到|达到?)?"
    r"万元(?![以之]?[上下内]|左右|[一-龥]{0,2}(?:项目|工程))"
    r"|(?:增长|下降|增幅|降幅|占比?|提高|降低|[执完合满覆控][行成格意盖制][率度])(?:了|为|是|到|达到?)?[%％]"
    r"|20\d\d年[ \u3000]{0,8}月[ \u3000]{0,8}日"
)
_EMPTY_PAIR = re.compile(r"（[ \u3000]*）|《[ \u3000]*》|“[ \u3000]*”|【[ \u3000]*】")
_DENIAL = re.compile(r"无(?:政府性基金|国有资本经营|社会保险基金)预算(?:财政拨款)?(收支|收入和支出|支出)")
_DOTS = re.compile(r"\s*(?:…+|[.。·]{2,})\s*")


def unfinished_wording(passage: Passage) -> Iterator[TextIssue]:
    """Find what was begun and not written to its end."""
    text = passage.text
    for hit in _BROKEN_OFF.finditer(text):
        message = f"“{hit[0]}”后面没有写下去，请补上内容"
        yield TextIssue(FindingCode.PLACEHOLDER, Severity.WARNING, *hit.span(), message)
    for hit in _NO_FIGURE.finditer(text) if passage.is_prose else ():
        message = f"“{hit[0]}”里缺少数字，请补上"
        yield TextIssue(FindingCode.PLACEHOLDER, Severity.WARNING, *hit.span(), message)
    for hit in _EMPTY_PAIR.finditer(text):
        message = f"“{hit[0]}”里没有内容，请补上或删去"
        yield TextIssue(FindingCode.PLACEHOLDER, Severity.WARNING, *hit.span(), message)


def is_ellipsis(text: str) -> bool:
    """Whether an answer is only the dots of an empty table.

    >>> [is_ellipsis(text) for text in ("……", "...", "10次", "等……")]
    [True, True, False, False]
    """
    return _DOTS.fullmatch(text) is not None


def mixed_denials(texts: Sequence[str]) -> list[tuple[int, re.Match[str]]]:
    """Return the denials of `收支` where other texts deny `支出`, each with the number of its text.

    >>> [hit[0] for _, hit in mixed_denials(("无政府性基金预算收支。", "无国有资本经营预算支出。"))]
    ['无政府性基金预算收支']
    """
    found = [(at, hit) for at, text in enumerate(texts) for hit in _DENIAL.finditer(text)]
    wide = [(at, hit) for at, hit in found if hit[1] != "支出"]
    return wide if len(wide) < len(found) else []

"""Checks of punctuation: repeated or half-width marks, unmatched brackets, a missing full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfdesk.checks.finding import FindingCode
from perfdesk.checks.proofreading.passage import Passage, TextIssue
from perfdesk.definition.severity import Severity
from perfdesk.language.headings import heading_level

_TWICE = re.compile(r"([，。；：、！？])\1+")
_MIXED = re.compile(r"[，；：、][，。；：、]|。[，；：、。]")
_HALF_WIDTH = re.compile(r"(?<=[一-龥”》）])([,;:!?])(?=[一-龥“《（\s]|$)|(?<=[一-龥”》）])(\.)(?=\s|$)")
_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。"}
_BLANKS = re.compile(r"(?<=[^\s\u3000])[ \u3000]{2,}(?=[^\s\u3000])|(?<=[一-龥”》）]) +(?=[，。；：、])")
_UNQUOTED = re.compile(r"(?<![“\"‘《])三公(?=经费|支出|消费)")
_STRAIGHT = re.compile(
    r"[\"＂“]([^\"＂“”\n]{0,40}[一-龥][^\"＂“”\n]{0,40})[\"＂]|[\"＂]([^\"＂“”\n]{0,40}[一-龥][^\"＂“”\n]{0,40})”"
)
_PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "‘": "’", "〔": "〕", "【": "】", "[": "]"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_FULL_WIDTH_OPENING = {"(": "（", ")": "）"}
_ITEM = re.compile(r"(?:^|[，。；：\n])\s*[0-9A-Za-z一二三四五六七八九十①-⑳]{1,3}$")
_MIN_LENGTH, _ENDS = 15, "。！？；：!?;:…”）》"
#: A line that ends like this goes on in the next one, unless that has a number of its own.
_JOINING = ("，", "、", ",")
_NUMBERED = re.compile(r"\s*(?:[一二三四五六七八九十]+[、是]|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、])")


def punctuation(passage: Passage) -> Iterator[TextIssue]:
    """Find marks that are repeated, of the wrong width or surrounded by blanks."""
    text = passage.text
    for hit in _TWICE.finditer(text):
        yield TextIssue(FindingCode.PUNCTUATION, Severity.WARNING, *hit.span(), f"标点“{hit[1]}”重复", hit[1])
    for hit in _MIXED.finditer(text):
        if hit[0][0] != hit[0][1]:
            yield TextIssue(FindingCode.PUNCTUATION, Severity.WARNING, *hit.span(), f"标点“{hit[0]}”连用，请去掉一个")
    for hit in _HALF_WIDTH.finditer(text):
        yield TextIssue(
            FindingCode.PUNCTUATION, Severity.NOTICE, *hit.span(), "中文里用了半角标点", _FULL_WIDTH[hit[0]]
        )
    for hit in _BLANKS.finditer(text):
        yield TextIssue(FindingCode.PUNCTUATION, Severity.NOTICE, *hit.span(), "中间有多余的空格", "")
    for hit in _STRAIGHT.finditer(text):
        better = f"“{hit[1] or hit[2]}”"
        message = f"{hit[0]}用了半角引号，应写作{better}"
        yield TextIssue(FindingCode.QUOTATION_MARKS, Severity.NOTICE, *hit.span(), message, better)
    for hit in _UNQUOTED.finditer(text):
        yield TextIssue(FindingCode.QUOTATION_MARKS, Severity.NOTICE, *hit.span(), "“三公”没有加引号", "“三公”")


def brackets(passage: Passage) -> Iterator[TextIssue]:
    """Find brackets and quotation marks that are unmatched or of different widths."""
    open_brackets: list[int] = []
    text = passage.text
    for at, sign in enumerate(text):
        if sign in _PAIRS:
            open_brackets.append(at)
        elif sign in _CLOSING and open_brackets and text[open_brackets[-1]] == _CLOSING[sign]:
            open_brackets.pop()
        elif sign in _CLOSING and any(text[other] == _CLOSING[sign] for other in open_brackets[-3:]):
            while text[inner := open_brackets.pop()] != _CLOSING[sign]:
                yield TextIssue(FindingCode.BRACKETS, Severity.WARNING, inner, inner + 1, _alone(text[inner]))
        elif sign in _CLOSING and open_brackets and {text[open_brackets[-1]], _CLOSING[sign]} == {"(", "（"}:
            narrow = at if sign == ")" else open_brackets[-1]
            open_brackets.pop()
            yield TextIssue(
                FindingCode.BRACKETS,
                Severity.WARNING,
                narrow,
                narrow + 1,
                "括号一边全角、一边半角",
                _FULL_WIDTH_OPENING[text[narrow]],
            )
        elif sign in _CLOSING and not (sign in ")）" and _ITEM.search(text[max(0, at - 8) : at])):
            yield TextIssue(FindingCode.BRACKETS, Severity.WARNING, at, at + 1, _alone(sign))
    for at in open_brackets:
        yield TextIssue(FindingCode.BRACKETS, Severity.WARNING, at, at + 1, _alone(text[at]))


def _alone(sign: str) -> str:
    return f"“{sign}”没有配对的“{_PAIRS.get(sign) or _CLOSING[sign]}”"


def sentence_endings(passage: Passage) -> Iterator[TextIssue]:
    """Find printed paragraphs without a full stop at the end; headings have none."""
    if not passage.is_prose:
        return
    at = 0
    lines = passage.text.split("\n")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        text = line.rstrip()
        end = at + len(text)
        is_sentence = len(text) >= _MIN_LENGTH and not heading_level(text)
        continues = text[-1:] in _JOINING and following.strip() and not _NUMBERED.match(following)
        if is_sentence and text[-1] not in _ENDS and not continues:
            better = text[-1] + "。" if text[-1] not in "，、," else "。"
            yield TextIssue(
                FindingCode.PUNCTUATION, Severity.WARNING, end - 1, end, f"“…{text[-8:]}”句末缺句号", better
            )
        at += len(line) + 1

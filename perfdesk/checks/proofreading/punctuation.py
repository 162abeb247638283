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
_WIDE_DIGITS = re.compile(r"[０-９][０-９．]*")
_LETTER_O = re.compile(r"(?<=\d)[OoＯ〇](?=[\d.万元%])")
_NO_YUAN = re.compile(
    r"(?:经费|资金|投入|支出|拨款|补助|金额)[^，。；\d]{0,6}\d+(?:\.\d+)?万(?=[为用，。；、）]|$)", re.MULTILINE
)
_UNQUOTED = re.compile(r"(?<![“\"‘《])三公(?=经费|支出|消费)")
_PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "‘": "’", "〔": "〕", "【": "】", "[": "]"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_FULL_WIDTH_OPENING = {"(": "（", ")": "）"}
_ITEM = re.compile(r"(?:^|[，。；：\n])\s*[0-9A-Za-z一二三四五六七八九十①-⑳]{1,3}$")
_MIN_LENGTH, _ENDS = 15, "。！？；：…”）》"


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
    for hit in _UNQUOTED.finditer(text):
        yield TextIssue(FindingCode.QUOTATION_MARKS, Severity.NOTICE, *hit.span(), "“三公”没有加引号", "“三公”")


def figure_notation(passage: Passage) -> Iterator[TextIssue]:
    """Find figures in full-width digits or with a letter O for zero, and amounts without 元."""
    for hit in _WIDE_DIGITS.finditer(passage.text):
        narrow = hit[0].translate(str.maketrans("０１２３４５６７８９．", "0123456789."))
        yield TextIssue(FindingCode.FIGURE_NOTATION, Severity.WARNING, *hit.span(), f"“{hit[0]}”是全角数字", narrow)
    for hit in _LETTER_O.finditer(passage.text):
        yield TextIssue(FindingCode.FIGURE_NOTATION, Severity.WARNING, *hit.span(), "数字里的“0”写成了字母或汉字", "0")
    for hit in _NO_YUAN.finditer(passage.text):
        yield TextIssue(
            FindingCode.MISSING_YUAN, Severity.WARNING, hit.end(), hit.end(), f"“{hit[0]}”后面少了“元”", "元"
        )


def brackets(passage: Passage) -> Iterator[TextIssue]:
    """Find brackets and quotation marks that are unmatched or of different widths."""
    open_brackets: list[int] = []
    text = passage.text
    for at, sign in enumerate(text):
        if sign in _PAIRS:
            open_brackets.append(at)
        elif sign in _CLOSING and open_brackets and text[open_brackets[-1]] == _CLOSING[sign]:
            open_brackets.pop()
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
            yield TextIssue(FindingCode.BRACKETS, Severity.WARNING, at, at + 1, f"“{sign}”没有配对的“{_CLOSING[sign]}”")
    for at in open_brackets:
        yield TextIssue(
            FindingCode.BRACKETS, Severity.WARNING, at, at + 1, f"“{text[at]}”没有配对的“{_PAIRS[text[at]]}”"
        )


def sentence_endings(passage: Passage) -> Iterator[TextIssue]:
    """Find printed paragraphs without a full stop at the end; headings have none."""
    if not passage.is_prose:
        return
    at = 0
    for line in passage.text.split("\n"):
        text = line.rstrip()
        end = at + len(text)
        is_sentence = len(text) >= _MIN_LENGTH and not heading_level(text)
        if is_sentence and text[-1] not in _ENDS:
            better = text[-1] + "。" if text[-1] not in "，、" else "。"
            yield TextIssue(
                FindingCode.PUNCTUATION, Severity.WARNING, end - 1, end, f"“…{text[-8:]}”句末缺句号", better
            )
        at += len(line) + 1

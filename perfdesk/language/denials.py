"""Sentences that deny something: `无政府性基金预算支出`, `没有发生“三公”经费支出`, `政府性基金支出为零`."""

from __future__ import annotations

import re

from perfdesk.language.characters import plain
from perfdesk.language.text_cache import cached_by_text

_CLAUSE = re.compile(r"[，,。；;！!\n]")
_BEFORE = re.compile(
    r"(?:没有|未发生|未安排|未列支|未产生|不存在|不涉及|均无|无)(?:发生|安排|列支|产生|任何)?[^0-9]{0,12}$"
)
_AFTER = re.compile(
    r"^[^0-9]{0,16}(?:没有发生|未发生|未安排|没有安排|为零|为0(?![.0-9]*[1-9])|0(?:\.0+)?[万亿]?元|均为?无|[:：]无)"
)
_PRONOUN = "[此该这][项类]"
_DOUBLED = re.compile(r"(?:不无|无不|并非没有|不是没有)")


@cached_by_text
def denies(text: str, subject: str) -> bool:
    """Whether a clause of the text denies that there is any of the subject, which it may call 此项 or 此类.

    >>> [denies(text, "政府性基金") for text in ("本局2024年没有政府性基金预算支出。", "政府性基金预算支出为0万元。")]
    [True, True]
    >>> [denies(f"政府性基金{words}", "政府性基金") for words in ("支出0.00万元。", "支出10.00万元", "和其他预算均无")]
    [True, False, True]
    >>> denies("无超标接待，政府性基金预算支出49.20万元。", "政府性基金")
    False
    """
    return any(_denies(clause, subject) for clause in _CLAUSE.split(plain(text)))


def _denies(clause: str, subject: str) -> bool:
    found = re.search(f"{re.escape(subject)}|{_PRONOUN}", clause)
    if found is None or _DOUBLED.search(clause[: found.start()]):
        return False
    return _BEFORE.search(clause[: found.start()]) is not None or _AFTER.search(clause[found.end() :]) is not None

"""The rows of the import page: the answers of a review by chapter."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Literal

from perfdesk.definition.text import shorten
from perfdesk.ui.models.import_review import Decision, ImportReview, ReviewItem
from perfdesk.ui.panels.importing.answer_card import CHANGE_WORDS, CONFIDENCE_WORDS
from perfdesk.ui.panels.importing.answer_list import AnswerRow

#: What is listed at a time: the answers with a decision, or the texts without a place.
Group = Literal["open", "taken", "rejected", "unplaced"]
GROUP_TITLES: dict[Group, str] = {
    "open": "请看一看",
    "taken": "将取用",
    "rejected": "不取",
    "unplaced": "没有位置",
}
_MAX_LENGTH = 120


def decision_rows(review: ImportReview, decision: Decision) -> list[AnswerRow]:
    """Return the answers with a decision, with a heading for each chapter; the doubtful ones first."""
    rows: list[AnswerRow] = []
    grouped = groupby(
        review.listed(decision), lambda item: (decision == "open" and item.is_doubtful, item.section_label)
    )
    for (is_doubtful, section), items in grouped:
        found = [_item_row(review, item) for item in items]
        rows += [AnswerRow(None, f"{'先看这些 · ' if is_doubtful else ''}{section}　{len(found)} 处"), *found]
    return rows


def unplaced_rows(review: ImportReview) -> list[AnswerRow]:
    """Return the texts without a place, with a heading for each file."""
    rows: list[AnswerRow] = []
    for file, numbered in groupby(enumerate(review.unplaced), lambda one: one[1].source.file):
        found = [
            AnswerRow(number, _one_line(text.text), f"{text.source.place}　{text.reason}", state="unplaced")
            for number, text in numbered
        ]
        rows += [AnswerRow(None, f"{file}　{len(found)} 处"), *found]
    return rows


def _item_row(review: ImportReview, item: ReviewItem) -> AnswerRow:
    chosen, before = review.chosen(item), review.in_words(item, review.before(item))
    read = _one_line(review.in_words(item, chosen.after)) or "清空"
    details = f"{shorten(_one_line(before), 20)} → {read}" if before else read
    return AnswerRow(
        item.address,
        item.label,
        details if not chosen.conflict else f"{details}　{chosen.conflict}",
        _remark(item.choices, chosen.confidence == "sure", item) or chosen.source.place,
        review.decision(item),
        item.is_doubtful,
    )


def _remark(choices: Iterable[object], is_sure: bool, item: ReviewItem) -> str:
    """Return how sure an answer is, in a word or two; blank if nothing has to be said."""
    best = item.readings[0]
    if len(tuple(choices)) > 1:
        return f"{len(item.choices)} 种读法"
    if best.conflict:
        return "有矛盾"
    if best.change:
        return CHANGE_WORDS[best.change]
    return "" if is_sure else CONFIDENCE_WORDS[best.confidence]


def _one_line(text: str) -> str:
    return shorten(" ".join(text.split()), _MAX_LENGTH)

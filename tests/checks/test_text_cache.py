"""The cache stays bounded however many long texts are read in a row, for instance while someone types a chapter."""

from __future__ import annotations

import tracemalloc

import pytest

from perfdesk.application.session import Session
from perfdesk.checks.proofreading.passage import Passage
from perfdesk.checks.proofreading.run import find_issues as proofread
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import parse_answer
from perfdesk.language.text_cache import cached_by_text

pytestmark = pytest.mark.slow

CHAPTER = "全年巡护一千二百余次。" * 1800
#: In bytes: what was read of a few such chapters. One takes 3 MB, and its text 40 KB.
MOST = 12_000_000


def _read(text: str) -> None:
    parse_answer("prose", "", text)
    proofread(Passage(text))


def test_reading_long_texts_caches_few_of_them() -> None:
    _read(CHAPTER)  # the lists of words are read once and kept
    tracemalloc.start()
    try:
        for number in range(40):
            _read(f"{CHAPTER}{number}")
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < MOST


def test_a_burst_of_typing_caches_few_texts(blank: Session) -> None:
    place = Address("performance", "text")
    blank.enter(place, f"{CHAPTER}0")  # the names of the figures are read once and kept
    tracemalloc.start()
    try:
        for number in range(20):
            blank.enter(place, f"{CHAPTER}{number}", continues=True)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < MOST


def test_the_same_text_is_read_once_long_or_short() -> None:
    asked: list[str] = []

    @cached_by_text
    def length(unit: str, text: str) -> int:
        asked.append(unit)
        return len(text)

    for text in ("短", "长" * 1000):
        assert length("甲", text) == length("甲", text) == len(text)
    assert len(asked) == 2

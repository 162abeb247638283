"""Every case of the trade's book, replayed: what is right stays right."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from support.book_cases import BookReplay, book_cases
from support.measurements import Record

pytestmark = pytest.mark.slow

GROUPS = {"E": "identities", "Y": "other form"}


def test_what_the_book_asks_for_is_found(tmp_path: Path, record_measurement: Record) -> None:
    replay = BookReplay(tmp_path)
    cases = book_cases()
    wrong = [case for case in cases if not replay.is_right(case)]
    replay.close()
    for group in ("identities", "catalogue", "other form"):
        asked = Counter(case.expected for case in cases if GROUPS.get(case.no[0], "catalogue") == group)
        failed = Counter(case.expected for case in wrong if GROUPS.get(case.no[0], "catalogue") == group)
        figures = {kind: f"{asked[kind] - failed[kind]} of {asked[kind]}" for kind in ("finding", "none")}
        record_measurement(f"book, {group}: found {figures['finding']}, silent {figures['none']}")
    assert [case.name for case in wrong] == []

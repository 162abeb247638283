"""Shortened texts, and file names made of texts that anyone may have typed or sent."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.definition.text import LONGEST_NAME, file_name_from, shorten


@pytest.mark.parametrize(
    ("text", "mark", "shown"),
    [("预算绩效", "…", "预算绩效"), ("预算绩效管理", "…", "预算绩效…"), ("预算绩效管理", "……", "预算绩效……")],
)
def test_a_longer_text_is_cut_and_marked(text: str, mark: str, shown: str) -> None:
    assert shorten(text, 4, mark) == shown


@pytest.mark.parametrize(
    ("text", "ending", "name"),
    [
        ("2024年度自评报告", "", "2024年度自评报告"),
        ("报告 定稿", ".db", "报告 定稿.db"),
        ('甲/乙\\丙:丁*?"<>|', "", "甲乙丙丁"),
        ("报告\x00\x1b[31m\n", "", "报告[31m"),
        ("报告\u202ecod.docx\u2066\u200b\ufeff", "", "报告cod.docx"),
        ("报告\u3000\xa0（一）", "", "报告  （一）"),
        ("CON", "", "CON_"),
        ("nul", ".db", "nul_.db"),
        ("Com1.2024", "", "Com1_.2024"),
        ("LPT¹", "（公开稿）", "LPT¹（公开稿）"),
        ("CONTROL", "", "CONTROL"),
        ("报告. . .", "", "报告"),
        ("\ud800报告\udfff", "", "报告"),
        ("长" * 79, "（公开稿）", "长" * 75 + "（公开稿）"),
        ("a" + "长" * 300, "", "a" + "长" * 79),
        ("…", "", "…"),
        ("??", "填报.db", "填报.db"),
    ],
)
def test_a_file_name_keeps_what_is_legal_on_every_disk(text: str, ending: str, name: str) -> None:
    assert file_name_from(text, ending) == name


@given(st.text(st.characters(codec=None), max_size=300), st.sampled_from(["", "（公开稿）", "2024年度填报.db"]))
def test_any_text_gives_a_legal_file_name(text: str, ending: str) -> None:
    name = file_name_from(text, ending)
    assert len(name.encode()) <= LONGEST_NAME + 1
    assert name.endswith(ending)
    assert not name.endswith((" ", "."))
    assert not re.search(r'[\\/:*?"<>|]', name)
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in name)
    assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)\s*", name.partition(".")[0])


@pytest.mark.parametrize("text", ["长" * 300, "CON", "\u202e甲", "𠮷" * 100])
def test_a_file_of_that_name_can_be_created(tmp_path: Path, text: str) -> None:
    (tmp_path / f"{file_name_from(text, '（公开稿）')}(2).docx").write_bytes(b"")

"""Names of files made of what anyone may have typed or sent."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.definition.text import LONGEST_NAME, file_name_from


@pytest.mark.parametrize(
    ("text", "tail", "name"),
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
def test_a_name_keeps_what_every_disk_takes(text: str, tail: str, name: str) -> None:
    assert file_name_from(text, tail) == name


@given(st.text(st.characters(codec=None), max_size=300), st.sampled_from(["", "（公开稿）", "2024年度填报.db"]))
def test_any_text_gives_a_name_that_can_be_written(text: str, tail: str) -> None:
    name = file_name_from(text, tail)
    assert len(name.encode()) <= LONGEST_NAME + 1
    assert name.endswith(tail)
    assert not name.endswith((" ", "."))
    assert not re.search(r'[\\/:*?"<>|]', name)
    assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in name)
    assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)\s*", name.partition(".")[0])


@pytest.mark.parametrize("text", ["长" * 300, "CON", "\u202e甲", "𠮷" * 100])
def test_a_file_of_that_name_can_be_made_beside_its_drafts(tmp_path: Path, text: str) -> None:
    (tmp_path / f"{file_name_from(text, '（公开稿）')}(2).docx").write_bytes(b"")

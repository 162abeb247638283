"""What denies that there is any of something, and what only has the word 无 in it."""

from __future__ import annotations

import pytest

from perfdesk.language.denials import denies

DENIALS = [
    "青石县林业局2024年度无政府性基金预算支出。",
    "2024年无政府性基金预算支出。",
    "本年没有发生政府性基金预算支出。",
    "我局未安排政府性基金预算支出。",
    "政府性基金预算支出为0万元。",
    "政府性基金预算支出为零。",
    "本局2024年度无此项支出。",
    "本单位不涉及政府性基金。",
]
NO_DENIALS = [
    "政府性基金预算支出49.20万元。",
    "无超标接待，政府性基金预算支出49.20万元。",
    "不是没有政府性基金预算支出，而是49.20万元。",
    "政府性基金预算支出为0.50万元。",
    "",
]


@pytest.mark.parametrize("text", DENIALS)
def test_a_denial_is_read_however_it_is_worded(text: str) -> None:
    assert denies(text, "政府性基金")


@pytest.mark.parametrize("text", NO_DENIALS)
def test_other_sentences_deny_nothing(text: str) -> None:
    assert not denies(text, "政府性基金")

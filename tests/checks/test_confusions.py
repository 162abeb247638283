"""Every entry of the confusion list finds its wrong sentence, leaves its right one alone, and mends what it finds."""

from __future__ import annotations

import re
import tomllib

import pytest

from perfdesk.checks.proofreading.confusions import misspelt_words
from perfdesk.checks.proofreading.passage import Passage
from perfdesk.paths import RESOURCES
from support.corpus import ORACLES, Oracle

ENTRIES: list[dict[str, str]] = tomllib.loads((RESOURCES / "confusions.toml").read_text(encoding="utf-8"))["typo"]
SOURCED = tomllib.loads((RESOURCES / "wording.toml").read_text(encoding="utf-8"))


def words_in(text: str) -> list[str]:
    return [text[issue.start : issue.end] for issue in misspelt_words(Passage(text))]


def mended(text: str) -> str:
    for issue in reversed(list(misspelt_words(Passage(text)))):
        text = text[: issue.start] + (issue.replacement or "") + text[issue.end :]
    return text


def test_the_list_has_hundreds_of_entries_each_once() -> None:
    words = [entry["wrong"] for entry in ENTRIES]
    assert len(words) == len(set(words)) > 400


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["wrong"])
def test_an_entry_finds_its_wrong_sentence_only(entry: dict[str, str]) -> None:
    assert words_in(entry["bad"])
    assert mended(entry["bad"]) == entry["bad"].replace(entry["wrong"], entry["right"])
    assert words_in(entry["good"]) == []
    assert words_in(mended(entry["bad"])) == []


@pytest.mark.parametrize("oracle", ORACLES, ids=lambda oracle: oracle.name)
def test_only_the_slips_of_the_corpus_are_found(oracle: Oracle) -> None:
    found = {word for text in oracle.texts for word in words_in(text)}
    assert found <= {str(slip["quote"]) for slip in oracle.slips if slip["kind"] == 37}


def test_the_words_of_the_forms_and_samples_are_right() -> None:
    files = [*RESOURCES.glob("samples/*"), *RESOURCES.parent.glob("forms/**/*.toml"), *RESOURCES.glob("manual/*.md")]
    texts = {path.name: path.read_text(encoding="utf-8") for path in files if path.suffix in (".json", ".toml", ".md")}
    found = {word for text in texts.values() for word in words_in(text)}
    assert found <= {"依法形势", "履盖"}  # the published report's own, and the manual about them


@pytest.mark.parametrize(
    "text",
    [
        "建立既管当前又管长远的长效机制，各乡镇高度关注消防安全，积极积累经验。",
        "单位收取销售收入3万元，流程高效易懂，公益效易见度高。",
        "究竟标准如何执行，毕竟技术力量有限，究竟价格是否合理。",
        "公安局建设涉案财物室一间，工作原应是上年完成。",
        "落实河长治河责任，各林长治理责任区明确，开展田长治理。",
        "预记账凭证齐全，对公权利用情况开展监督，开展防讯问工作，购置录象棋具。",
        "完成律师服务采购，合格律师5名，满意律师评选，利用律师资源，覆盖律师事务所3家。",
        "严格执行律己要求，完成律己教育，覆盖律所12家，处置律例，使用律所2家，其原应是上年完成的。",
    ],
)
def test_a_wrong_word_is_not_found_across_two_right_ones(text: str) -> None:
    assert words_in(text) == []


@pytest.mark.parametrize("wrong", [entry["wrong"] for entry in ENTRIES if entry["wrong"].endswith("律")])
def test_a_lawyer_is_no_misspelt_rate(wrong: str) -> None:
    assert [words for after in "师法条例己所" for words in words_in(f"全面{wrong}{after}。")] == []


def test_a_second_word_at_the_same_place_is_looked_at() -> None:
    assert words_in("标淮河道两处，批淮一件。") == ["批淮"]
    assert words_in("即使拨付资金。即使遇到困难也拨付资金。") == ["即使拨付"]


def test_events_and_void_documents_have_a_date_and_a_source() -> None:
    for entry in (*SOURCED["event"], *SOURCED["void"]):
        assert re.search(r"\d{4}", entry["date"])
        assert entry["source"]
    assert len(SOURCED["event"]) >= 20
    assert len(SOURCED["void"]) >= 10

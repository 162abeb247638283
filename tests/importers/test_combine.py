"""What several places and files say of one answer: surer where they agree, told where they do not."""

from __future__ import annotations

from perfdesk.definition.address import Address
from perfdesk.definition.loader import shipped_form
from perfdesk.entries.entries import Entries
from perfdesk.entries.proposal import Confidence, Proposal, ProposedAnswer, Source
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.combine import best_answers, combine

FORM = shipped_form("hunan_overall_2023")
TOTAL = Address.parse("spending/controls/total/actual")
REPORT, BOOK = "报告.docx", "决算表.xlsx"


def in_text(text: str, confidence: Confidence = "sure", quote: str = "", block: int = 3) -> ProposedAnswer:
    source = Source(f"第 {block} 段", REPORT, quote, block)
    return ProposedAnswer(TOTAL, "", text, source=source, confidence=confidence)


def in_table(text: str, confidence: Confidence = "sure") -> ProposedAnswer:
    return ProposedAnswer(TOTAL, "", text, source=Source("B7", BOOK, text, 0, (6, 1)), confidence=confidence)


def combined(*found: ProposedAnswer, typed: dict[Address, str] | None = None, uncertain: str = "") -> Proposal:
    answers = Answers(FORM, Entries(typed or {}))
    known = [ProposedAnswer(one.address, answers.typed(one.address) or "", one.after, one.note, one.source,
                            one.confidence) for one in found]  # fmt: skip
    return combine(answers, [Proposal((one,)) for one in known], {uncertain})


def test_two_places_that_agree_make_a_likely_figure_sure() -> None:
    (one,) = combined(in_text("1821.28", "likely"), in_table("1,821.28", "likely")).answers
    assert (one.confidence, one.conflict) == ("sure", "")
    assert one.source.file == BOOK


def test_one_place_alone_stays_likely() -> None:
    (one,) = combined(in_text("1821.28", "likely"), in_text("1821.28", "likely")).answers
    assert one.confidence == "likely"


def test_where_two_files_disagree_both_are_told_and_the_table_comes_first() -> None:
    found = combined(in_text("1812.28"), in_table("1821.28"))
    assert [one.after for one in found.answers] == ["1821.28", "1812.28"]
    best, other = found.answers
    assert best.conflict == "“报告.docx”第 3 段是“1812.28”"
    assert other.conflict == "“决算表.xlsx”B7是“1821.28”"
    assert [one.confidence for one in found.answers] == ["likely", "doubtful"]
    assert best_answers(found).texts == {TOTAL: "1821.28"}


def test_a_rounded_figure_does_not_contradict_the_exact_one() -> None:
    found = combined(in_text("1800", "doubtful", "整体支出约1800万元"), in_table("1821.28"))
    assert [(one.after, one.confidence, one.conflict) for one in found.answers] == [("1821.28", "sure", "")]


def test_a_vague_figure_that_cannot_be_the_exact_one_is_told() -> None:
    found = combined(in_text("1500", "doubtful", "整体支出约1500万元"), in_table("1821.28"))
    assert [one.after for one in found.answers] == ["1821.28", "1500"]
    assert "1500" in found.answers[0].conflict


def test_nothing_out_of_a_file_that_is_not_read_with_certainty_is_sure() -> None:
    (one,) = combined(in_text("1821.28"), uncertain=REPORT).answers
    assert one.confidence == "likely"
    (one,) = combined(in_text("1821.28"), in_table("1821.28"), uncertain=REPORT).answers
    assert (one.confidence, one.source.file) == ("sure", BOOK)


def test_what_contradicts_the_typed_answer_is_doubtful_and_says_so() -> None:
    (one,) = combined(in_table("1821.28"), typed={TOTAL: "1900"}).answers
    assert (one.confidence, one.conflict) == ("doubtful", "现在填的是“1900”")


def test_the_typed_answer_in_another_writing_is_no_conflict() -> None:
    (one,) = combined(in_table("1821.28"), typed={TOTAL: "1,821.28万元"}).answers
    assert (one.confidence, one.conflict) == ("sure", "")


def test_a_text_of_last_year_may_be_replaced() -> None:
    answers = Answers(FORM, Entries({TOTAL: "1900"}, {TOTAL: "1900"}))
    found = combine(answers, [Proposal((ProposedAnswer(TOTAL, "1900", "1821.28", source=Source("B7", BOOK)),))])
    assert found.answers[0].confidence == "sure"

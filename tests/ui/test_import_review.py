"""What is taken from a proposal at once, what waits for the user, and what is entered."""

from __future__ import annotations

from dataclasses import replace

from perfdesk.application.import_files import propose_files, read_files
from perfdesk.application.session import Session
from perfdesk.checks.finding import FindingCode
from perfdesk.definition.address import Address
from perfdesk.entries.proposal import Proposal
from perfdesk.entries.stated import STATED_SECTION, stated_address
from perfdesk.ui.models.import_review import ImportReview
from perfdesk.ui.models.source_files import SourceFiles
from support.corpus import CORPUS
from support.import_readings import LEADER, OFFICE, PRINT, RETIRED, UNIT, answer, in_report, reading


def _review(session: Session, *addresses: str) -> ImportReview:
    return ImportReview(session, reading().proposal)


def _listed(review: ImportReview, decision: str) -> list[str]:
    return [str(item.address) for item in review.listed(decision)]


def test_only_what_is_sure_and_uncontradicted_is_taken(session: Session) -> None:
    review = _review(session)
    assert _listed(review, "taken") == [UNIT, RETIRED]
    assert _listed(review, "open") == [OFFICE, PRINT, LEADER]


def test_an_answer_that_would_replace_another_waits(session: Session) -> None:
    session.enter(Address.parse(RETIRED), "15")
    assert RETIRED in _listed(_review(session), "open")


def test_an_answer_that_is_there_already_is_not_listed(session: Session) -> None:
    session.enter(Address.parse(RETIRED), "12")
    review = _review(session)
    assert all(RETIRED not in _listed(review, decision) for decision in ("taken", "open", "rejected"))
    assert review.unchanged_count() == 1


def test_the_more_trustworthy_reading_is_offered_first_and_the_chosen_one_entered(session: Session) -> None:
    review = _review(session)
    office = next(item for item in review.items if str(item.address) == OFFICE)
    assert [reading.after for reading in office.choices] == ["12.80", "12.50"]
    review.decide(office, "taken")
    assert review.to_enter().texts[office.address] == "12.80"
    review.choose(office, office.choices[1])
    assert review.to_enter().texts[office.address] == "12.50"


def test_what_waits_or_is_rejected_is_not_entered(session: Session) -> None:
    review = _review(session)
    review.decide(next(item for item in review.items if str(item.address) == UNIT), "rejected")
    assert [str(address) for address in review.to_enter().texts] == [RETIRED]


def test_the_likely_ones_of_a_chapter_leave_out_doubtful_ones_and_replacements(session: Session) -> None:
    review = _review(session)
    assert [str(item.address) for item in review.likely_in("cover")] == [LEADER]
    assert review.likely_in("spending") == []
    session.enter(Address.parse(LEADER), "王某")
    assert review.likely_in("cover") == []


def test_a_rejected_row_leaves_out_the_section_that_belongs_to_it(session: Session) -> None:
    name = answer("spending/projects/rnew/name", "农村厕所改造", in_report(0))
    goal = answer("project_evaluation@rnew/department", "枫坪县农业农村局", in_report(0))
    review = ImportReview(session, Proposal((name, goal)))
    assert [item.section_label for item in review.items][-1].endswith("农村厕所改造")
    assert len(review.to_enter().texts) == 2
    review.decide(next(item for item in review.items if item.address == name.address), "rejected")
    assert review.to_enter().texts == {}


def test_a_computed_total_is_shown_and_cannot_be_taken(session: Session) -> None:
    total = answer("spending/goods/goods_sum/actual", "750", in_report(0), "doubtful", "这个数是算出来的。")
    review = ImportReview(session, Proposal((replace(total, change="figure"),)))
    (item,) = review.items
    assert not review.can_be_taken(item)
    review.decide(item, "taken")
    assert review.decision(item) == "open"
    review.decide(item, "rejected")
    assert review.decision(item) == "rejected"


def test_files_read_again_after_they_were_entered_add_no_row_twice(session: Session) -> None:
    files = SourceFiles([CORPUS / "a_reports" / "a02_tenfold_agriculture_2022.docx"])
    for _ in range(2):
        found, _problems = files.read(session.answers, False, lambda _: None)
        review = ImportReview(session, found.proposal)
        for item in review.items:
            review.decide(item, "taken")
        session.apply_proposal(review.to_enter(), "导入")
    names = [
        session.answers.value(Address("spending", "projects", row, "name"))
        for row in session.answers.rows("spending", "projects")
    ]
    assert len(names) == len(set(names)) > 0


def test_no_row_id_is_shown(session: Session) -> None:
    report = CORPUS / "a_reports" / "a02_tenfold_agriculture_2022.docx"
    review = ImportReview(session, propose_files(session.answers, read_files([report])).proposal)
    links = [item for item in review.items if str(item.address).endswith("/answers")]
    assert [review.in_words(item, review.chosen(item).after) for item in links] == ["第1项", "第2项"]


def test_what_files_state_for_computed_answers_is_kept_and_only_a_contradiction_is_looked_at(session: Session) -> None:
    report = CORPUS / "a_reports" / "a08_revisions_market_2023.docx"
    review = ImportReview(session, propose_files(session.answers, read_files([report])).proposal)
    stated = [item for item in review.items if item.address.section == STATED_SECTION]
    rate = stated_address(Address.parse("self_evaluation/budget_execution/total/rate"))
    looked_at = {item.address: review.chosen(item) for item in stated if review.decision(item) == "open"}
    assert looked_at[rate].after == "99.65"
    assert "98.75" in looked_at[rate].conflict
    assert all(one.conflict for one in looked_at.values())
    assert {item.label[-7:] for item in stated} == {"（原件上的数）"}
    session.apply_proposal(review.to_enter(), "导入")
    assert not any(one.code == FindingCode.STATED for one in session.findings)
    review.decide(next(item for item in stated if item.address == rate), "taken")
    session.apply_proposal(review.to_enter(), "导入")
    (finding,) = [one for one in session.findings if one.code == FindingCode.STATED]
    assert "原件上写 99.65%，按填报的数算出是 98.75%" in finding.message


def test_stated_figures_are_taken_with_their_chapter(session: Session) -> None:
    rate, score = "base_data/people/staff/rate", "self_evaluation/total_score"
    readings = [answer(name, "9", in_report(0), "likely") for name in (rate, score)]
    review = ImportReview(session, Proposal(tuple(readings)))
    assert [str(item.address) for item in review.likely_in("base_data")] == [f"#stated/{rate}"]
    assert [str(item.address) for item in review.likely_in("self_evaluation")] == [f"#stated/{score}"]


def test_files_that_state_different_figures_are_both_shown_and_what_was_noted_is_kept(session: Session) -> None:
    score = Address.parse("self_evaluation/total_score")
    session.fill({stated_address(score): "55"}, "记下")
    first, second = (answer(str(score), text, in_report(0)) for text in ("89.81", "77"))
    review = ImportReview(session, Proposal((first, second)))
    (item,) = review.items
    assert [one.after for one in item.choices] == ["89.81", "77"]
    assert review.decision(item) == "open"
    assert "现在记的是“55”" in review.chosen(item).conflict

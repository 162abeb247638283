"""Proposed changes are reviewed first and then entered as one change."""

from __future__ import annotations

from perfdesk.application.answers_json import propose_values
from perfdesk.application.session import Session
from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.entries.change import Edit
from perfdesk.entries.proposal import Proposal, ProposedAnswer, Source, UnplacedText

UNIT = Address("cover", "unit_name")
TOTAL = Address("spending", "controls", "total", "actual")
BASIC = Address("spending", "controls", "basic", "actual")


def test_a_proposal_is_entered_and_undone_as_one_change(blank: Session) -> None:
    proposal = Proposal((ProposedAnswer(TOTAL, "", "35"), ProposedAnswer(BASIC, "", "20")))
    assert blank.apply_proposal(proposal, "导入 2 格")
    assert (blank.entries.text(TOTAL), blank.entries.text(BASIC)) == ("35", "20")
    assert blank.undo_label == "导入 2 格"
    blank.undo()
    assert (blank.entries.text(TOTAL), blank.entries.text(BASIC)) == (None, None)


def test_rejected_answers_are_left_out_and_unplaced_texts_are_kept() -> None:
    lost = UnplacedText("7", Source("表 1 第 3 行"), "本表没有这一行")
    proposal = Proposal((ProposedAnswer(TOTAL, "", "35"), ProposedAnswer(BASIC, "", "20")), (lost,))
    assert proposal.without({TOTAL}).texts == {BASIC: "20"}
    assert proposal.without({TOTAL}).unplaced == (lost,)


def test_unchanged_answers_are_left_out_of_a_review() -> None:
    same, cleared = ProposedAnswer(TOTAL, "35", "35"), ProposedAnswer(BASIC, "20", "")
    assert Proposal((same, cleared)).without_unchanged().answers == (cleared,)


def test_the_last_text_counts_where_an_address_is_proposed_twice(blank: Session) -> None:
    proposal = Proposal((ProposedAnswer(TOTAL, "", "1"), ProposedAnswer(TOTAL, "", "2")))
    assert proposal.edits(blank.form, blank.entries) == (Edit(TOTAL, None, "2"),)


def test_the_edits_add_missing_rows(blank: Session) -> None:
    table = next(key for key, known in blank.form.tables.items() if known.open and "@" not in key[0])
    column = blank.form.tables[table].columns[0].id
    address = Address(*table, "imported", column)
    edits = Proposal((ProposedAnswer(address, "", "甲"),)).edits(blank.form, blank.entries)
    assert any(edit.address == Address(*table, "imported", ROW_POSITION) for edit in edits)
    assert Edit(address, None, "甲") in edits


def test_json_values_are_a_proposal_that_names_the_place_in_the_file(blank: Session) -> None:
    blank.enter(UNIT, "林业局")
    (answer,) = propose_values(blank, {"cover/unit_name": "应急局"}).answers
    assert answer == ProposedAnswer(UNIT, "林业局", "应急局", source=Source("cover/unit_name"))
    assert blank.entries.text(UNIT) == "林业局"

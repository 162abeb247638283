"""What a report of the seven-chapter outline says is found by the form of that outline."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfdesk.definition.loader import shipped_form
from perfdesk.entries.entries import Entries
from perfdesk.entries.proposal import Proposal
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.formats import read_source
from perfdesk.importers.propose import propose
from support.import_oracle import new_ids

REPORT = Path(__file__).parents[1] / "corpus" / "a_reports" / "a04_sevenfold_transport_2021.docx"


@pytest.fixture(scope="module")
def proposal() -> Proposal:
    ids = new_ids()
    answers = Answers(shipped_form("hunan_overall_2019"), Entries())
    return propose((read_source(REPORT),), answers, lambda: next(ids))[0]


def test_posts_and_staff_are_told_apart_by_kind(proposal: Proposal) -> None:
    found = {str(one.address): one.after for one in proposal.answers if one.confidence == "sure"}
    staff = {
        kind: (found.get(f"overview/staff/{kind}/quota"), found.get(f"overview/staff/{kind}/actual")) for kind in _KINDS
    }
    assert staff == {"civil": ("16", "15"), "alike": ("24", "22"), "institution": ("50", "47")}
    assert found["overview/staff/all/actual"] == "93"


_KINDS = ("civil", "alike", "institution")


def test_what_leads_to_a_list_is_no_answer_by_itself(proposal: Proposal) -> None:
    assert "主要职责：" not in {one.after for one in proposal.answers}
    assert "主要职责：" in {one.text for one in proposal.unplaced}

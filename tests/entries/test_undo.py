"""What can be undone: every step but the one that made the report."""

from __future__ import annotations

import pytest

from perfdesk.definition.address import Address
from perfdesk.entries.change import Change, ChangeKind, Edit, now
from perfdesk.entries.undo import CREATION, History

UNIT = Address("cover", "unit_name")


def change(number: int, label: str, kind: ChangeKind = "do", reverts: int = 0) -> Change:
    return Change(number, now(), "", label, (Edit(UNIT, None, "青石县林业局"),), kind, reverts)


def test_the_creation_of_a_report_is_no_step_to_undo() -> None:
    created = change(1, CREATION)
    assert History.from_changes([created]).undo_label == ""
    typed = History.from_changes([created, change(2, "单位全称")])
    assert typed.undo_label == "单位全称"
    typed.remember(change(3, "单位全称", "undo", 2))
    assert (typed.undo_label, typed.redo_label) == ("", "单位全称")


@pytest.mark.parametrize("first", [change(1, "单位全称"), change(5, CREATION)])
def test_any_other_first_step_can_be_undone(first: Change) -> None:
    assert History.from_changes([first]).undo_label == first.label


def test_a_journal_in_which_the_creation_was_undone_is_still_read() -> None:
    """Earlier versions allowed it."""
    history = History.from_changes([change(1, CREATION), change(2, CREATION, "undo", 1)])
    assert (history.undo_label, history.redo_label) == ("", CREATION)

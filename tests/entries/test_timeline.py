"""The history of a report as shown to the user."""

from __future__ import annotations

from perfdesk.definition.address import Address
from perfdesk.entries.timeline import history_steps

ANSWER = Address("spending", "controls", "total", "actual")
OTHER = Address("spending", "controls", "basic", "actual")


def _described(session, address=None):
    return [
        (one.kind, one.edits[0].before, one.edits[0].after) for one in history_steps(session.file.changes(), address)
    ]


def test_continued_typing_is_one_step_and_the_newest_is_first(blank):
    for text, joins in (("3", False), ("35", True), ("40", False)):
        blank.enter(ANSWER, text, joins)
    blank.enter(OTHER, "7")
    assert _described(blank, ANSWER) == [("do", "35", "40"), ("do", None, "35")]
    assert _described(blank)[0] == ("do", None, "7")


def test_undo_is_a_step_but_a_step_without_effect_is_not(blank):
    blank.enter(ANSWER, "3")
    blank.undo()
    assert _described(blank, ANSWER) == [("undo", "3", None), ("do", None, "3")]
    blank.enter(OTHER, "1")
    blank.enter(OTHER, "", continues=True)
    assert _described(blank, OTHER) == []

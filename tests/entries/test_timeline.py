"""The past of a report as people want to hear it."""

from __future__ import annotations

from perfdesk.definition.address import Address
from perfdesk.entries.timeline import history_steps

ANSWER = Address("spending", "controls", "total", "actual")
OTHER = Address("spending", "controls", "basic", "actual")


def _told(session, address=None):
    return [
        (one.kind, one.edits[0].before, one.edits[0].after) for one in history_steps(session.file.changes(), address)
    ]


def test_typing_on_is_one_step_and_the_newest_stands_first(blank):
    for text, joins in (("3", False), ("35", True), ("40", False)):
        blank.enter(ANSWER, text, joins)
    blank.enter(OTHER, "7")
    assert _told(blank, ANSWER) == [("do", "35", "40"), ("do", None, "35")]
    assert _told(blank)[0] == ("do", None, "7")


def test_undo_is_part_of_the_past_and_what_came_to_nothing_is_not(blank):
    blank.enter(ANSWER, "3")
    blank.undo()
    assert _told(blank, ANSWER) == [("undo", "3", None), ("do", None, "3")]
    blank.enter(OTHER, "1")
    blank.enter(OTHER, "", continues=True)
    assert _told(blank, OTHER) == []

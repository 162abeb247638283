"""Stories of pages that are made while the clerk rests, and of what is refreshed when an answer moves."""

from __future__ import annotations

from PySide6.QtCore import SIGNAL
from PySide6.QtGui import QGuiApplication

from perfdesk.definition.address import Address
from perfdesk.ui.findings.finding_banner import FindingBanner
from perfdesk.ui.pages.page import Page
from support.user import Clerk

FIRST = "basics"
GOODS = "spending/goods/e30239/actual"


def _whole(clerk: Clerk, section: str) -> Page | None:
    return clerk.desk._shelf.known(section)


def test_pages_are_made_while_the_clerk_rests_and_not_while_she_types(clerk: Clerk) -> None:
    clerk.go("cover/unit_name")
    for _ in range(6):
        clerk.type("局")
        clerk.qtbot.wait(200)
        assert _whole(clerk, FIRST) is None
    clerk.qtbot.waitUntil(lambda: _whole(clerk, FIRST) is not None, timeout=10_000)
    assert clerk.desk.page.instance == "cover"
    made = _whole(clerk, FIRST)
    clerk.desk.navigation.choose(FIRST)
    assert clerk.desk.page is made


def test_however_many_pages_there_are_one_listener_follows_the_text_cursor(clerk: Clerk) -> None:
    moved = SIGNAL("cursorRectangleChanged()")
    before = QGuiApplication.inputMethod().receivers(moved)
    assert before > 0
    for entry in clerk.desk.navigation.entries():
        clerk.desk.navigation.choose(entry.instance)
    assert QGuiApplication.inputMethod().receivers(moved) == before


def test_a_page_wanted_before_it_is_whole_is_shown_whole(clerk: Clerk) -> None:
    known = clerk.desk._shelf
    clerk.qtbot.waitUntil(lambda: FIRST in known._pages, timeout=10_000)
    assert _whole(clerk, FIRST) is None
    clerk.session.enter(Address.parse("cover/unit_name"), "半途改名局")
    assert clerk.go("basics/staffing/administrative/actual")
    assert clerk.go(GOODS)


def test_a_page_made_ahead_shows_what_was_typed_since(clerk: Clerk) -> None:
    clerk.qtbot.waitUntil(lambda: _whole(clerk, FIRST) is not None, timeout=10_000)
    clerk.session.enter(Address.parse("basics/staffing/administrative/actual"), "37")
    clerk.desk.navigation.choose(FIRST)
    assert clerk.shown("basics/staffing/administrative/actual") == "37"


def _strips(clerk: Clerk) -> list[FindingBanner]:
    return [strip for strip in clerk.panel(GOODS).findChildren(FindingBanner) if not strip.isHidden()]


def test_a_finding_that_stays_keeps_its_strip(clerk: Clerk) -> None:
    clerk.session.enter(clerk.at(GOODS), "不是数")
    clerk.go(GOODS)
    (before,) = _strips(clerk)
    clerk.session.enter(clerk.at("spending/goods/e30201/actual"), "也不是数")
    clerk.qtbot.waitUntil(lambda: len(_strips(clerk)) == 2)
    first, second = sorted(_strips(clerk), key=lambda strip: strip.y())
    assert ("也不是数" in first.finding.message, second) == (True, before)
    clerk.desk.take_step("undo")
    clerk.qtbot.waitUntil(lambda: _strips(clerk) == [before])

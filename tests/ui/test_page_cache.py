"""Stories of pages that are made while the clerk rests, and of what is refreshed when an answer moves."""

from __future__ import annotations

from PySide6.QtCore import SIGNAL
from PySide6.QtGui import QGuiApplication

from perfdesk.definition.address import Address
from perfdesk.ui.findings.finding_banner import FindingBanner
from perfdesk.ui.pages.page import Page
from support.user import User

FIRST = "basics"
GOODS = "spending/goods/e30239/actual"


def _whole(user: User, section: str) -> Page | None:
    return user.workspace._page_cache.get(section)


def test_pages_are_made_while_the_clerk_rests_and_not_while_she_types(user: User) -> None:
    user.go_to("cover/unit_name")
    for _ in range(6):
        user.type("局")
        user.qtbot.wait(200)
        assert _whole(user, FIRST) is None
    user.qtbot.waitUntil(lambda: _whole(user, FIRST) is not None, timeout=10_000)
    assert user.workspace.page.instance == "cover"
    made = _whole(user, FIRST)
    user.workspace.navigation.choose(FIRST)
    assert user.workspace.page is made


def test_however_many_pages_there_are_one_listener_follows_the_text_cursor(user: User) -> None:
    moved = SIGNAL("cursorRectangleChanged()")
    before = QGuiApplication.inputMethod().receivers(moved)
    assert before > 0
    for entry in user.workspace.navigation.section_entries():
        user.workspace.navigation.choose(entry.instance)
    assert QGuiApplication.inputMethod().receivers(moved) == before


def test_a_page_wanted_before_it_is_whole_is_shown_whole(user: User) -> None:
    known = user.workspace._page_cache
    user.qtbot.waitUntil(lambda: FIRST in known._pages, timeout=10_000)
    assert _whole(user, FIRST) is None
    user.session.enter(Address.parse("cover/unit_name"), "半途改名局")
    assert user.go_to("basics/staffing/administrative/actual")
    assert user.go_to(GOODS)


def test_a_page_made_ahead_shows_what_was_typed_since(user: User) -> None:
    user.qtbot.waitUntil(lambda: _whole(user, FIRST) is not None, timeout=10_000)
    user.session.enter(Address.parse("basics/staffing/administrative/actual"), "37")
    user.workspace.navigation.choose(FIRST)
    assert user.shown_text("basics/staffing/administrative/actual") == "37"


def _strips(user: User) -> list[FindingBanner]:
    return [strip for strip in user.panel(GOODS).findChildren(FindingBanner) if not strip.isHidden()]


def test_a_finding_that_stays_keeps_its_strip(user: User) -> None:
    user.session.enter(user.at(GOODS), "不是数")
    user.go_to(GOODS)
    (before,) = _strips(user)
    user.session.enter(user.at("spending/goods/e30201/actual"), "也不是数")
    user.qtbot.waitUntil(lambda: len(_strips(user)) == 2)
    first, second = sorted(_strips(user), key=lambda strip: strip.y())
    assert ("也不是数" in first.finding.message, second) == (True, before)
    user.workspace.step_through_history("undo")
    user.qtbot.waitUntil(lambda: _strips(user) == [before])

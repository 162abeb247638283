"""Pages built while the user is idle, and what is refreshed after a change."""

from __future__ import annotations

import pytest
from PySide6.QtCore import SIGNAL
from PySide6.QtGui import QGuiApplication

from perfdesk.definition.address import Address
from perfdesk.ui.findings.finding_banner import FindingBanner
from perfdesk.ui.pages.page import Page
from support.user import User

pytestmark = pytest.mark.slow

FIRST = "basics"
GOODS = "spending/goods/e30239/actual"


def _complete_page(user: User, section: str) -> Page | None:
    return user.workspace._page_cache.get(section)


def test_pages_are_built_while_the_user_is_idle_and_not_while_typing(user: User) -> None:
    user.go_to("cover/unit_name")
    for _ in range(6):
        user.type("局")
        user.qtbot.wait(200)
        assert _complete_page(user, FIRST) is None
    user.qtbot.waitUntil(lambda: _complete_page(user, FIRST) is not None, timeout=10_000)
    assert user.workspace.page.instance == "cover"
    made = _complete_page(user, FIRST)
    user.workspace.navigation.choose(FIRST)
    assert user.workspace.page is made


def test_only_one_listener_follows_the_text_cursor(user: User) -> None:
    moved = SIGNAL("cursorRectangleChanged()")
    before = QGuiApplication.inputMethod().receivers(moved)
    assert before > 0
    for entry in user.workspace.navigation.section_entries():
        user.workspace.navigation.choose(entry.instance)
    assert QGuiApplication.inputMethod().receivers(moved) == before


def test_a_page_opened_before_it_is_complete_is_shown_complete(user: User) -> None:
    known = user.workspace._page_cache
    user.qtbot.waitUntil(lambda: FIRST in known._pages, timeout=10_000)
    assert _complete_page(user, FIRST) is None
    user.session.enter(Address.parse("cover/unit_name"), "半途改名局")
    assert user.go_to("basics/staffing/administrative/actual")
    assert user.go_to(GOODS)


def test_a_page_built_in_advance_shows_later_answers(user: User) -> None:
    user.qtbot.waitUntil(lambda: _complete_page(user, FIRST) is not None, timeout=10_000)
    user.session.enter(Address.parse("basics/staffing/administrative/actual"), "37")
    user.workspace.navigation.choose(FIRST)
    assert user.shown_text("basics/staffing/administrative/actual") == "37"


def _banners(user: User) -> list[FindingBanner]:
    return [banner for banner in user.panel(GOODS).findChildren(FindingBanner) if not banner.isHidden()]


def test_a_finding_of_the_same_kind_joins_the_banner_and_leaves_it(user: User) -> None:
    user.session.enter(user.at(GOODS), "不是数")
    user.go_to(GOODS)
    (before,) = _banners(user)
    assert len(before.group) == 1
    user.session.enter(user.at("spending/goods/e30201/actual"), "也不是数")
    user.qtbot.waitUntil(lambda: [len(banner.group) for banner in _banners(user)] == [2])
    user.workspace.step_through_history("undo")
    user.qtbot.waitUntil(lambda: [len(banner.group) for banner in _banners(user)] == [1])

"""The target of a jump stays visible, on new pages and on pages that change their width."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


def _box(user: User, place: str) -> QRect:
    """Return the position of a cell in the visible part of the page."""
    view, page = user.panel(place).view, user.workspace.page
    box = view.cell_rect(user.at(place))
    assert box is not None
    return QRect(view.mapTo(page.viewport(), box.topLeft()), box.size())


def _is_seen(user: User, place: str) -> bool:
    return user.workspace.page.viewport().rect().contains(_box(user, place))


@pytest.mark.parametrize(
    "place", ["spending/flow/left/amount", "spending/goods/e30299/actual", "scoring/items/area/score"]
)
def test_a_jump_to_a_new_page_shows_the_cell(user: User, place: str) -> None:
    user.session.enter(user.at("cover/with_scoring"), "附")
    assert user.workspace.go_to(user.at(place))
    user.qtbot.waitUntil(lambda: _is_seen(user, place))
    assert user.panel(place).view.current_cell().address == user.at(place)


def test_the_cell_stays_visible_when_the_page_gets_narrower_or_longer_above_it(user: User) -> None:
    place = "spending/goods/e30299/actual"
    assert user.workspace.go_to(user.at(place))
    user.qtbot.waitUntil(lambda: _is_seen(user, place))
    user.workspace.page.keep_in_view(user.at(place))
    user.workspace.open_inspector("origin")
    user.qtbot.waitUntil(lambda: _is_seen(user, place))
    user.workspace.close_inspector()
    user.workspace.page.keep_in_view(user.at(place))
    user.session.enter(user.at("spending/whole"), "本年整体支出情况说明。\n" * 60)
    user.workspace.page.refresh_pending()
    user.qtbot.waitUntil(lambda: _is_seen(user, place))


def test_following_ends_when_the_user_scrolls(user: User) -> None:
    place = "spending/goods/e30299/actual"
    assert user.workspace.go_to(user.at(place))
    user.qtbot.waitUntil(lambda: not user.workspace.page._seek_timer.isActive())
    user.workspace.page.verticalScrollBar().setValue(0)
    QApplication.processEvents()
    assert not _is_seen(user, place)

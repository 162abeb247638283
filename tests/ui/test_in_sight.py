"""An answer one jumps to stays in sight, on pages just made and on pages that change their width."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from support.user import Clerk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def _box(clerk: Clerk, place: str) -> QRect:
    """Where a cell stands in the part of the page one sees."""
    view, page = clerk.panel(place).view, clerk.desk.page
    box = view.cell_rect(clerk.at(place))
    assert box is not None
    return QRect(view.mapTo(page.viewport(), box.topLeft()), box.size())


def _is_seen(clerk: Clerk, place: str) -> bool:
    return clerk.desk.page.viewport().rect().contains(_box(clerk, place))


@pytest.mark.parametrize(
    "place", ["spending/flow/left/amount", "spending/goods/e30299/actual", "scoring/items/area/score"]
)
def test_a_jump_to_a_page_never_opened_ends_at_the_cell(clerk: Clerk, place: str) -> None:
    clerk.session.enter(clerk.at("cover/with_scoring"), "附")
    assert clerk.desk.go_to(clerk.at(place))
    clerk.qtbot.waitUntil(lambda: _is_seen(clerk, place))
    assert clerk.panel(place).view.current_cell().address == clerk.at(place)


def test_the_cell_stays_in_sight_when_the_page_gets_narrower_or_longer_above_it(clerk: Clerk) -> None:
    place = "spending/goods/e30299/actual"
    assert clerk.desk.go_to(clerk.at(place))
    clerk.qtbot.waitUntil(lambda: _is_seen(clerk, place))
    clerk.desk.page.keep_in_sight(clerk.at(place))
    clerk.desk.open_side("origin")
    clerk.qtbot.waitUntil(lambda: _is_seen(clerk, place))
    clerk.desk.close_side()
    clerk.desk.page.keep_in_sight(clerk.at(place))
    clerk.session.enter(clerk.at("spending/whole"), "本年整体支出情况说明。\n" * 60)
    clerk.desk.page.settle()
    clerk.qtbot.waitUntil(lambda: _is_seen(clerk, place))


def test_following_ends_when_the_clerk_turns_the_page_herself(clerk: Clerk) -> None:
    place = "spending/goods/e30299/actual"
    assert clerk.desk.go_to(clerk.at(place))
    clerk.qtbot.waitUntil(lambda: not clerk.desk.page._seeking.isActive())
    clerk.desk.page.verticalScrollBar().setValue(0)
    QApplication.processEvents()
    assert not _is_seen(clerk, place)

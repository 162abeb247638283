"""五分钟上手: cards that point at parts of the window, on a practice report, without blocking it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from perfdesk.ui.findings.finding_banner import FindingBanner
from perfdesk.ui.help.tour import Tour, card_position, tour_steps
from perfdesk.ui.settings import recent_files
from perfdesk.ui.window.main_window import MainWindow
from perfdesk.ui.window.start_page import StartPage
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
FIX = next(number for number, step in enumerate(tour_steps()) if step.fix)


@pytest.fixture
def beginner(qtbot: QtBot) -> Iterator[User]:
    """A user who has started the program for the first time."""
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.begin(None)
    qtbot.waitExposed(window)
    window.activateWindow()
    yield User(qtbot, window)
    window.close()


def _begin(user: User) -> Tour:
    """Start the tour from the start page."""
    page = user.window.findChild(StartPage)
    user.qtbot.mouseClick(page.tour_button, Qt.MouseButton.LeftButton)
    tour = user.window.help.tour
    assert tour is not None and tour.card.isVisible()
    return tour


def _click(user: User, button: QPushButton) -> None:
    user.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_first_start_offers_it_and_later_ones_only_the_menu(beginner: User) -> None:
    _begin(beginner)
    beginner.window.actions_.by_id["close"].trigger()
    again = beginner.window.findChildren(StartPage)[-1]
    assert not hasattr(again, "tour_button")
    assert recent_files() == [], "the practice report is not one of the user's"


def test_its_buttons_lead_to_the_end_and_the_mistake_is_corrected(beginner: User) -> None:
    tour = _begin(beginner)
    assert [finding.severity for finding in beginner.session.findings] == ["error"]
    for number, step in enumerate(tour_steps(), 1):
        assert tour.step == step
        tour.follow()
        assert tour.frame.isVisible(), step.title
        assert tour.card.count_label.text() == f"{number} / {len(tour_steps())}"
        assert beginner.window.rect().contains(tour.card.geometry())
        assert beginner.window.rect().contains(tour.frame.geometry())
        assert not tour.card.geometry().intersects(tour.frame.geometry()), step.title
        _click(beginner, tour.card.forward_button)
    assert beginner.session.findings == ()
    assert not tour.card.isVisible() and not tour.frame.isVisible()
    assert "练习" in beginner.workspace.messages.message


def test_the_card_changes_when_the_user_corrects_the_mistake(beginner: User) -> None:
    tour = _begin(beginner)
    for _ in range(FIX):
        _click(beginner, tour.card.forward_button)
    beginner.qtbot.waitUntil(lambda: _banner(beginner) is not None)
    _click(beginner, _banner(beginner).findChild(QPushButton))
    tour.follow()
    assert tour.card.accessibleDescription() == tour_steps()[FIX].done
    _click(beginner, tour.card.back_button)
    assert tour.step == tour_steps()[FIX - 1]


def test_typing_continues_while_a_card_is_shown(beginner: User) -> None:
    tour = _begin(beginner)
    beginner.go_to("cover/short_name")
    tour.follow()
    for _ in range(30):
        beginner.press(Qt.Key.Key_Delete)
    beginner.type("县林业局")
    beginner.wait_idle()
    assert beginner.stored_text("cover/short_name") == "县林业局"
    assert tour.card.isVisible()


def test_escape_ends_it_but_in_a_cell_it_only_leaves_the_cell(beginner: User) -> None:
    tour = _begin(beginner)
    beginner.go_to("spending/goods/e30201/actual")
    beginner.type("9")
    beginner.press(Qt.Key.Key_Escape)
    assert tour.card.isVisible()
    beginner.press(Qt.Key.Key_Escape)
    assert not tour.card.isVisible() and not tour.frame.isVisible()
    assert beginner.window.session is not None, "the practice stays open"


def test_it_ends_when_the_report_is_closed(beginner: User) -> None:
    tour = _begin(beginner)
    beginner.window.actions_.by_id["close"].trigger()
    beginner.qtbot.waitUntil(lambda: not tour.card.isVisible())
    assert not tour.frame.isVisible()


def test_started_twice_it_shows_one_card(beginner: User) -> None:
    first = _begin(beginner)
    beginner.window.actions_.by_id["tour"].trigger()
    second = beginner.window.help.tour
    assert second is not first
    assert not first.card.isVisible() and second.card.isVisible()


@pytest.mark.parametrize("box", [(0, 90, 250, 600), (1000, 90, 360, 600), (260, 560, 700, 150), (500, 20, 90, 30)])
def test_a_card_does_not_cover_its_target(box: tuple[int, int, int, int]) -> None:
    room, size = QRect(0, 0, 1366, 700), QSize(336, 150)
    card = QRect(card_position(QRect(*box), size, room), size)
    assert room.contains(card)
    assert not card.intersects(QRect(*box))


def test_without_room_elsewhere_the_card_is_in_the_corner() -> None:
    room, size = QRect(0, 0, 400, 300), QSize(336, 150)
    assert card_position(QRect(0, 0, 400, 300), size, room) == QPoint(400 - 1 - 336 - 12, 300 - 1 - 150 - 12)


def _banner(user: User) -> FindingBanner | None:
    strips = user.workspace.page.findChildren(FindingBanner)
    return next((one for one in strips if one.isVisible() and one.findChild(QPushButton)), None)

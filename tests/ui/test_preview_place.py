"""What is at a place of the preview stays there while the pages get another size."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollArea

from perfdesk.ui.panels.preview.page_place import PagePlace, place_at
from support.user import User

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
AT = QPoint(20, 20)


@pytest.fixture
def area(user: User, demo_file: Path) -> QScrollArea:
    """The pages of a long report, scrolled to the lower part of the third."""
    user.window.open_path(demo_file)
    preview = user.workspace.preview
    user.workspace.set_preview(True)
    user.qtbot.waitUntil(lambda: preview.page_count > 3, timeout=60_000)
    found = preview.findChild(QScrollArea)
    assert found is not None
    user.qtbot.waitUntil(lambda: found.verticalScrollBar().maximum() > preview.page_views[3].y(), timeout=10_000)
    view = preview.page_views[2]
    found.verticalScrollBar().setValue(view.y() + round(view.height() * 0.7))
    return found


def shown(user: User, area: QScrollArea) -> PagePlace:
    found = place_at(area, user.workspace.preview.page_views, AT)
    assert found is not None
    return found


def turn(area: QScrollArea) -> None:
    viewport = area.viewport()
    event = QWheelEvent(
        QPointF(AT), QPointF(viewport.mapToGlobal(AT)), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)


@pytest.mark.parametrize("pause", [0, 80, 400])
def test_what_is_under_the_pointer_stays_there_however_fast_the_wheel_turns(
    user: User, area: QScrollArea, pause: int
) -> None:
    before, width = shown(user, area), user.workspace.preview.page_views[0].width()
    for _ in range(3):
        turn(area)
        user.qtbot.wait(pause)  # the pages are being drawn, or already are
    user.qtbot.waitUntil(lambda: user.workspace.preview.page_views[0].width() > width * 1.5, timeout=60_000)
    user.qtbot.wait(50)
    after = shown(user, area)
    assert (before.page, after.page) == (2, 2)
    assert after.down == pytest.approx(before.down, abs=0.02)


def test_a_place_of_a_later_page_is_enlarged_where_it_is(user: User, area: QScrollArea) -> None:
    view, width = user.workspace.preview.page_views[2], user.workspace.preview.page_views[0].width()
    before = shown(user, area)
    user.qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=view.mapFrom(area.viewport(), AT))
    user.qtbot.waitUntil(lambda: user.workspace.preview.page_views[0].width() > width * 1.9, timeout=60_000)
    user.qtbot.wait(50)
    after = shown(user, area)
    assert (after.page, after.down) == (2, pytest.approx(before.down, abs=0.02))


def test_the_place_at_the_top_stays_while_the_window_grows(user: User, area: QScrollArea) -> None:
    before, width = shown(user, area), user.workspace.preview.page_views[0].width()
    user.window.resize(1920, user.window.height())
    user.qtbot.waitUntil(lambda: user.workspace.preview.page_views[0].width() > width * 1.1, timeout=60_000)
    user.qtbot.wait(50)
    after = shown(user, area)
    assert (after.page, after.down) == (2, pytest.approx(before.down, abs=0.03))

"""The overview: what it shows, where its links lead, and the picture it is saved as."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget

from perfdesk.ui.appearance import theme
from perfdesk.ui.panels.overview.cards import FindingButton
from perfdesk.ui.panels.overview.page import Overview
from perfdesk.ui.panels.section_list import OVERVIEW
from perfdesk.ui.widgets import message_boxes
from support.user import User

pytestmark = pytest.mark.slow

SPENDING = {
    "spending/controls/total/actual": "1000",
    "spending/controls/basic/actual": "700",
    "spending/controls/project/actual": "300",
    "spending/controls/e301/actual": "700",
    "spending/three_public/reception/last_actual": "4",
    "spending/three_public/reception/budget": "3",
    "spending/three_public/reception/actual": "2",
    "spending/three_public/abroad/actual": "0",
}


def _fill(user: User) -> None:
    user.session.fill({user.at(address): text for address, text in SPENDING.items()}, "填")


@pytest.fixture
def overview(user: User) -> Overview:
    """The overview, opened with its shortcut."""
    _fill(user)
    user.qtbot.waitUntil(user.window.isActiveWindow)
    user.press(Qt.Key.Key_0, Qt.KeyboardModifier.AltModifier)
    assert user.workspace.stack.currentWidget() is user.workspace.overview
    return user.workspace.overview


def test_cards_show_the_key_figures_and_follow_every_change(user: User, overview: Overview) -> None:
    shown = [card.texts for card in overview.cards]
    assert shown[0] == ("整体支出（万元）", "1,000.00", "基本 700.00 ＋ 项目 300.00")
    assert shown[1] == ("预算执行率", "—", "还没有填到")
    missing = sum(finding.severity == "missing" for finding in user.session.findings)
    assert shown[-1][1] == f"{missing} 处未填"
    user.session.fill({user.at("spending/controls/total/actual"): "1200"}, "填")
    assert overview.cards[0].texts[1] == "1,200.00"


def test_the_parts_of_a_card_make_up_its_figure_and_figures_look_alike(user: User, demo_file: Path) -> None:
    user.window.open_path(demo_file)
    user.workspace.navigation.choose(OVERVIEW)
    shown = [card.texts for card in user.workspace.overview.cards if card.isVisible()]
    assert shown[0] == ("整体支出（万元）", "1,297.99", "基本 890.10 ＋ 项目 358.69 ＋ 基金等 49.20")
    assert shown[1][2] == "全年预算 1,313.60 万元"
    assert Decimal("890.10") + Decimal("358.69") + Decimal("49.20") == Decimal("1297.99")


def test_charts_draw_the_figures_and_name_those_that_are_zero(overview: Overview) -> None:
    assert list(overview.charts) == ["支出构成", "“三公”经费"]
    wages, projects = overview.charts["支出构成"].groups
    assert [bar.text for bar in (*wages.bars, *projects.bars)] == ["700.00（70.0%）", "300.00（30.0%）"]
    (reception,) = overview.charts["“三公”经费"].groups
    assert [(bar.length, bar.shade) for bar in reception.bars] == [(4, "hatched"), (3, "pale"), (2, "strong")]


def test_a_chart_is_hidden_when_its_last_figure_is_deleted(user: User, overview: Overview) -> None:
    user.session.fill(dict.fromkeys(map(user.at, SPENDING), ""), "清空")
    assert list(overview.charts) == []


def test_a_card_and_a_finding_link_to_their_cells(user: User, overview: Overview) -> None:
    overview.cards[0].click()
    assert user.workspace.page is not None
    assert user.workspace.page.instance == "spending"
    assert user.panel("spending/controls/total/actual").view.current_cell().text == "1000.00"
    user.workspace.navigation.choose(OVERVIEW)
    first = overview.todo_panel.findChildren(FindingButton)[0]
    first.click()
    assert user.workspace.page.instance == first.finding.addresses[0].section


def test_findings_and_preview_are_hidden_while_the_overview_is_open(user: User, overview: Overview) -> None:
    assert not user.workspace.checks.isVisible()
    assert not user.workspace.preview.isVisible()
    user.workspace.save_splitter_sizes()
    user.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert user.workspace.navigation.current_section() == "cover"
    assert user.workspace.checks.isVisible()
    path = user.session.path
    user.window.actions_.by_id["close"].trigger()
    assert user.window.open_path(path)
    assert user.workspace.checks.height() > 100


def test_f4_does_not_open_the_preview_next_to_the_overview_and_shows_a_message(user: User, overview: Overview) -> None:
    user.press(Qt.Key.Key_F4)
    assert not user.workspace.preview.isVisible()
    assert not user.window.actions_.by_id["preview"].isChecked()
    assert "F4" in user.workspace.messages.message
    user.workspace.navigation.choose("basics")
    assert user.workspace.preview.isVisible(), "a request made on the overview is not remembered"


def test_everything_is_visible_on_the_smallest_screen(user: User, overview: Overview) -> None:
    user.qtbot.wait(30)
    assert overview.verticalScrollBar().maximum() == 0
    for card in overview.cards:
        assert card.height() >= card.layout().totalMinimumSize().height()


class StyleChanges(QObject):
    """Counts how often a widget is restyled."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() in (QEvent.Type.StyleChange, QEvent.Type.PaletteChange)
        return super().eventFilter(watched, event)


def test_the_picture_is_light_in_dark_mode_too(
    user: User, overview: Overview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.window.actions_.by_id["dark"].trigger()
    try:
        target = tmp_path / "概览.png"
        monkeypatch.setattr(message_boxes, "ask_target", lambda *_: target)
        window = StyleChanges(user.window)
        overview.save_button.click()
        assert window.count == 0, "the program is not restyled for a picture"
        picture = QImage(str(target))
        assert "点一条" in overview.todo_panel.findChildren(QLabel)[-1].text(), "only the picture goes without it"
        assert picture.width() == overview.widget().width() * 2
        assert picture.pixelColor(4, 4).name() == theme.LIGHT["window"].lower()
        assert theme.is_dark()
        assert "概览.png" in user.workspace.messages.message
        monkeypatch.setattr(message_boxes, "ask_target", lambda *_: tmp_path / "没有" / "概览.png")
        overview.save_button.click()
        assert "没有存成图片" in user.workspace.messages.message
    finally:
        user.window.actions_.by_id["dark"].trigger()

"""The panel of findings: its room, one line a finding, groups that open, and how it comes back when dragged shut."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from perfdesk.application.samples import make_sample
from perfdesk.ui.findings.finding_banner import FindingBanner
from perfdesk.ui.findings.finding_list import FindingList
from perfdesk.ui.panels.section_list import OVERVIEW
from support.user import User

Key = Qt.Key
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


@pytest.fixture
def published(user: User, tmp_path: Path) -> User:
    """A user with the published report open, which has many findings."""
    path = tmp_path / "daoxian.db"
    make_sample("daoxian-2023", path)
    user.window.open_path(path)
    user.qtbot.waitUntil(lambda: user.workspace.checks.finding_list.count() > 0)
    return user


def _visible_rows(rows: FindingList) -> int:
    view = rows.viewport().rect()
    return sum(view.contains(rows.visualItemRect(rows.item(number))) for number in range(rows.count()))


def _select_group(user: User, code: str) -> FindingList:
    rows = user.workspace.checks.finding_list
    rows.setFocus(Qt.FocusReason.OtherFocusReason)
    rows.setCurrentRow(next(at for at, row in enumerate(rows.finding_rows()) if row.finding.code == code))
    return rows


def test_five_findings_are_visible_on_the_smallest_usual_screen(published: User) -> None:
    published.workspace.navigation.choose("performance")
    rows = published.workspace.checks.finding_list
    published.qtbot.waitUntil(lambda: _visible_rows(rows) >= 5)
    heights = {rows.visualItemRect(rows.item(number)).height() for number in range(rows.count())}
    assert len(heights) == 1, "each finding takes one line at rest"
    rows.setCurrentRow(next(at for at, row in enumerate(rows.finding_rows()) if row.finding.code == "E06"))
    published.qtbot.waitUntil(lambda: rows.visualItemRect(rows.currentItem()).height() > max(heights))


def test_the_findings_of_the_page_come_first_and_f8_still_reaches_all(published: User) -> None:
    rows = published.workspace.checks.finding_list
    for section in ("performance", "spending"):
        published.workspace.navigation.choose(section)
        assert rows.finding_rows()[0].finding.section == section
    everything = published.workspace.model.findings
    reached = []
    for _ in everything:
        published.press(Key.Key_F8)
        reached.append(rows.selected_row().finding)
    assert sorted(map(repr, reached)) == sorted(map(repr, everything))


def test_findings_of_one_kind_in_one_place_are_one_row_that_opens(published: User) -> None:
    rows = _select_group(published, "C34")
    group = rows.selected_row()
    assert len(group.group) == 4
    assert group.text.startswith("目标1、目标2、目标3、目标4：")
    closed = rows.count()
    published.press(Key.Key_Return)
    assert rows.count() == closed + 4
    at = rows.currentRow()
    assert [row.finding for row in rows.finding_rows()[at + 1 : at + 5]] == list(group.group)
    rows.setCurrentRow(at + 2)
    published.press(Key.Key_Return)
    assert published.workspace.navigation.current_section() == "basics"
    rows.setFocus(Qt.FocusReason.OtherFocusReason)
    rows.setCurrentRow(rows.finding_rows().index(group))
    published.press(Key.Key_Left)
    assert rows.count() == closed
    listed = published.workspace.checks.findings()
    assert all(finding in listed for finding in group.group), "a closed group still counts"


def test_findings_with_the_same_words_in_two_rows_are_two(user: User) -> None:
    for _ in range(2):
        user.session.add_row("spending", "projects", None, {"name": "道路养护", "budget": "abc"})
    checks = user.workspace.checks
    row = next(row for row in checks.finding_list.finding_rows() if row.finding.code == "UNREADABLE")
    assert len(row.group) == 2
    assert row.text.startswith("共 2 处：道路养护")
    assert checks.level_buttons["error"].text() == "错误 2"
    assert sorted(map(repr, checks.findings())) == sorted(map(repr, user.workspace.model.findings))


def test_banners_of_one_kind_are_one_that_opens_and_none_is_written_twice_on_a_page(published: User) -> None:
    published.workspace.navigation.choose("basics")
    page = published.workspace.page
    assert page is not None

    def banners() -> list[FindingBanner]:
        return [one for one in page.findChildren(FindingBanner) if not one.isHidden() and one.parent() is not None]

    (goals,) = (banner for banner in banners() if banner.group[0].code == "C34")
    next(link for link in goals.findChildren(QPushButton) if link.text().startswith("逐处看")).click()
    published.qtbot.waitUntil(lambda: sum(banner.group[0].code == "C34" for banner in banners()) == 4)
    published.workspace.navigation.choose("spending")
    page = published.workspace.page
    published.workspace.page.refresh_pending()
    written = [finding for banner in banners() for finding in banner.group if finding.code == "E06"]
    assert len(written) == len(set(map(repr, written))) == 1


def test_the_panel_leaves_its_room_to_the_page_while_it_is_empty(user: User, tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    make_sample("demo-2024", path)
    user.window.open_path(path)
    checks = user.workspace.checks
    user.qtbot.waitUntil(lambda: checks.height() < 40)
    assert not checks.finding_list.isVisible()
    user.session.fill({user.at("spending/controls/basic/actual"): "1"}, "填")
    user.qtbot.waitUntil(lambda: checks.height() > 150)
    user.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    user.qtbot.waitUntil(lambda: checks.height() < 40)


@pytest.mark.parametrize("way", ["F8", "count", "menu"])
def test_a_panel_that_was_dragged_shut_comes_back(published: User, way: str) -> None:
    splitter, checks = published.workspace.checks_splitter, published.workspace.checks
    action = published.window.actions_.by_id["checks"]
    assert action.isChecked()
    height = checks.height()
    splitter.moveSplitter(splitter.height(), 1)
    assert splitter.is_shut
    assert not action.isChecked()
    if way == "F8":
        published.press(Key.Key_F8)
    elif way == "count":
        published.qtbot.mouseClick(published.window.status.errors, Qt.MouseButton.LeftButton)
    else:
        action.trigger()
    assert not splitter.is_shut
    assert action.isChecked()
    assert checks.height() == height


def test_the_menu_tells_whether_the_findings_are_shut_also_on_the_overview(published: User) -> None:
    action, checks = published.window.actions_.by_id["checks"], published.workspace.checks
    published.workspace.navigation.choose(OVERVIEW)
    assert checks.isHidden()
    action.trigger()
    assert not action.isChecked()
    published.workspace.navigation.choose("performance")
    published.qtbot.waitUntil(lambda: checks.height() == 0 or checks.visibleRegion().isEmpty())
    assert published.workspace.checks_splitter.is_shut
    action.trigger()
    assert checks.height() > 100

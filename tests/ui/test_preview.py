"""The preview: a click goes to the answer, the current answer is marked, and failures are reported."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.process import BaseProcess

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QToolTip

from perfdesk.checks.finding import Finding
from perfdesk.definition.address import Address
from perfdesk.evaluation.answers import Answers
from perfdesk.ui.appearance import theme
from perfdesk.ui.panels.preview import rendering
from perfdesk.ui.panels.preview.page_images import pickled_form
from perfdesk.ui.panels.preview.page_view import PageView
from perfdesk.ui.panels.preview.render_process import PROCESS_NAME
from perfdesk.ui.panels.preview.rendering import RenderedPage, RenderRequest
from support.user import User

Key = Qt.Key
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
STAFF = "base_data/people/staff/actual"
TYPED = "basics/staffing/administrative/actual"
PROGRAM = """
import time
from perfdesk.definition.loader import shipped_form
from perfdesk.entries.entries import Entries
from perfdesk.ui.panels.preview.render_process import render_process
from perfdesk.ui.panels.preview.rendering import RenderRequest, RenderedPage
from perfdesk.ui.panels.preview.page_images import pickled_form
drawn = render_process().render(RenderRequest(pickled_form(shipped_form("hunan_overall_2023")), Entries(), (), 100))
print(len(drawn.pages), flush=True)
time.sleep(60)
"""


@pytest.fixture
def drawn(user: User) -> User:
    """A report with a figure in a table and a sentence, its pages rendered."""
    user.workspace.set_preview(True)
    user.session.fill(
        {
            user.at("spending/controls/total/actual"): "9",
            user.at("cover/year"): "2024",
            user.at("performance/text"): "一、总体情况。完成了全年任务。",
            user.at(TYPED): "12",
        },
        "填",
    )
    user.qtbot.waitUntil(lambda: _area(user, STAFF) is not None, timeout=10_000)
    return user


def _area(user: User, address: str | Address) -> tuple[PageView, QRectF] | None:
    """Return the first page with an answer, and its area there."""
    for sheet in user.workspace.preview.page_views:
        box = sheet.area_of(user.at(address) if isinstance(address, str) else address)
        if box is not None:
            return sheet, box
    return None


def _process() -> BaseProcess:
    """Return the render process."""
    (found,) = (child for child in multiprocessing.active_children() if child.name == PROCESS_NAME)
    return found


def _center(user: User, address: str | Address) -> tuple[PageView, QPoint]:
    found = _area(user, address)
    assert found is not None
    return found[0], found[1].center().toPoint() + QPoint(1, 1)


def _move(sheet: PageView, at: QPoint) -> None:
    where = QPointF(at)
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, where, sheet.mapToGlobal(where), none, none, Qt.KeyboardModifier(0))
    QApplication.sendEvent(sheet, event)


@pytest.mark.parametrize("address", [STAFF, "performance/text", "spending/overall_sentence", "cover/title"])
def test_a_click_on_a_page_goes_to_the_answer(drawn: User, address: str) -> None:
    sheet, at = _center(drawn, address)
    with drawn.qtbot.waitSignal(drawn.workspace.preview.go_to_requested):
        drawn.qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=at)
    wanted = drawn.at(address)
    assert drawn.workspace.navigation.current_section() == wanted.section
    part = drawn.workspace.page.part_at(wanted)
    focused = QApplication.focusWidget()
    assert part is focused or part.isAncestorOf(focused)
    if wanted.row:
        assert drawn.panel(address).view.current_cell().address == wanted


def test_a_click_on_a_figure_of_a_sentence_goes_to_its_own_cell(drawn: User) -> None:
    texts = {"controls/basic/actual": "700", "controls/project/actual": "300", "controls/e301/actual": "123.45"}
    drawn.session.fill({drawn.at(f"spending/{place}"): text for place, text in texts.items()}, "填")

    def spot() -> tuple[PageView, QRectF] | None:
        for sheet in drawn.workspace.preview.page_views:
            for box, _, written in sheet.page_image.figures if sheet.page_image is not None else ():
                if written == "123.45":
                    return sheet, box
        return None

    drawn.qtbot.waitUntil(lambda: spot() is not None, timeout=10_000)
    sheet, box = spot()
    with drawn.qtbot.waitSignal(drawn.workspace.preview.go_to_requested):
        drawn.qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=box.center().toPoint() + QPoint(1, 1))
    assert drawn.panel("spending/controls/e301/actual").view.current_cell().address == drawn.at(
        "spending/controls/e301/actual"
    )


def test_a_click_on_a_heading_goes_to_its_chapter(drawn: User) -> None:
    sheet, at = _center(drawn, Address("performance", ""))
    with drawn.qtbot.waitSignal(drawn.workspace.preview.go_to_requested):
        drawn.qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=at)
    assert drawn.workspace.navigation.current_section() == "performance"


def test_an_area_that_can_be_clicked_shows_a_hand_and_its_name(drawn: User) -> None:
    sheet, at = _center(drawn, STAFF)
    _move(sheet, at)
    assert sheet.cursor().shape() == Qt.CursorShape.PointingHandCursor
    QApplication.sendEvent(sheet, QHelpEvent(QEvent.Type.ToolTip, at, sheet.mapToGlobal(at)))
    assert QToolTip.text().startswith("点一下就去：1 基础数据表·")
    _move(sheet, QPoint(3, 3))
    assert sheet.cursor().shape() == Qt.CursorShape.ArrowCursor
    QApplication.sendEvent(sheet, QHelpEvent(QEvent.Type.ToolTip, QPoint(3, 3), sheet.mapToGlobal(QPoint(3, 3))))
    drawn.qtbot.waitUntil(lambda: QToolTip.text() == "")


def test_the_current_answer_is_marked_with_a_bar_and_visible(drawn: User) -> None:
    def left_of(address: str) -> str:
        found = _area(drawn, address)
        assert found is not None
        sheet, box = found
        return sheet.grab().toImage().pixelColor(round(box.x()) - 1, round(box.center().y()) + 1).name()

    bar = theme.LIGHT["accent"].lower()
    drawn.go_to("spending/overall_sentence")
    assert left_of("spending/overall_sentence") == bar
    drawn.go_to("performance/text")
    assert (left_of("spending/overall_sentence"), left_of("performance/text")) == ("#ffffff", bar)
    sheet, at = _center(drawn, "performance/text")
    assert drawn.workspace.preview.rect().contains(sheet.mapTo(drawn.workspace.preview, at))


def test_the_pages_are_updated_after_a_change(drawn: User) -> None:
    sheet, _ = _center(drawn, STAFF)
    before = sheet.pixmap().toImage()
    drawn.session.enter(drawn.at(TYPED), "3456")
    drawn.qtbot.waitUntil(lambda: sheet.pixmap().toImage() != before, timeout=10_000)


def test_a_preview_whose_process_ends_shows_a_message_and_recovers(drawn: User) -> None:
    preview = drawn.workspace.preview
    before = _process()
    before.kill()
    drawn.session.enter(drawn.at(TYPED), "13")
    drawn.qtbot.waitUntil(lambda: "不影响填报和导出" in preview.message, timeout=10_000)
    assert drawn.stored_text(TYPED) == "13"
    drawn.qtbot.waitUntil(lambda: not preview.message, timeout=10_000)
    assert preview.page_count > 0
    assert _process().pid != before.pid


def test_the_render_process_ends_even_if_the_program_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert int(program.stdout.readline()) > 0
        program.kill()
        program.communicate(timeout=20)  # until all processes that share its output have ended


def test_unchanged_pages_are_not_transferred_again(answers_of: Callable[..., Answers]) -> None:
    answers = answers_of("demo-2024")
    order = RenderRequest(pickled_form(answers.form), answers.entries, (), 300)
    first = rendering.render(order).pages
    again = rendering.render(replace(order, known_pages=frozenset(sheet.name for sheet in first[1:]))).pages
    assert [sheet.name for sheet in again] == [sheet.name for sheet in first]
    assert again[0] == first[0]
    assert all(sheet == RenderedPage(sheet.name) for sheet in again[1:])


def test_the_draft_mark_across_the_texts_is_none_of_their_figures(
    answers_of: Callable[..., Answers], findings_of: Callable[..., tuple[Finding, ...]]
) -> None:
    answers = answers_of("daoxian-2023")
    final = RenderRequest(pickled_form(answers.form), answers.entries, (), 300)
    draft = replace(final, findings=findings_of("daoxian-2023"))

    def figures(request: RenderRequest) -> list[tuple[str, str]]:
        return [(str(text), written) for page in rendering.render(request).pages for _, text, written in page.figures]

    assert ("spending/basic_sentence", "4.00") in figures(draft)
    assert figures(draft) == figures(final)


def test_an_answer_that_is_not_printed_does_not_scroll_the_pages(drawn: User) -> None:
    preview = drawn.workspace.preview
    before = preview.page_views[0].y()
    preview.mark_answer(Address("cover", "preparer"))
    assert preview.page_views[0].y() == before


def _page_width(user: User) -> int:
    return user.workspace.preview.page_views[0].width()


def _wheel(user: User, turned: int) -> None:
    viewport = user.workspace.preview.findChild(QScrollArea).viewport()
    at, none = QPointF(20, 20), QPoint()
    event = QWheelEvent(
        at, viewport.mapToGlobal(at), none, QPoint(0, turned), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)


def test_pages_are_fitted_zoomed_and_enlarged(drawn: User) -> None:
    preview = drawn.workspace.preview
    fitted = _page_width(drawn)
    _wheel(drawn, 120)
    drawn.qtbot.waitUntil(lambda: _page_width(drawn) > fitted * 1.1, timeout=10_000)
    larger = _page_width(drawn)
    _wheel(drawn, -120)
    drawn.qtbot.waitUntil(lambda: _page_width(drawn) < larger, timeout=10_000)
    buttons = {button.text(): button for button in preview.findChildren(QPushButton)}
    drawn.window.resize(1366, 420)
    drawn.qtbot.mouseClick(buttons["整页"], Qt.MouseButton.LeftButton)
    drawn.qtbot.waitUntil(lambda: preview.page_views[0].height() < preview.height(), timeout=10_000)
    drawn.qtbot.mouseClick(buttons["适合宽度"], Qt.MouseButton.LeftButton)
    drawn.qtbot.waitUntil(lambda: abs(_page_width(drawn) - fitted) <= 1, timeout=10_000)
    assert buttons["适合宽度"].isChecked()


def test_a_double_click_enlarges_goes_nowhere_and_is_taken_back_by_another(drawn: User) -> None:
    preview, here = drawn.workspace.preview, drawn.workspace.navigation.current_section()
    assert [button.text() for button in preview.findChildren(QPushButton) if button.isChecked()] == ["适合宽度"]
    fitted, asked = _page_width(drawn), list[object]()
    preview.go_to_requested.connect(asked.append)
    sheet, at = _center(drawn, STAFF)
    drawn.qtbot.mouseDClick(sheet, Qt.MouseButton.LeftButton, pos=at)
    drawn.qtbot.waitUntil(lambda: _page_width(drawn) > fitted * 1.9, timeout=30_000)
    drawn.qtbot.mouseDClick(sheet, Qt.MouseButton.LeftButton, pos=at * 2)
    drawn.qtbot.waitUntil(lambda: abs(_page_width(drawn) - fitted) <= 1, timeout=30_000)
    drawn.qtbot.wait(QApplication.doubleClickInterval() + 100)
    assert asked == []
    assert drawn.workspace.navigation.current_section() == here


def test_the_preview_grows_with_the_window(drawn: User) -> None:
    before = _page_width(drawn)
    drawn.window.resize(1920, 1000)
    drawn.qtbot.waitUntil(lambda: _page_width(drawn) > before * 1.4, timeout=10_000)


def test_rules_are_thin_at_a_small_scale(answers_of: Callable[..., Answers]) -> None:
    answers = answers_of("demo-2024")
    request = RenderRequest(pickled_form(answers.form), answers.entries, (), 280)
    page = next(page for page in rendering.render(request).pages if any(at.row for _, at in page.answer_areas))
    width, height, stride = page.size
    rows = [page.pixels[top * stride : top * stride + 3 * width] for top in range(height)]
    darkest_rule = min(sum(row) / len(row) for row in rows)
    assert darkest_rule > 110, "a rule across the page is grey, not a black line"


def test_the_process_that_draws_the_pages_loads_no_window() -> None:
    code = (
        "import sys; import perfdesk.ui.panels.preview.rendering; print(sum('PySide6' in name for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "0"

"""Tab reaches every answer of every section in reading order, and Shift+Tab returns the same way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.ui.pages.focus import focused_address
from perfdesk.ui.pages.list_panel import ListPanel
from perfdesk.ui.pages.sentence_row import SentenceRow
from perfdesk.ui.table.panel import GridPanel
from support.user import User

Key = Qt.Key
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]
_MOST = 1500


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """The sample, which contains every kind of answer."""
    make_sample("demo-2024", tmp_path / "样例.db")
    return Session.open(tmp_path / "样例.db")


def _asked(user: User) -> Iterator[Address]:
    """Yield every answer of the page that can be typed or selected, in reading order."""
    page = user.workspace.page
    page.refresh_pending()
    for part in page.parts():
        if not part.isVisible():
            continue
        if isinstance(part, GridPanel):
            cells = (part.grid.cell_at(spot) for spot in part.view.editable_positions())
            yield from (cell.address for cell in cells if cell is not None and cell.address is not None)
        elif isinstance(part, ListPanel):
            yield from (item.address(column) for item in part.items.values() for column in item.editors)
        else:
            yield part.address


def _walk(user: User, key: Key, count: int) -> list[Address]:
    """Return the answers reached with one key, until there are `count` of them or the page is left."""
    seen: list[Address] = []
    for _ in range(_MOST):
        here = focused_address(user.workspace.page)
        if here is not None and here not in seen:
            seen.append(here)
        if len(seen) == count:
            break
        user.press(key)
    return seen


def test_tab_reaches_every_answer_in_reading_order(user: User) -> None:
    user.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    walked = 0
    for instance in [entry.instance for entry in user.workspace.navigation.section_entries()]:
        user.workspace.navigation.choose(instance)
        asked = list(_asked(user))
        if not asked:
            continue
        user.go_to(str(asked[0]))
        assert _walk(user, Key.Key_Tab, len(asked)) == asked, instance
        assert _walk(user, Key.Key_Backtab, len(asked)) == asked[::-1], instance
        walked += len(asked)
    assert walked > 300


def test_a_generated_sentence_is_edited_with_the_keyboard(user: User) -> None:
    user.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    user.workspace.navigation.choose("cover")
    user.go_to("cover/title")
    row = user.workspace.page.part_at(user.at("cover/title"))
    assert isinstance(row, SentenceRow)
    user.press(Key.Key_Backtab)
    assert QApplication.focusWidget() is row.editor.toggle_button
    user.go_to("cover/title")
    user.press(Key.Key_F2)
    assert row.editor.editor.hasFocus()


def test_enter_continues_after_sentences_and_lists(user: User) -> None:
    user.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    user.go_to("cover/title")
    user.press(Key.Key_Return)
    assert focused_address(user.workspace.page) not in (None, user.at("cover/title"))
    first = user.session.answers.rows("measures", "items")[0]
    user.go_to(f"measures/items/{first}/answers")
    before = user.stored_text(f"measures/items/{first}/answers")
    user.press(Key.Key_Delete)
    assert before is not None
    assert user.stored_text(f"measures/items/{first}/answers") is None
    user.press(Key.Key_Return)
    assert focused_address(user.workspace.page) != user.at(f"measures/items/{first}/answers")


@pytest.mark.parametrize(("before", "table"), [("spending/three_public_note", "projects"), ("problems", "items")])
def test_rows_are_added_with_the_keyboard_to_an_empty_table_and_an_empty_list(
    user: User, before: str, table: str
) -> None:
    user.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    section = before.partition("/")[0]
    for row in user.session.answers.rows(section, table):
        user.session.delete_row(section, table, row)
    user.workspace.navigation.choose(section)
    if "/" in before:
        user.go_to(before)
    part = user.workspace.page.part_at(user.at(f"{section}/{table}"))
    for _ in range(30):
        focused = QApplication.focusWidget()
        if focused is not None and part.isAncestorOf(focused):
            break
        user.press(Key.Key_Tab)
    if isinstance(part, ListPanel):
        user.press(Key.Key_Space)
    else:
        user.press(Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    user.type("甲")
    user.press(Key.Key_Tab)
    (row,) = user.session.answers.rows(section, table)
    column = user.session.form.tables[(section, table)].columns[0].id
    assert user.stored_text(f"{section}/{table}/{row}/{column}") == "甲"


def test_arrow_keys_cross_every_table_with_merged_cells(user: User) -> None:
    user.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    crossed = 0
    for instance in [entry.instance for entry in user.workspace.navigation.section_entries()]:
        user.workspace.navigation.choose(instance)
        user.workspace.page.refresh_pending()
        for part in user.workspace.page.parts():
            if isinstance(part, GridPanel) and part.isVisible():
                crossed += _crossed(user, part)
    assert crossed > 10


def _crossed(user: User, part: GridPanel) -> bool:
    """Move down from the first cell and along the last row."""
    part.view.setFocus()
    part.view.setCurrentIndex(part.grid.index(0, 0))
    for key, axis, last in (
        (Key.Key_Down, "row", part.grid.rowCount() - 1),
        (Key.Key_Right, "column", part.grid.columnCount() - 1),
    ):
        for _ in range(last + 1):
            user.press(key)
        cell = part.view.current_cell()
        assert cell is not None
        reach = cell.row_span if axis == "row" else cell.column_span
        assert getattr(cell, axis) + reach - 1 == last, (part.grid.instance, key)
    return True

"""What the window shows of a form that is not the default one: titles of chapters, upright charts, cards that apply."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from perfdesk.application.answers_json import fill_values, read_values
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.library import find_form
from perfdesk.definition.model import Form
from perfdesk.document.blocks import Cell, Chart, Grid
from perfdesk.document.key_figures import key_figures
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers
from perfdesk.ui.panels.overview.bar_chart import chart_groups
from perfdesk.ui.panels.overview.column_chart import ColumnChart
from perfdesk.ui.panels.section_list import OVERVIEW
from perfdesk.ui.table.view import GridView
from support.user import User

pytestmark = pytest.mark.slow

FORMS = Path(__file__).parents[1] / "forms"


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A report of the form whose chapters hold sheets."""
    made = Session.create(tmp_path / "填报.db", find_form("yueyang_overall_2023"))
    fill_values(made, read_values(FORMS / "yueyang_sample.json"), "样例")
    return made


def test_a_chapter_with_a_sheet_shows_the_title_of_the_chapter(user: User) -> None:
    shown = []
    for section in user.session.form.sections:
        user.workspace.navigation.choose(section.id)
        page = user.workspace.page
        assert page is not None
        shown += [label.text() for label in page.findChildren(QLabel) if label.property("role") == "title"]
    assert shown == [section.title for section in user.session.form.sections]


def test_a_column_chart_stands_upright(user: User, qtbot: QtBot) -> None:
    user.workspace.navigation.choose(OVERVIEW)
    chart = user.workspace.overview.charts["“三公”经费"]
    assert isinstance(chart, ColumnChart)
    assert not isinstance(user.workspace.overview.charts["支出构成"], ColumnChart)
    chart.resize(420, 260)
    image = chart.grab().toImage()
    bars = [x for x in range(image.width()) if image.pixelColor(x, image.height() // 2).lightness() < 200]
    assert bars, "columns reach the middle of the chart"


@pytest.mark.parametrize(("decimals", "text"), [(None, "1,234.500"), (0, "1,235"), (1, "1,234.5")])
def test_the_labels_of_a_chart_have_its_decimals(decimals: int | None, text: str) -> None:
    cells = (
        Cell(0, 0, "项目"),
        Cell(0, 1, "数"),
        Cell(1, 0, "甲"),
        Cell(1, 1, "", value=Decimal("1234.5"), decimals=3),
    )
    groups, _, _ = chart_groups(Chart("图", "column", Grid((1, 1), 2, cells), decimals))
    assert [bar.text for bar in groups[0].bars] == [text]


def test_a_card_is_shown_while_its_condition_is_met(user: User, small_form: Callable[..., Form], qtbot: QtBot) -> None:
    cards = "".join(_CARD.format(title=title, when=when) for title, when in (("甲", ""), ("乙", _WHEN), ("丙", "")))
    form = small_form(("[report]", f"{cards}[report]"))
    assert [card.title for card in form.cards] == ["甲", "乙", "丙"]
    answers = Answers(form, Entries())
    assert [figure.title for figure in key_figures(answers)] == ["甲", "丙"]
    filled = answers.after((Edit(Address.parse("money/year"), None, "2024"),))
    assert [figure.title for figure in key_figures(filled)] == ["甲", "乙", "丙"]
    user.workspace.navigation.choose(OVERVIEW)
    qtbot.waitUntil(lambda: all(card.isVisible() for card in user.workspace.overview.cards))


_CARD = '[[card]]\ntitle = "{title}"\nvalue = "money.double"\n{when}\n'
_WHEN = 'when = "money.year == 2024"'


def test_a_formula_of_a_sheet_is_shown_as_a_computed_figure(
    user: User, small_form: Callable[..., Form], tmp_path: Path
) -> None:
    line = '[[block.line]]\ncells = ["=sums.one.actual * 1000", "=sums.two.actual * 2", "=sums.one.actual"]\n'
    form = small_form(add=f'\n[[block]]\ntype = "sheet"\ntitle = "表"\nwidths = [20, 20, 20]\n{line}')
    user.window.show_report(Session.create(tmp_path / "小.db", form))
    user.session.fill({user.at("money/sums/one/actual"): "4.5"}, "填")
    user.workspace.navigation.choose("money")
    page = user.workspace.page
    assert page is not None
    page.refresh_pending()
    model = page.findChildren(GridView)[-1].grid
    assert [model.shown_text(cell) for cell in model.grid.cells] == ["4,500.00", "—", "4.50"]
    assert [model.is_faint(cell) for cell in model.grid.cells] == [True, True, False]

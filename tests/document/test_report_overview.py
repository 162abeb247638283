"""The cards of the overview: strict reading, and their figures for the samples."""

from __future__ import annotations

import pytest

from perfdesk.definition.loader import form_ids, shipped_form
from perfdesk.document.charts import charts
from perfdesk.document.key_figures import key_figures

CARD = '[[card]]\ntitle = "合计"\nvalue = "money.double * 2"\nunit = "万元"\nnote = "{money.year} 年"\n'


def _with(text: str) -> tuple[str, str]:
    return 'date = "money.day"\n', f'date = "money.day"\n{text}'


def test_the_key_figures_of_the_sample(answers_of):
    shown = {figure.title: figure for figure in key_figures(answers_of("demo-2024"))}
    assert list(shown) == ["整体支出", "预算执行率", "“三公”经费", "自评得分"]
    assert (shown["整体支出"].text, shown["整体支出"].unit) == ("1297.99", "万元")
    assert shown["自评得分"].note == "等次：优"
    assert "比预算少" in shown["“三公”经费"].note
    assert str(shown["整体支出"].address) == "spending/controls/total/actual"


def test_a_blank_report_has_no_key_figure_and_no_note_with_gaps(answers_of):
    assert {(figure.text, figure.note) for figure in key_figures(answers_of(None))} == {("", "")}


def test_every_shipped_form_has_cards():
    assert all(shipped_form(form).cards for form in form_ids())


def test_a_chart_may_stay_off_the_overview(answers_of):
    titles = [chart.title for chart in charts(answers_of("demo-2024"), overview=True)]
    assert titles == ["支出构成", "“三公”经费"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("money.double * 2", "money.unit", "给的是文字，这里要数"),
        ("money.double", "money.dubble", "没有“money.dubble”"),
        ("unit = ", "unite = ", "没有“unite”这个键，是不是“unit”？"),
        ('title = "合计"\n', "", "缺少“title”"),
        ("{money.year}", "{money.yeer}", "没有“money.yeer”"),
    ],
)
def test_a_card_that_is_wrong_is_refused(refusal, old: str, new: str, message: str):
    why = refusal(_with(CARD.replace(old, new, 1)))
    assert "form.toml 第 1 个 card" in why
    assert message in why

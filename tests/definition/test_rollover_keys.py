"""The `roll` key of the form language: valid values, and its effect in any form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.application.rollover import rollover_edits
from perfdesk.application.session import Session
from perfdesk.checks.carried_over import old_years
from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.definition.loader import shipped_form
from perfdesk.definition.model import Form

Refusal = Callable[..., str]

BUDGET = '{ id = "budget", label = "预算", kind = "number", unit = "万元" }'
ONE = '{ id = "one", label = "甲" }'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (BUDGET, BUDGET.replace(" }", ', roll = "kept" }'), "“roll”不能是“kept”，可用：keep、revise、drop、from:列名"),
        (BUDGET, BUDGET.replace(" }", ', roll = "from:actuall" }'), "roll 指的“actuall”不存在，是不是“actual”？"),
        (BUDGET, BUDGET.replace(" }", ', roll = "from:budget" }'), "roll 指的“budget”不存在"),
        (BUDGET, BUDGET.replace("万元", "元").replace(" }", ', roll = "from:actual" }'), "种类或单位不同"),
        ('label = "单位"', 'label = "单位"\nroll = "from:nobody"', "money：roll 指的“nobody”不存在"),
        ('label = "单位"', 'label = "单位"\nroll = "from:day"', "“日期”与“单位”种类或单位不同"),
        (ONE, ONE.replace(" }", ', roll = "keep" }'), "行的“roll”只能写“from:行名”，写的是“keep”"),
        (ONE, ONE.replace(" }", ', roll = "from:tow" }'), "roll 指的行“tow”不存在，是不是“two”？"),
    ],
)
def test_a_roll_with_an_unknown_target_is_rejected(refusal: Refusal, old: str, new: str, says: str) -> None:
    assert says in refusal((old, new))


def test_fields_and_rows_can_take_other_answers(small_form: Callable[..., Form], tmp_path: Path) -> None:
    form = small_form(
        ('label = "日期"\nkind = "date"', 'label = "日期"\nkind = "date"\nroll = "from:next_day"'),
        (ONE, ONE.replace(" }", ', roll = "from:all" }')),
        add='\n[[block]]\ntype = "field"\nid = "next_day"\nlabel = "次日"\nkind = "date"\n',
    )
    old = Session.create(tmp_path / "old.db", form)
    typed = {
        "money/year": "2023",
        "money/day": "2023-01-01",
        "money/next_day": "2024年1月1日",
        "money/sums/one/actual": "1",
        "money/sums/two/actual": "2.50",
    }
    old.fill({Address.parse(name): text for name, text in typed.items()}, "填")
    new = Session.create(tmp_path / "new.db", form, rollover_edits(old.answers, 2024))
    assert {str(address): text for address, text in new.entries} == {
        "money/year": "2024",
        "money/day": "2024年1月1日",
        "money/sums/one/actual": "3.5",
    }
    assert all(address.column != ROW_POSITION for address, _ in new.entries)
    assert old_years(new.answers) == ()  # a date that is last year's by right
    old.close()
    new.close()


def test_the_form_with_tables_in_the_body_rolls_over(tmp_path: Path) -> None:
    old = Session.create(tmp_path / "old.db", shipped_form("yueyang_overall_2023"))
    typed = {
        "cover/year": "2023",
        "money/offices/s1/carried": "3.00",
        "money/offices/s1/general": "100.00",
        "money/offices/s1/kept": "5.20",
        "money/three_public/reception/actual": "2.64",
        "money/budget_note": "年中调减。",
        "evaluation/indicators/s1/target": "≥10次",
        "evaluation/indicators/s1/actual": "11次",
    }
    old.fill({Address.parse(name): text for name, text in typed.items()}, "填")
    new = Session.create(tmp_path / "new.db", old.form, rollover_edits(old.answers, 2024))
    found = {name: new.entries.text(Address.parse(name)) for name in typed}
    assert {name: text for name, text in found.items() if text} == {
        "cover/year": "2024",
        "money/offices/s1/carried": "5.20",
        "evaluation/indicators/s1/target": "≥10次",
    }
    assert new.entries.text(Address("money", "three_public", "reception", "last_actual")) == "2.64"
    old.close()
    new.close()

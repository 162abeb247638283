"""A required answer that cannot be computed is an error, unless an answer it comes from is reported as missing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perfdesk.checks.run import run
from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers

TABLE = """
[[block]]
type = "field"
id = "base"
label = "基数"
kind = "number"
required = true
{when}

[[block]]
type = "table"
id = "parts"
label = "分项"
columns = [{{ id = "share", label = "份额", kind = "number", required = true, formula = "base * 2", own = true }}]
rows = [{{ id = "first", label = "甲" }}]
"""


def messages(form: Form, **typed: str) -> list[tuple[str, str]]:
    edits = tuple(Edit(Address("money", name), None, text) for name, text in typed.items())
    found = run(Answers(form, Entries().after(edits)))
    return [(one.severity, one.message) for one in found if "算不出来" in one.message or "基数" in one.message]


def test_a_missing_input_is_reported_alone(small_form: Callable[..., Form]) -> None:
    form = small_form(add=TABLE.format(when=""))
    assert messages(form, unit="局", year="2024") == [("missing", "基数：没有填写。")]
    assert messages(form, unit="局", year="2024", base="3") == []


def test_a_missing_input_of_an_input_is_reported_alone(small_form: Callable[..., Form]) -> None:
    own = 'formula = "base * 2", own = true }'
    score = '{ id = "score", label = "得分", kind = "number", required = true, formula = "share / 2", own = true }'
    table = TABLE.format(when="").replace(own, f"{own},\n{score}")
    form = small_form(add=table.replace("columns = [{", "columns = [\n{"))
    assert messages(form, unit="局", year="2024") == [("missing", "基数：没有填写。")]
    assert messages(form, unit="局", year="2024", base="3") == []


@pytest.mark.parametrize("where", ["the field", "its section"])
def test_an_input_that_is_not_asked_is_no_excuse(small_form: Callable[..., Form], where: str) -> None:
    if where == "the field":
        form = small_form(add=TABLE.format(when='when = "year == 2024"'))
    else:
        other = 'id = "other"\ntitle = "二、另"\ntab = "另"\nwhen = "money.year == 2024"\n'
        other += '[[block]]\ntype = "field"\nid = "base"\nlabel = "基数"\nkind = "number"\nrequired = true\n'
        table = TABLE[TABLE.index('[[block]]\ntype = "table"') :].format().replace("base * 2", "other.base * 2")
        listed = ('files = ["money.toml"]', 'files = ["money.toml", "other.toml"]')
        form = small_form(listed, add=table, others={"other.toml": other})
    assert messages(form, unit="局", year="2023") == [("error", "甲没有填写：程序算不出来，请自己填。")]

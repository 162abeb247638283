"""Money has two decimals in every sentence that a shipped form writes, as in its tables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perfdesk.definition.loader import form_ids
from perfdesk.paths import FORMS

#: A slot without a number of decimals before an amount of money: `{actual}万元`.
_PLAIN = re.compile(r"\{[^{}:]+\}(?= ?(?:万元|元))")


@pytest.mark.parametrize("form", form_ids())
def test_every_amount_of_money_says_its_decimals(form: str) -> None:
    paths = sorted(Path(FORMS, form).rglob("*.toml"))
    text = "".join(path.read_text(encoding="utf-8") for path in paths)
    assert re.search(r"\{[^{}]+:2\}(?= ?万元)", text)
    assert _PLAIN.findall(text) == []

"""A covered number of the public copy is not broken at a line end, like any number."""

from __future__ import annotations

import pytest

from perfdesk.writers.typesetting.line_breaking import tokens


@pytest.mark.parametrize("number", ["138****1234", "0730-***1234", "431***********123X", "6222***********0123"])
def test_a_covered_number_is_one_token(number: str) -> None:
    assert tokens(f"拨打{number}。") == ["拨", "打", number, "。"]

"""The amount of a cell in the form's unit, whatever the number format shows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfdesk.definition.address import Address
from perfdesk.definition.loader import shipped_form
from perfdesk.importers.source import SourceTableCell
from perfdesk.importers.spreadsheet.number_format import scale_of, shown_number
from perfdesk.importers.tables.values import CellReading, read_amount, read_cell

YUAN = Decimal("0.0001")


@pytest.mark.parametrize(
    ("stored", "number_format", "unit", "expected"),
    [
        ("12345678", '0!.0,"万元"', None, "1234.5678"),
        ("12345678", '0!.0000"万元"', YUAN, "1234.5678"),
        ("12345678", r'0\.0,"万元"', None, "1234.5678"),
        ("12345678", '#,##0.00,"千元"', YUAN, "1234.5678"),
        ("12345678", "0!.0,", Decimal(1), "1234.5678"),
        ("12345678", "0.00!元", None, "1234.5678"),
        ("-12345678", '[<=-10000]-0!.0,"万元";0.00"元"', None, "-1234.5678"),
        ("-12345678", '[<=-10000]0!.0,"万元";0.00"元"', None, "-1234.5678"),
        ("-12345678", '0!.0,"万元";-0!.0,"万元"', None, "-1234.5678"),
        ("12.5", '#,##0.00"万元"', YUAN, "12.5"),
        ("12.5", "#,##0.00", Decimal(1), "12.5"),
    ],
)
def test_a_scaled_figure_is_read_as_it_is_shown(
    stored: str, number_format: str, unit: Decimal | None, expected: str
) -> None:
    question = shipped_form("hunan_overall_2023").question(Address.parse("spending/goods/e30201/actual"))
    assert question is not None
    cell = SourceTableCell(shown_number(Decimal(stored), number_format), 0, 0, 1, 1, stored, number_format)
    assert read_cell(question, cell, unit, False) == CellReading(expected)
    assert read_amount(cell, unit) == (Decimal(expected), True)


@pytest.mark.parametrize(
    ("stored", "number_format", "shown"),
    [
        ("10203", r"0\.00\.00", "1.02.03"),
        ("203", "0!.00!.00", "0.02.03"),
        ("1234567", '#"."00"."00', "123.45.67"),
        ("10203", r'0\.00\.00"款"', "1.02.03"),
    ],
)
def test_digits_with_several_points_are_a_code_and_no_amount(stored: str, number_format: str, shown: str) -> None:
    assert shown_number(Decimal(stored), number_format) == shown
    assert scale_of(Decimal(stored), number_format) == 1


@pytest.mark.parametrize(
    ("stored", "number_format", "shown"),
    [
        ("-12345678", '[<=-10000]-0!.0,"万"', "-1234.6万"),
        ("-12345678", '[<=-10000]0!.0,"万"', "-1234.6万"),
        ("-5", "0;-0", "-5"),
        ("5", "-0", "-5"),
    ],
)
def test_a_minus_is_shown_once(stored: str, number_format: str, shown: str) -> None:
    assert shown_number(Decimal(stored), number_format) == shown

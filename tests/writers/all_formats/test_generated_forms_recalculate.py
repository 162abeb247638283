"""Whatever a form computes, LibreOffice recalculates its workbook to the figures of the window."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import Measure, round_half_up
from perfdesk.document.build import build
from perfdesk.evaluation.answers import Answers
from perfdesk.writers.xlsx.workbook import write_xlsx
from support.exported import Convert
from support.generated_forms import generated_answers

pytestmark = pytest.mark.slow

_FORMS = range(12)


def test_the_workbook_of_any_form_recalculates_to_the_figures_of_the_window(convert: Convert, tmp_path: Path) -> None:
    made: dict[int, tuple[Answers, Path]] = {}
    for number in _FORMS:
        answers = generated_answers(number, tmp_path / f"form{number}")
        write_xlsx(build(answers, (), draft=False), tmp_path / f"written{number}.xlsx")
        book = openpyxl.load_workbook(tmp_path / f"written{number}.xlsx")
        book.save(tmp_path / f"{number}.xlsx")  # openpyxl drops the stored results of the formulas
        made[number] = answers, tmp_path / f"{number}.xlsx"
    (tmp_path / "out").mkdir()
    saved = convert([path for _, path in made.values()], "xlsx", tmp_path / "out")
    compared, wrong = 0, list[tuple[object, ...]]()
    for (number, (answers, path)), recalculated in zip(made.items(), saved, strict=True):
        formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(recalculated, data_only=True)
        for sheet, reference, name in formulas["_perfdesk"].iter_rows(values_only=True):
            cell, shown, address = formulas[sheet][reference], values[sheet][reference].value, Address.parse(name)
            if cell.data_type == "f":
                compared += 1
                if not _is_same(shown, answers, address):
                    wrong.append((number, sheet, reference, name, shown, answers.value(address), cell.value))
    assert not wrong, "\n".join(map(str, wrong))
    assert compared > 10 * len(_FORMS)


def _is_same(shown: object, answers: Answers, address: Address) -> bool:
    expected = answers.value(address)
    number = expected.number if isinstance(expected, Measure) else expected
    if isinstance(number, Decimal):
        return isinstance(shown, int | float) and round_half_up(Decimal(str(shown)), 6) == round_half_up(number, 6)
    return str(shown or "").removeprefix("计：").removeprefix("类：") == answers.text(address)

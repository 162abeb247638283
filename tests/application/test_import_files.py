"""Which year files are of, and what is said when nothing tells it."""

from __future__ import annotations

import pytest

from perfdesk.application.import_files import propose_files
from perfdesk.definition.loader import form_ids, shipped_form
from perfdesk.entries.edits import typed_edits
from perfdesk.entries.entries import Entries
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.source import SourceDocument, SourceParagraph

LINES = ("青石县林业局部门整体支出绩效自评报告", "二、一般公共预算支出情况", "整体支出1253.56万元。")


def _document(*lines: str) -> SourceDocument:
    return SourceDocument("报告.docx", "docx", tuple(SourceParagraph(line, at) for at, line in enumerate(lines, 1)))


def _answers(form_id: str, year: str = "") -> Answers:
    form = shipped_form(form_id)
    edits = typed_edits(form, Entries(), {form.report_fields.year: year}) if year else ()
    return Answers(form, Entries().after(tuple(edits)))


@pytest.mark.parametrize("form_id", form_ids())
def test_last_years_files_without_any_year_ask_for_the_year_of_the_report(form_id: str) -> None:
    with pytest.raises(PerfDeskError) as error:
        propose_files(_answers(form_id), [_document(*LINES)], "last-year")
    year = shipped_form(form_id).question(shipped_form(form_id).report_fields.year)
    assert year is not None
    assert f"请先填好“{year.label}”" in str(error.value)
    assert propose_files(_answers(form_id, "2025"), [_document(*LINES)], "last-year").year == 2024


def test_a_report_of_the_year_before_is_last_years() -> None:
    document = _document("青石县林业局2024年度部门整体支出绩效自评报告", *LINES[1:])
    found = propose_files(_answers("hunan_overall_2023", "2025"), [document])
    assert found.period == "last-year"
    assert [str(one.address) for one in found.proposal.answers if one.after == "1253.56"] == [
        "spending/controls/total/last_actual"
    ]

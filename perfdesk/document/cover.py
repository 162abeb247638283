"""封面: the printed cover, as a page for Word and PDF and as a table for Excel."""

from __future__ import annotations

from dataclasses import replace

from perfdesk.definition.sheets import CoverPage
from perfdesk.document.blocks import Cell, Cover, Grid
from perfdesk.document.grids import answer_cell
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext, address_of

#: Preferred widths in millimetres of the label of a line and of its answer.
_WIDTHS = (50.0, 106.0)


def cover_page(answers: Answers, section: str, page: CoverPage) -> Cover:
    """Return the cover with the answers of its section."""
    context = EvaluationContext(section)
    return Cover(
        answers.fill_template(page.title, context),
        answers.fill_template(page.subtitle, context) if page.subtitle else "",
        tuple((line.label, answers.text(address_of(line.value, context))) for line in page.lines),
        answers.fill_template(page.foot, context) if page.foot else "",
        page.repeats_title,
        page.counted,
        answers.form.pictures.get(page.logo),
        page.logo_height,
    )


def cover_grid(answers: Answers, section: str, page: CoverPage) -> Grid:
    """Return the lines of the cover as a table of two columns."""
    cover, context = cover_page(answers, section, page), EvaluationContext(section)
    cells: list[Cell] = []
    for row, line in enumerate(page.lines):
        answer = answer_cell(answers, section, address_of(line.value, context), (row, 1))
        cells += [Cell(row, 0, line.label, bold=True), replace(answer, align="left")]
    notes = (cover.foot,) if cover.foot else ()
    return Grid(_WIDTHS, len(page.lines), tuple(cells), 0, cover.title, cover.subtitle, notes=notes)

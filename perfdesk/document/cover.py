"""封面: the printed cover, as a page for Word and PDF and as a table for Excel."""

from __future__ import annotations

from dataclasses import replace

from perfdesk.definition.sheets import CoverPage
from perfdesk.document.blocks import Cell, Cover, Grid
from perfdesk.document.grids import answer_cell
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext, address_of

#: Wished widths in millimetres of what a line is called and of its answer.
_WIDTHS = (50.0, 106.0)


def cover_page(answers: Answers, section: str, page: CoverPage) -> Cover:
    """The cover with the answers of its section."""
    place = EvaluationContext(section)
    return Cover(
        answers.fill_template(page.title, place),
        answers.fill_template(page.subtitle, place) if page.subtitle else "",
        tuple((line.label, answers.text(address_of(line.value, place))) for line in page.lines),
        answers.fill_template(page.foot, place) if page.foot else "",
    )


def cover_grid(answers: Answers, section: str, page: CoverPage) -> Grid:
    """The same lines as a table of two columns."""
    cover, place = cover_page(answers, section, page), EvaluationContext(section)
    cells: list[Cell] = []
    for row, line in enumerate(page.lines):
        answer = answer_cell(answers, section, address_of(line.value, place), (row, 1))
        cells += [Cell(row, 0, line.label, bold=True), replace(answer, align="left")]
    notes = (cover.foot,) if cover.foot else ()
    return Grid(_WIDTHS, len(page.lines), tuple(cells), 0, cover.title, cover.subtitle, notes=notes)

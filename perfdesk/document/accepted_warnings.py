"""核对说明: a document to submit with the report, which lists the accepted warnings with their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfdesk.checks.accepted import AcceptedWarning
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import value_text
from perfdesk.document.blocks import Cell, Grid, Paragraph, Report, SignOff
from perfdesk.entries.change import Change
from perfdesk.evaluation.answers import Answers

#: The columns with their preferred widths in millimetres.
_COLUMNS = (("序号", 12.0), ("部位", 30.0), ("核对发现", 56.0), ("说明", 40.0), ("说明人、时间", 24.0))


def accepted_warnings_report(
    answers: Answers, accepted: Sequence[AcceptedWarning], changes: Iterable[Change]
) -> Report:
    """Return the document. Who gave a reason and when comes from the journal, and is empty if it has no such change."""
    fields = answers.form.report_fields
    unit, year = value_text(answers.value(fields.unit)), value_text(answers.value(fields.year))
    title = "".join(value_text(answers.value(fields.title)).split())
    intro = f"《{title}》填报核对时有下列 {len(accepted)} 处警告，经核实予以保留，逐项说明如下。"
    body = (
        Paragraph(intro),
        _grid(accepted, _authors(answers, accepted, changes)),
        SignOff(unit, value_text(answers.value(fields.date))),
    )
    return Report("核对说明", unit, year, "", body, (), (), style=answers.form.style)


def _grid(accepted: Sequence[AcceptedWarning], authors: dict[Address, str]) -> Grid:
    cells = [Cell(0, column, name, bold=True) for column, (name, _) in enumerate(_COLUMNS)]
    for row, one in enumerate(accepted, 1):
        finding = one.finding
        texts = (str(row), finding.section_label, finding.message, one.reason, authors.get(one.address, ""))
        for column, text in enumerate(texts):
            cells.append(Cell(row, column, text, align="left" if 0 < column < len(texts) - 1 else "center"))
    return Grid(tuple(width for _, width in _COLUMNS), len(accepted) + 1, tuple(cells), 1)


def _authors(answers: Answers, accepted: Sequence[AcceptedWarning], changes: Iterable[Change]) -> dict[Address, str]:
    """Return the author and date of each current reason."""
    reasons = {one.address: answers.entries.text(one.address) for one in accepted}
    return {
        edit.address: f"{change.who}\n{change.at.astimezone():%Y-%m-%d}"
        for change in changes
        for edit in change.edits
        if edit.address in reasons and edit.after == reasons[edit.address]
    }

"""The reports that are measured: the faultless sample, and one ten times as long."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.document.blocks import Attachment, Block, Cell, Grid, Report, SignOff
from perfdesk.document.build import build

SAMPLE = "demo-2024"


def sample_file(folder: Path) -> Path:
    """The sample as a report file of its own."""
    path = Path(tempfile.mkdtemp(dir=folder)) / f"{SAMPLE}.db"
    make_sample(SAMPLE, path)
    return path


def sample_report(folder: Path) -> Report:
    """The sample as it is printed."""
    session = Session.open(sample_file(folder))
    report = build(session.answers, session.findings, draft=False)
    session.close()
    return report


def longer(report: Report, times: int) -> Report:
    """The same report with its prose and the rows of its tables so many times over."""
    prose = tuple(block for block in report.body if not isinstance(block, SignOff))
    attachments = tuple(_longer_attachment(attachment, times) for attachment in report.attachments)
    return replace(report, body=prose * times + report.body[len(prose) :], attachments=attachments)


def _longer_attachment(attachment: Attachment, times: int) -> Attachment:
    blocks: list[Block] = [_longer_grid(b, times) if isinstance(b, Grid) else b for b in attachment.blocks]
    return replace(attachment, blocks=tuple(blocks))


def _longer_grid(grid: Grid, times: int) -> Grid:
    body = grid.rows - grid.header_rows
    repeated = [cell for cell in grid.cells if cell.row >= grid.header_rows]
    copies = [_copy(cell, number * body) for number in range(1, times) for cell in repeated]
    return replace(grid, rows=grid.rows + body * (times - 1), cells=(*grid.cells, *copies))


def _copy(cell: Cell, below: int) -> Cell:
    return replace(cell, row=cell.row + below, address=None, formula=None)

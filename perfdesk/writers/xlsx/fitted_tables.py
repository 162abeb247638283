"""The tables of a sheet with the columns and the type that they have in Word and PDF."""

from __future__ import annotations

from dataclasses import replace

from perfdesk.document.blocks import Attachment, Block, Grid
from perfdesk.writers.typesetting.table_fit import fit_table, room_for_rows
from perfdesk.writers.xlsx.pagination import MILLIMETRES_PER_INCH, page_height, page_width

_TWIPS = 20


def fit_tables(attachment: Attachment) -> tuple[Attachment, list[float]]:
    """The attachment with balanced columns, and the size of the text in each block that is a table, else 0."""
    width = page_width(attachment.landscape) / MILLIMETRES_PER_INCH * 72
    room = room_for_rows(attachment, width, page_height(attachment.landscape))
    blocks: list[Block] = []
    sizes: list[float] = []
    for block in attachment.blocks:
        if isinstance(block, Grid):
            fit = fit_table(block, round(width * _TWIPS), room)
            blocks.append(replace(block, widths=tuple(map(float, fit.widths))))
            sizes.append(fit.size)
        else:
            blocks.append(block)
            sizes.append(0.0)
    return replace(attachment, blocks=tuple(blocks)), sizes

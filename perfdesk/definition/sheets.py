"""Sheets of a form: the paper tables of the finance bureau, line by line, and the printed cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from perfdesk.definition.expression import Expression, Ref
from perfdesk.definition.template import Template


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell of a sheet: a fixed `text`, or after `prefix` the answer or the result of the formula `value`.

    A result is printed with `decimals`. `merge` joins the cell with equal cells below. A cell that is several `lines`
    high has a cell in each of the lines below that `continues` it.
    """

    text: Template | None
    value: Expression | None
    prefix: str
    column_span: int
    merge: bool
    align: Literal["left", "center", "right"] | None
    bold: bool
    decimals: int = 2
    lines: int = 1
    continues: bool = False


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of a sheet, repeated for each row of `table` that meets `when`; `internal` ones are not published."""

    cells: tuple[SheetCell, ...]
    table: tuple[str, str] | None
    when: Expression | None
    header: bool
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper table of the finance bureau: columns of `widths` in mm, and its lines.

    It is shown and printed while the headings above it are.
    """

    title: Template
    subtitle: Template | None
    unit_note: Template | None
    widths: tuple[float, ...]
    lines: tuple[SheetLine, ...]
    notes: tuple[Template, ...]
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class CoverLine:
    """One line of a printed cover: a label and an answer."""

    label: str
    value: Ref


@dataclass(frozen=True, slots=True)
class CoverPage:
    """A printed cover (封面): a title near the top, labelled answers below it, and a foot (unit or date).

    With `repeats_title` the title is above the body, too; if it is not `counted`, the body begins with page 1. The
    `logo` is a picture of the form, printed `logo_height` mm high above the title.
    """

    title: Template
    subtitle: Template | None
    lines: tuple[CoverLine, ...]
    foot: Template | None
    repeats_title: bool = False
    counted: bool = True
    logo: str = ""
    logo_height: float = 20

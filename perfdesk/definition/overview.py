"""The charts and the cards of the overview page (概览) of a form; the workbook has the charts too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from perfdesk.definition.expression import Expression, Ref
from perfdesk.definition.template import Template

ChartKind = Literal["column", "bar", "pie"]


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One point on a chart's axis with a value for each series; with `table`, one point for each of its rows."""

    label: Template
    values: tuple[Ref, ...]
    table: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of answers on the chart sheet of the Excel workbook: columns, bars or a pie.

    With `overview` it is also shown on the overview page (概览). Labels have `decimals`, or those of each answer. What
    the points leave of `whole` is a point of its own."""

    title: str
    kind: ChartKind
    unit: str
    series: tuple[str, ...]
    points: tuple[ChartPoint, ...]
    when: Expression | None = None
    overview: bool = True
    decimals: int | None = None
    whole: Ref | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A key figure of the overview page (概览), with a note below it; shown while `when` is true."""

    title: str
    value: Expression
    unit: str
    decimals: int = 2
    note: Template | None = None
    when: Expression | None = None

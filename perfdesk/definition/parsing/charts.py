"""The charts of a form: which answers the Excel workbook draws as pictures."""

from __future__ import annotations

from typing import cast

from perfdesk.definition.diagnostics import form_error
from perfdesk.definition.expression import Ref
from perfdesk.definition.model import Chart, ChartKind, ChartPoint
from perfdesk.definition.parsing.expression_reader import ExpressionReader
from perfdesk.definition.parsing.name_resolution import Scope, SymbolTable
from perfdesk.definition.toml.table import Keys

_KINDS = ("column", "bar", "pie")


def read_charts(keys: Keys, names: SymbolTable) -> tuple[Chart, ...]:
    """Every `[[chart]]` of form.toml in order."""
    charts: list[Chart] = []
    for number, raw in enumerate(keys.take("chart", []), 1):
        with keys.mistakes.collecting():
            charts.append(_read_chart(keys.inner(raw, f"form.toml 第 {number} 个 chart"), names))
    return tuple(charts)


def _read_chart(keys: Keys, names: SymbolTable) -> Chart:
    reader = ExpressionReader(names, Scope(""), keys.where, keys.mistakes)
    series = keys.texts("series")
    kind = cast(ChartKind, keys.one_of("kind", _KINDS, "column"))
    if not series or (kind == "pie" and len(series) > 1):
        keys.tell("series 里至少写一个名称，pie 只能写一个")
    points: list[ChartPoint] = []
    for raw in keys.need("points", list):
        with keys.mistakes.collecting():
            points.append(_read_point(keys.inner(raw, keys.where), reader, len(series)))
    chart = Chart(
        keys.need("title", str),
        kind,
        keys.take("unit", ""),
        series,
        tuple(points),
        reader.condition(keys),
        keys.take("overview", True),
    )
    keys.done()
    return chart


def _read_point(keys: Keys, reader: ExpressionReader, wanted: int) -> ChartPoint:
    table = reader.table(keys.take("each", "")) if keys.has("each") else None
    inside = reader.in_scope(Scope("", table, "*" if table else ""))
    label = inside.template(keys.need("label", str))
    values: list[Ref] = []
    written = keys.texts("values")
    for text in written:
        with keys.mistakes.collecting():
            values.append(_read_figure(inside, text))
    if len(written) != wanted:
        keys.tell(f"values 写了 {len(written)} 个，series 有 {wanted} 个")
    keys.done()
    return ChartPoint(label, tuple(values), table)


def _read_figure(reader: ExpressionReader, text: str) -> Ref:
    found = reader.answer(text)
    if found.type != "number" or found.section in reader.symbols.repeats_over:
        raise form_error(reader.location, f"“{text}”要指一个数，且不在逐项目的附表里")
    return found

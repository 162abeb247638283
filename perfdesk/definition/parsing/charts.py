"""Reads the charts of a form, which the Excel workbook and the overview page show."""

from __future__ import annotations

from typing import cast

from perfdesk.definition.diagnostics import form_error
from perfdesk.definition.expression import Ref
from perfdesk.definition.kinds import MAX_DECIMALS
from perfdesk.definition.overview import Chart, ChartKind, ChartPoint
from perfdesk.definition.parsing.expression_reader import ExpressionReader
from perfdesk.definition.parsing.name_resolution import Scope, SymbolTable
from perfdesk.definition.toml.table import TomlTable

_KINDS = ("column", "bar", "pie")


def read_charts(keys: TomlTable, names: SymbolTable) -> tuple[Chart, ...]:
    """Return every `[[chart]]` of form.toml in order."""
    charts: list[Chart] = []
    for number, raw in enumerate(keys.get("chart", []), 1):
        with keys.diagnostics.collecting():
            charts.append(_read_chart(keys.subtable(raw, f"form.toml 第 {number} 个 chart"), names))
    return tuple(charts)


def _read_chart(keys: TomlTable, names: SymbolTable) -> Chart:
    reader = ExpressionReader(names, Scope(""), keys.location, keys.diagnostics)
    series = keys.get_texts("series")
    kind = cast(ChartKind, keys.get_choice("kind", _KINDS, "column"))
    if not series or (kind == "pie" and len(series) > 1):
        keys.report("series 里至少写一个名称，pie 只能写一个")
    points: list[ChartPoint] = []
    for raw in keys.require("points", list):
        with keys.diagnostics.collecting():
            points.append(_read_point(keys.subtable(raw, keys.location), reader, len(series)))
    keys.mark_known("decimals")
    chart = Chart(
        keys.require_literal("title"),
        kind,
        keys.get_literal("unit"),
        series,
        tuple(points),
        reader.condition(keys),
        keys.get("overview", True),
        keys.get_integer("decimals", 0, 0, MAX_DECIMALS) if keys.has("decimals") else None,
        _read_whole(keys, reader, kind),
    )
    keys.reject_unknown()
    return chart


def _read_point(keys: TomlTable, reader: ExpressionReader, wanted: int) -> ChartPoint:
    table = reader.table(keys.get("each", "")) if keys.has("each") else None
    inside = reader.in_scope(Scope("", table, "*" if table else ""))
    label = inside.template(keys.require("label", str))
    values: list[Ref] = []
    written = keys.get_texts("values")
    for text in written:
        with keys.diagnostics.collecting():
            values.append(_read_figure(inside, text))
    if len(written) != wanted:
        keys.report(f"values 写了 {len(written)} 个，series 有 {wanted} 个")
    keys.reject_unknown()
    return ChartPoint(label, tuple(values), table)


def _read_whole(keys: TomlTable, reader: ExpressionReader, kind: ChartKind) -> Ref | None:
    whole = keys.get("whole", "")
    if whole and kind != "pie":
        keys.report("只有 pie 的各点合起来是一个整体，别的图不写 whole")
    return _read_figure(reader, whole) if whole else None


def _read_figure(reader: ExpressionReader, text: str) -> Ref:
    found = reader.answer(text)
    if found.type != "number" or found.section in reader.symbols.repeats_over:
        raise form_error(reader.location, f"“{text}”要指一个数，且不在逐项目的附表里")
    return found

"""The charts of a form: which answers the Excel workbook draws as pictures."""

from __future__ import annotations

from typing import cast

from perfdesk.definition.block_reader import Reader
from perfdesk.definition.expression import Ref
from perfdesk.definition.model import Chart, ChartKind, ChartPoint
from perfdesk.definition.names import Here, Names
from perfdesk.definition.toml_reader import Keys, form_error

_KINDS = ("column", "bar", "pie")


def read_charts(raws: list[object], names: Names) -> tuple[Chart, ...]:
    """Every `[[chart]]` of form.toml in order; PerfDeskError names the chart that is wrong."""
    return tuple(_read_chart(raw, names, number) for number, raw in enumerate(raws, 1))


def _read_chart(raw: object, names: Names, number: int) -> Chart:
    keys = Keys(raw, f"form.toml 第 {number} 个 chart")
    reader = Reader(names, Here(""), keys.where)
    series = keys.texts("series")
    kind = cast(ChartKind, keys.one_of("kind", _KINDS, "column"))
    if not series or (kind == "pie" and len(series) > 1):
        raise form_error(keys.where, "series 里至少写一个名称，pie 只能写一个")
    points = tuple(_read_point(point, reader, len(series)) for point in keys.need("points", list))
    chart = Chart(
        keys.need("title", str),
        kind,
        keys.take("unit", ""),
        series,
        points,
        reader.condition(keys),
        keys.take("overview", True),
    )
    keys.done()
    return chart


def _read_point(raw: object, reader: Reader, wanted: int) -> ChartPoint:
    keys = Keys(raw, reader.where)
    table = reader.table(keys.take("each", "")) if keys.has("each") else None
    inside = reader.at(Here("", table, "*" if table else ""))
    label = inside.template(keys.need("label", str))
    values = tuple(_figure(inside, text) for text in keys.texts("values"))
    if len(values) != wanted:
        raise form_error(reader.where, f"values 写了 {len(values)} 个，series 有 {wanted} 个")
    keys.done()
    return ChartPoint(label, values, table)


def _figure(reader: Reader, text: str) -> Ref:
    found = reader.expression(text, "number")
    if not isinstance(found, Ref) or found.section in reader.names.each:
        raise form_error(reader.where, f"“{text}”要指一个数，且不在逐项目的附表里")
    return found

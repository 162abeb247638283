"""Reads the large figures at the top of a page (`type = "figures"`)."""

from __future__ import annotations

from typing import cast

from perfdesk.definition.expression import type_of
from perfdesk.definition.kinds import MAX_DECIMALS
from perfdesk.definition.page_figures import PageFigure, PageFigures, Sign
from perfdesk.definition.parsing.expression_reader import ExpressionReader
from perfdesk.definition.toml.table import TomlTable

_SIGNS = ("", "=", "+", "-")


def read_page_figures(keys: TomlTable, reader: ExpressionReader) -> PageFigures:
    """Read a block of figures; reports one without figures, or whose signs do not make an equation."""
    figures: list[PageFigure] = []
    declarations = keys.require("figures", list)
    for raw in declarations:
        with keys.diagnostics.collecting():
            figures.append(_read_figure(keys.subtable(raw, f"{reader.location} figures"), reader))
    if keys.has("figures") and not declarations:
        keys.report("figures 里至少要写一个数")
    signs = [figure.sign for figure in figures]
    is_equation = signs[1:2] == ["="] and not signs[0] and all(sign in ("+", "-") for sign in signs[2:])
    if any(signs) and not is_equation:
        keys.report("等式写成：第一个数不写 sign，第二个写 sign = “=”，后面的写“+”或“-”")
    if any(signs) and any(type_of(figure.value) != "number" for figure in figures):
        keys.report("等式里要都是数")
    if any(signs) and any(figure.when is not None for figure in figures[:2]):
        keys.report("等式的前两个数一直要有，不能写 when；从第三个数起可以写")
    return PageFigures(tuple(figures), keys.get_literal("unit"), keys.get_integer("decimals", 2, 0, MAX_DECIMALS))


def _read_figure(keys: TomlTable, reader: ExpressionReader) -> PageFigure:
    whole = keys.get("whole", "")
    figure = PageFigure(
        keys.require_literal("label"),
        reader.expression(keys.require("value", str)),
        cast(Sign, keys.get_choice("sign", _SIGNS, "")),
        reader.expression(whole, "number") if whole else None,
        reader.condition(keys),
    )
    keys.reject_unknown()
    return figure

"""Reads the bands of a section (`[[band]]`): the first pass over a form, because formulas refer to them."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from perfdesk.definition.bands import BandComparison, Bands, BandValue
from perfdesk.definition.diagnostics import form_error
from perfdesk.definition.toml.table import TomlTable

#: The key of a bound, and how a figure is compared with it.
_BOUNDS: dict[str, BandComparison] = {"from": ">=", "above": ">", "to": "<=", "below": "<"}
#: Excel nests 64 conditions; no table of points has half as many steps.
_MAX_STEPS = 30


def read_bands(keys: TomlTable, name: str) -> Bands | None:
    """Read one `[[band]]`; reports steps that no figure can reach, and returns None if they make no bands at all."""
    keys.require("steps", list)
    steps: list[tuple[str, Decimal, BandValue]] = []
    rest: list[BandValue] = []
    for number, declaration in enumerate(keys.get_list("steps", _MAX_STEPS), 1):
        with keys.diagnostics.collecting():
            step = keys.subtable(declaration, f"{keys.location} steps")
            bound, value = _read_step(step, name, number)
            if bound is None:
                rest.append(value)
            else:
                steps.append((*bound, value))
    if len(steps) + len(rest) < len(keys.get("steps", list[object]())):  # a step that is wrong has been reported
        return None
    if not steps or len(rest) != 1:
        keys.report(f"分档“{name}”的 steps 要有几档带界限的（{'、'.join(_BOUNDS)}），和一档只写 value 的：其余都归它")
        return None
    _check_steps(keys, name, steps, [*(value for _, _, value in steps), *rest])
    return Bands(_BOUNDS[steps[0][0]], tuple((bound, value) for _, bound, value in steps), rest[0])


def _read_step(keys: TomlTable, name: str, number: int) -> tuple[tuple[str, Decimal] | None, BandValue]:
    if not keys.has("value"):
        raise form_error(keys.location, f"分档“{name}”的第 {number} 档缺少“value”")
    bounds = [(key, figure) for key in _BOUNDS if (figure := keys.get_figure(key)) is not None]
    value = keys.get_figure_or_text("value")
    keys.reject_unknown()
    if len(bounds) > 1:
        keys.report(f"分档“{name}”的第 {number} 档只能写一个界限，{'、'.join(key for key, _ in bounds)} 留一个")
    return (bounds[0] if bounds else None), Decimal(0) if value is None else value


def _check_steps(
    keys: TomlTable, name: str, steps: list[tuple[str, Decimal, BandValue]], values: list[BandValue]
) -> None:
    if len({key for key, _, _ in steps}) > 1:
        keys.report(f"分档“{name}”的界限要都用 {'、'.join(_BOUNDS)} 里的同一个")
    if len({type(value) for value in values}) > 1:
        keys.report(f"分档“{name}”的 value 要都是数，或者都是文字")
    descends = _BOUNDS[steps[0][0]] in (">=", ">")
    for (_, before, _), (_, after, _) in pairwise(steps):
        if before == after or (before > after) != descends:
            order = "从大到小" if descends else "从小到大"
            keys.report(f"分档“{name}”的界限要{order}写，{after} 写在了 {before} 后面")
            return

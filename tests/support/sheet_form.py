"""A sheet for the small form: cells that are several rows high, and formulas of its own."""

from __future__ import annotations

from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries

SHEET = """
[[block]]
type = "sheet"
title = "表"
widths = [20, 40, 30]
[[block.line]]
header = true
cells = [{ t = "类", down = 2 }, { t = "钱", across = 2 }]
[[block.line]]
header = true
cells = ["项目", "万元"]
[[block.line]]
cells = [{ t = "人员", down = 3 }, "甲的一半", { v = "sums.one.actual / 2", decimals = 1 }]
[[block.line]]
each = "people"
cells = ["=name", "=sums.two.actual * 10"]
[[block.line]]
internal = true
cells = ["不公开", "=if(sums.one.actual > 3, '多', '少')"]
[[block.line]]
cells = ["合计", "", "=sums.all.actual"]
"""


def entries(people: int) -> Entries:
    typed = {Address("money", "sums", "one", "actual"): "4.5", Address("money", "sums", "two", "actual"): "2"}
    for number in range(people):
        typed[Address("money", "people", f"r{number}", ROW_POSITION)] = str(number)
        typed[Address("money", "people", f"r{number}", "name")] = "人" * (number + 1)
    return Entries().after(tuple(Edit(address, None, text) for address, text in typed.items()))

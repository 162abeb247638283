"""A whole form in one file: small enough to read, and to break in one place."""

from __future__ import annotations

SMALL_FORM = """\
id = "money"
title = "一、钱"
tab = "钱"

[[block]]
type = "field"
id = "unit"
label = "单位"

[[block]]
type = "field"
id = "year"
label = "年度"
kind = "year"

[[block]]
type = "field"
id = "day"
label = "日期"
kind = "date"

[[block]]
type = "field"
id = "double"
label = "两倍"
kind = "number"
formula = "sums.all.actual * 2"

[[block]]
type = "table"
id = "sums"
label = "金额"
columns = [
    { id = "budget", label = "预算", kind = "number", unit = "万元" },
    { id = "actual", label = "决算", kind = "number", unit = "万元" },
]
rows = [
    { id = "one", label = "甲" },
    { id = "two", label = "乙" },
    { id = "all", label = "合计", total = true, formula = "sum(sums)" },
]

[[block]]
type = "table"
id = "people"
label = "人员"
open = true
columns = [{ id = "name", label = "姓名" }]

[[rule]]
code = "R1"
title = "甲"
found = "sums.one.actual"
expected = "sums.one.budget"
"""

SMALL_LIST = """\
id = "small"
version = 1
title = "小表单"
files = ["money.toml"]

[report]
title = "money.unit"
unit = "money.unit"
year = "money.year"
date = "money.day"
"""

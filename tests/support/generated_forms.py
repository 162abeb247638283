"""Forms and answers made at random, the same for the same number: formulas of every kind over answers of every kind."""

from __future__ import annotations

from pathlib import Path
from random import Random

from perfdesk.definition.address import Address
from perfdesk.definition.loader import load_form
from perfdesk.entries.edits import typed_edits
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers

_FIELDS = ("n1", "n2", "n3")
_TARGETS = ("≥550次", "=100%", "≤28.5万元", "10月底前", "0起", "≥20", "550/20", "显著提高", "", "50人以上", "10—20天")
_ACTUALS = ("560次", "98%", "30万元", "9月20日", "0起", "3起", "20", "560/18", "完成", "", "480次", "0.96", "15天")
_NUMBERS = ("", "0", "1", "-2.5", "3.005", "20元", "1,234.56", "7", "0.1", "100000", "约20", "2.5")
_CHOICES = ("", "A类", "a类", "乙")

_FORM = """\
id = "generated"
version = 1
title = "生成的表单"
files = ["one.toml", "two.toml"]
[report]
title = "one.unit"
unit = "one.unit"
year = "one.year"
date = "one.day"
"""

_ONE = """\
id = "one"
title = "一、数"
tab = "数"
block = [
    {{ type = "field", id = "unit", label = "单位" }},
    {{ type = "field", id = "year", label = "年度", kind = "year", print = "line" }},
    {{ type = "field", id = "day", label = "日期", kind = "date", print = "line" }},
    {{ type = "field", id = "n1", label = "数一", kind = "number", unit = "万元" }},
    {{ type = "field", id = "n2", label = "数二", kind = "number" }},
    {{ type = "field", id = "n3", label = "数三", kind = "number", unit = "%" }},
    {{ type = "field", id = "any", label = "类别", kind = "choice", options = ["A类", "a类", "乙"] }},
    {{ type = "table", id = "fixed", label = "固定", print = "{fixed}", columns = [
        {{ id = "left", label = "左", kind = "number" }},
        {{ id = "right", label = "右", kind = "number", unit = "万元" }},
        {{ id = "made", label = "算", kind = "number", formula = "{made}" }},
    ], rows = [
        {{ id = "first", label = "甲" }},
        {{ id = "second", label = "乙" }},
        {{ id = "whole", label = "合计", total = true, formulas = {{ left = "sum(fixed)", right = "{whole}" }} }},
    ] }},
    {{ type = "table", id = "goals", label = "指标", open = true, print = "{goals}", columns = [
        {{ id = "name", label = "名称" }},
        {{ id = "sort", label = "类别", kind = "choice", options = ["A类", "a类", "乙"] }},
        {{ id = "target", label = "指标值", kind = "measure" }},
        {{ id = "reached", label = "完成值", kind = "measure" }},
        {{ id = "weight", label = "分值", kind = "number", decimals = 0 }},
        {{ id = "score", label = "得分", kind = "number", own = true, formula = "{score}" }},
        {{ id = "more", label = "另算", kind = "number", formula = "{more}" }},
    ] }},
]
"""

_TWO = """\
id = "two"
title = "附表"
tab = "附表"
kind = "attachment"
band = [
    {{ id = "grades", steps = [{{ from = 90, value = "优" }}, {{ from = 7, value = "良" }}, {{ value = "差" }}] }},
    {{ id = "shares", steps = [{{ below = 0, value = 1 }}, {{ below = 7, value = 0.5 }}, {{ value = 0 }}] }},
]
block = [
{fields}
    {{ type = "field", id = "grade", label = "等次", formula = "band(one.n1 * 2, grades)" }},
    {{ type = "field", id = "said", label = "话", formula = "text(one.n1, '个', one.any, one.day)" }},
    {{ type = "field", id = "told", label = "话", formula = "if(text(one.n2) == '7', '七', text('约', one.n2))" }},
    {{ type = "table", id = "last", label = "末", open = true, columns = [
        {{ id = "name", label = "名称" }},
        {{ id = "wanted", label = "要求", kind = "measure" }},
        {{ id = "done", label = "完成", kind = "measure" }},
        {{ id = "mark", label = "得分", kind = "number", formula = "attain(wanted, done) * 10" }},
    ] }},
    {{ type = "sheet", title = "附表", widths = [40, 40, 40], line = [
        {{ header = true, cells = ["一", "二", "三"] }},
{lines}
        {{ cells = ["=said", "=told", "=grade"] }},
        {{ each = "last", cells = ["=name", "=mark", ""] }},
        {{ each = "one.goals", cells = ["=name", "=score", {{ v = "more", prefix = "计：" }}] }},
        {{ cells = [{{ v = "one.n1", prefix = "计：" }}, {{ v = "one.any", prefix = "类：" }}, "=one.n2"] }},
    ] }},
]
"""
_SCORE = "round(attain(target, reached, sort == 'A类') * weight, 2)"


class Formulas:
    """Random formulas over the answers of the chapter `one`."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def number(self, depth: int, names: tuple[str, ...], inside: str = "") -> str:
        """A formula whose value is a number; `inside` a table its own columns are among the names."""
        if depth == 0 or self._random.random() < 0.15:
            return self._random.choice((*names, *names, "0", "2", "0.05", "10"))
        one, two = (self.number(depth - 1, names, inside) for _ in range(2))
        calls = (f"min({one}, {two})", f"max({one}, {two})", f"abs({one})", f"floor({one})", f"round({one}, 2)")
        sums = (f"sum({one}, {two})", f"count({one}, {names[0]}, one.any)", *self._columns())
        signs = tuple(f"({one} {sign} {two})" for sign in "+-*/")
        choice = f"if({self.truth(depth - 1, names)}, {one}, {two})"
        calls = (*calls, f"band({one}, two.shares)")
        return self._random.choice((*signs, *signs, *calls, *sums, choice, choice))

    def truth(self, depth: int, names: tuple[str, ...]) -> str:
        """A formula that is true or false."""
        one, two = (self.number(max(depth - 1, 0), names) for _ in range(2))
        compared = f"{one} {self._random.choice(('==', '!=', '<', '<=', '>', '>='))} {two}"
        if depth <= 0:
            return self._random.choice((compared, "one.any == 'A类'", f"blank({names[0]})", "blank(one.any)"))
        left, right = self.truth(depth - 1, names), self.truth(depth - 1, names)
        return self._random.choice((compared, f"({left} and {right})", f"({left} or {right})", f"not ({left})"))

    def _columns(self) -> tuple[str, ...]:
        sort = self._random.choice(("A类", "乙", "没有"))
        return (
            "sum(one.goals.weight, one.fixed.left)",
            "count(one.goals.score, one.goals.target)",
            f"sumif(one.goals.weight, one.goals.sort, '{sort}')",
            f"sumif(one.goals.score, one.goals.sort, '{sort}')",
        )


def write_generated_form(number: int, folder: Path) -> Path:
    """Write the form of this number to a folder."""
    random = Random(number)
    formulas = Formulas(random)
    fields = tuple(f"one.{name}" for name in _FIELDS)
    cells = (*fields, "one.fixed.first.left", "one.fixed.second.right")
    made = [formulas.number(3, (*cells, "one.fixed.whole.left", "one.fixed.second.made")) for _ in range(8)]
    one = _ONE.format(
        fixed=random.choice(("grid", "none")),
        goals=random.choice(("grid", "none")),
        made=formulas.number(2, ("left", "right", *fields)),
        whole=formulas.number(2, cells),
        score=_SCORE,
        more=formulas.number(2, ("weight", "score", *fields)),
    )
    block = '    {{ type = "field", id = "f{n}", label = "算{n}", kind = "number", formula = "{formula}" }},'
    two = _TWO.format(
        fields="\n".join(block.format(n=n, formula=formula) for n, formula in enumerate(made)),
        lines="\n".join(f'        {{ cells = ["{n}", "=f{n}", ""] }},' for n in range(len(made))),
    )
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("form.toml", _FORM), ("one.toml", one), ("two.toml", two)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def generated_answers(number: int, folder: Path) -> Answers:
    """Random answers to the form of this number, some of them blank, some of them no figures."""
    form, random = load_form(write_generated_form(number, folder)), Random(number)
    texts = {f"one/{name}": random.choice(_NUMBERS) for name in _FIELDS}
    texts |= {"one/any": random.choice(_CHOICES), "one/unit": "某局", "one/year": "2024", "one/day": "2025-3-1"}
    texts |= {f"one/fixed/{row}/{column}": random.choice(_NUMBERS) for row in ("first", "second") for column in _SIDES}
    for row in (f"r{n}" for n in range(random.randint(0, 5))):
        texts |= {f"one/goals/{row}/name": "名", f"one/goals/{row}/sort": random.choice(_CHOICES)}
        texts |= {f"one/goals/{row}/weight": random.choice(_NUMBERS)}
        if random.random() < 0.2:
            texts[f"one/goals/{row}/score"] = random.choice(_NUMBERS)
        for table, target, actual in (("one/goals", "target", "reached"), ("two/last", "wanted", "done")):
            texts |= {f"{table}/{row}/{target}": random.choice(_TARGETS)}
            texts |= {f"{table}/{row}/{actual}": random.choice(_ACTUALS)}
    edits = typed_edits(form, Entries(), {Address.parse(at): text for at, text in texts.items()})
    return Answers(form, Entries().after(edits))


_SIDES = ("left", "right")

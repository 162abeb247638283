"""The strict loader on a small form with one error: the message names the file, the key and a suggestion."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perfdesk.definition.address import Address
from perfdesk.definition.model import Form

Refusal = Callable[..., str]
R1 = 'found = "sums.one.actual"'


def test_the_small_form_loads_completely(small_form: Callable[..., Form]) -> None:
    form = small_form()
    assert (form.id, form.version, [section.id for section in form.sections]) == ("small", 1, ["money"])
    assert form.question(Address.parse("money/sums/one/actual")).unit == "万元"
    assert form.formula(Address.parse("money/sums/all/budget")) is not None
    assert form.question(Address.parse("money/sums/none/budget")) is None
    assert [rule.code for rule in form.rules] == ["R1"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('label = "单位"', 'labell = "单位"', "money.toml [unit]：缺少“label”，写的是不是“labell”？"),
        ('label = "单位"', 'label = "单位"\nhelpp = ""', "money.toml [unit]：没有“helpp”这个键，是不是“help”？"),
        ('tab = "钱"', 'tab = "钱"\nkindd = "cover"', "money.toml：没有“kindd”这个键，是不是“kind”？"),
        (
            "open = true",
            'open = true\nunit_notes = ""',
            "money.toml [people]：没有“unit_notes”这个键，是不是“unit_note”？",
        ),
        (
            '{ id = "one", label = "甲" }',
            '{ id = "one", label = "甲", totl = true }',
            "没有“totl”这个键，是不是“total”？",
        ),
        ('label = "预算",', 'label = "预算", untis = "",', "没有“untis”这个键，是不是“unit”？"),
        ('title = "甲"', 'title = "甲"\nlevels = "error"', "money.toml 规则 R1：没有“levels”这个键，是不是“level”？"),
        ("version = 1", 'version = 1\ntitel = ""', "form.toml：没有“titel”这个键，是不是“title”？"),
        ('date = "money.day"', 'date = "money.day"\nuint = ""', "form.toml [report]：没有“uint”这个键，是不是“unit”？"),
    ],
)
def test_an_unknown_key_is_reported_with_a_suggestion(refusal: Refusal, old: str, new: str, says: str) -> None:
    assert says in refusal((old, new))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('kind = "year"', 'kind = "yaer"', "money.toml [year]：“kind”不能是“yaer”，是不是“year”？"),
        ('type = "table"\nid = "people"', 'type = "tabel"\nid = "people"', "“type”不能是“tabel”，是不是“table”？"),
        ('title = "甲"', 'title = "甲"\nlevel = "eror"', "“level”不能是“eror”，是不是“error”？"),
        ('tab = "钱"', 'tab = "钱"\nkind = "chapters"', "“kind”不能是“chapters”，是不是“chapter”？"),
    ],
)
def test_an_unknown_word_is_reported_with_a_suggestion(refusal: Refusal, old: str, new: str, says: str) -> None:
    assert says in refusal((old, new))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('label = "单位"', "label = 3", "money.toml [unit]：“label”应为文字，写的是3"),
        ("version = 1", 'version = "1"', "form.toml：“version”应为整数，写的是'1'"),
        ("version = 1", "version = true", "form.toml：“version”应为整数"),
        ("open = true", 'open = "yes"', "money.toml [people]：“open”应为true 或 false"),
        ('files = ["money.toml"]', 'files = "money.toml"', "form.toml：“files”应为列表"),
        ('files = ["money.toml"]', "files = [1]", "form.toml：“files”里应全是文字"),
        ('label = "姓名"', 'label = "姓名", decimals = 1.5', "“decimals”应为整数"),
        ('label = "姓名"', 'label = "姓名", width = "wide"', "“width”应为数"),
        ("[report]\ntitle", "[[report]]\ntitle", "form.toml：只用一个方括号：[report]"),
        ('{ id = "name", label = "姓名" }', '"name"', "money.toml [people]：应为一组键值"),
    ],
)
def test_a_value_of_the_wrong_type_is_reported(refusal: Refusal, old: str, new: str, says: str) -> None:
    assert says in refusal((old, new))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (R1, 'found = "sums.one.actuel"', "money.toml 规则 R1：没有“sums.one.actuel”，是不是“sums.one.actual”？"),
        (R1, 'found = "sums.onne.actual"', "没有“sums.onne.actual”，是不是“sums.one.actual”？"),
        (R1, 'found = "monye.double"', "没有“monye.double”，是不是“money.double”？"),
        (
            "sums.all.actual * 2",
            "sums.al.actual * 2",
            "money.toml [double]：没有“sums.al.actual”，是不是“sums.all.actual”？",
        ),
        ('unit = "money.unit"', 'unit = "money.unitt"', "form.toml [report]：“unit”指的“money.unitt”不存在"),
        ('title = "甲"', 'title = "甲"\neach = "peple"', "money.toml 规则 R1：没有“peple”这个表"),
        ('title = "甲"', 'title = "{sums.two.bugdet}"', "没有“sums.two.bugdet”，是不是“sums.two.budget”？"),
        ("open = true", 'open = true\nprint = "items"\nitem = "{nmae}"', "没有“nmae”，是不是“name”？"),
        ("open = true", 'open = true\nwhen = "blank(uint)"', "没有“uint”，是不是“unit”？"),
        ('tab = "钱"', 'tab = "钱"\neach = "money.sums"', "money.toml：each 指的“money.sums”不是可增行的表"),
        ('label = "姓名"', 'label = "姓名", kind = "link", link = "money.none"', "link 指的“money.none”不是表"),
    ],
)
def test_a_dangling_reference_is_reported_with_a_suggestion(refusal: Refusal, old: str, new: str, says: str) -> None:
    assert says in refusal((old, new))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("sums.all.actual * 2", "unit * 2", "money.toml [double]：“*”要的是数，给的是文字"),
        ("sums.all.actual * 2", "unit", "公式“unit”给的是文字，这里要数，与“两倍”的种类不符"),
        ("sums.all.actual * 2", "sums.all.actual > 2", "公式“sums.all.actual > 2”给的是条件，这里要数"),
        ("sums.all.actual * 2", "sums.all.actual ** 2", "money.toml [double]：公式里不能用这种写法"),
        (R1, 'found = "unit"', "money.toml 规则 R1：“unit”给的是文字，这里要数"),
        (
            R1 + '\nexpected = "sums.one.budget"',
            'holds = "double"\nmessage = "m"',
            "“double”给的是数，这里要条件，要写成条件，如 double > 0",
        ),
        ('label = "日期"', 'label = "日期"\nwhen = "double"', "money.toml [day]：“double”给的是数，这里要条件"),
        ('title = "甲"', 'title = "{unit"', "money.toml 规则 R1：句子里的花括号不成对"),
        ('title = "甲"', 'title = "{1 +}"', "money.toml 规则 R1：公式写法有误"),
    ],
)
def test_a_type_error_is_reported_with_its_location(refusal: Refusal, old: str, new: str, says: str) -> None:
    assert says in refusal((old, new))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "day"', 'id = "unit"', "money.toml [unit]：“unit”用了两次"),
        ('id = "people"', 'id = "sums"', "money.toml [sums]：“sums”用了两次"),
        ('{ id = "two"', '{ id = "one"', "money.toml [sums]：“one”用了两次"),
        ('{ id = "two"', '{ id = "budget"', "“budget”用了两次（行和列的名字也不能相同）"),
        ('{ id = "actual", label', '{ id = "budget", label', "“budget”用了两次"),
        ('id = "day"', 'id = "money"', "money.toml [money]：“money”是一个章节的 id，这里的表或问题要用别的 id"),
        ('id = "day"', 'id = "Day"', "“Day”不能作名字"),
        ('id = "day"', 'id = "日期"', "“日期”不能作名字"),
        ('id = "day"', 'id = "class"', "“class”不能作名字"),
        ('id = "day"', 'id = "label"', "“label”不能作名字"),
        ('id = "small"', 'id = "../small"', "“../small”不能作名字"),
    ],
)
def test_a_duplicate_or_invalid_name_is_reported(refusal: Refusal, old: str, new: str, says: str) -> None:
    assert says in refusal((old, new))

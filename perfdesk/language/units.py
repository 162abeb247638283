"""Units in reports: the kind of thing each measures, and its value in the base unit.

`万`, `亿` and the like precede a unit and multiply it: `万元`, `万平方米`, `亿元`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal[
    "money", "persons", "visits", "area", "length", "mass", "volume", "energy", "percent", "points",
    "count", "duration", "score", "times", "ratio", "number",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written, its kind, its base unit and its factor to the base unit."""

    name: str
    kind: Kind
    base: str
    factor: Decimal

    def scaled(self, scale: str) -> Unit:
        """Return the unit with a prefix such as `万`.

        >>> UNITS["元"].scaled("万").factor
        Decimal('10000')
        """
        return Unit(scale + self.name, self.kind, self.base, self.factor * SCALES[scale]) if scale else self


_FAMILIES: dict[tuple[Kind, str], dict[str, str]] = {
    ("money", "元"): {"元": "1"},
    ("persons", "人"): {"人": "1", "名": "1", "位": "1", "个人": "1"},
    ("visits", "人次"): {"人次": "1"},
    ("area", "平方米"): {
        "平方米": "1", "平米": "1", "㎡": "1", "m²": "1", "m2": "1", "公顷": "10000",
        "平方公里": "1000000", "平方千米": "1000000", "km²": "1000000",
    },
    ("area", "亩"): {"亩": "1"},
    ("length", "米"): {
        "米": "1", "公里": "1000", "千米": "1000", "里程公里": "1000", "km": "1000", "厘米": "0.01",
        "毫米": "0.001", "延米": "1",
    },
    ("mass", "千克"): {"千克": "1", "公斤": "1", "kg": "1", "吨": "1000", "克": "0.001", "斤": "0.5"},
    ("volume", "立方米"): {"立方米": "1", "立方": "1", "方": "1", "m³": "1", "升": "0.001", "毫升": "0.000001"},
    ("energy", "千瓦时"): {"千瓦时": "1", "度电": "1"},
    ("energy", "千瓦"): {"千瓦": "1", "kW": "1"},
    ("percent", "%"): {"%": "1", "‰": "0.1", "百分比": "1"},
    ("points", "个百分点"): {"个百分点": "1", "百分点": "1"},
    ("score", "分"): {"分": "1"},
    ("times", "倍"): {"倍": "1"},
    ("duration", "秒"): {
        "秒": "1", "秒钟": "1", "分钟": "60", "小时": "3600", "个小时": "3600", "天": "86400", "日": "86400",
        "周": "604800", "个星期": "604800",
    },
    ("duration", "工作日"): {"工作日": "1", "个工作日": "1"},
    ("duration", "月"): {"个月": "1", "年": "12", "周年": "12", "年度": "12", "个季度": "3"},
}  # fmt: skip

#: Measure words: each is its own base unit, since 10 处 are not 10 次.
_MEASURE_WORDS = """
个 项 次 场 场次 期 批 批次 件 起 宗 份 册 本 条 款 处 座 所 家 户 台 台套 台次 台件 辆 辆次 架 艘 套 张 篇 幅 块 片
栋 间 层 只 头 羽 株 棵 户次 家次 车次 例 对 组 支 部 门 盏 口 根 眼 道 类 种 笔 轮 面 顶 枚 桶 学时 课时 人天 亩次
岁 点 批件 件次 个次 架次 班次 项次 条次 村次 团 具 床 张床位 副 盒 袋 箱 瓶 尾 匹 丛 幢 站 亭 期次 人份 剂次 剂 标段
村 乡镇 股室 科室 站点 方面 工日
"""

UNITS: dict[str, Unit] = {
    name: Unit(name, kind, base, Decimal(factor))
    for (kind, base), family in _FAMILIES.items()
    for name, factor in family.items()
} | {name: Unit(name, "count", name, Decimal(1)) for name in _MEASURE_WORDS.split()}

NO_UNIT = Unit("", "number", "", Decimal(1))
SCALES = {
    "十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10_000), "十万": Decimal(100_000),
    "百万": Decimal(1_000_000), "千万": Decimal(10_000_000), "亿": Decimal(10**8), "万亿": Decimal(10**12),
}  # fmt: skip

#: Measure words that may follow a numeral in words; the others belong to set phrases (一类, 四面, 十分).
_WORDY = """
个 项 名 人 位 次 场 条 家 户 所 座 处 件 份 篇 套 辆 台 期 种 笔 起 元 亩 公里 倍 年 天 个月 小时 个小时 分钟 人次 场次
批次 公斤 吨 米 平方米 公顷 个百分点 个工作日 方面
"""
AFTER_WORDS = frozenset(_WORDY.split())

#: What may not follow a unit, since both are then another word (3分别, 5人民, 2处理). One unit per line.
_ANOTHER_WORD = """
分 别之局管析类解公工担支布
人 民员才大均口事
名 称单义录胜
处 理置罚于在级长
所 有属在以需谓
部 门分署
条 件例
项 目
期 间限末
家 庭具长
点 击
件 数
年 龄检初末底级
门 户诊店类
台 账风
对 于接象照比口
组 织
支 出付持撑部
道 路德
面 积向对
户 籍口
本 年级部地科
口 径
层 级次
站 在
团 队
座 谈
起 来到草
日 常均报
间 接隔
方 面案法向式
次 数年日月
位 于置列居
类 别型
只 有要能占是
块 钱
村 民委级
床 位
班 子
克 服
升 级
周 边期
种 植养
例 如会
张 榜
根 据
顶 层
具 体有备
款 项
宗 旨
份 额
剂 量
元 旦
场 所地
批 复准
册 子
套 取
轮 换
头 数
"""
_NOT_BEFORE = {line.partition(" ")[0]: line.partition(" ")[2] for line in _ANOTHER_WORD.strip().splitlines()}

#: Pairs of the above that are a unit and its noun nevertheless (3项目标 is 3项 目标).
_STILL = {"项": ("目标",), "名": ("单位",), "人": ("大代表",), "件": ("数据",)}


def _pattern() -> re.Pattern[str]:
    names = sorted(UNITS, key=len, reverse=True)
    parts: list[str] = []
    for name in names:
        barred, still = _NOT_BEFORE.get(name, ""), "|".join(_STILL.get(name, ()))
        after = f"(?![{barred}])" if barred and not still else f"(?:(?![{barred}])|(?={still}))" if barred else ""
        latin = "(?![A-Za-z0-9])" if name[-1].isascii() and name[-1].isalnum() else ""
        parts.append(re.escape(name) + after + latin)
    return re.compile("|".join(parts))


_UNIT = _pattern()
_PER = re.compile(
    r"/(?:人|年|月|天|日|次|亩|户|公里|个|台|套|平方米|㎡|吨|件|场|期|批次|人次|小时|千米|车|辆|项|名|家|村|户次)"
)


def unit_at(plain: str, start: int) -> tuple[Unit, int] | None:
    """Return the unit that begins at `start` and its end; `次/年` is a unit of its own.

    >>> unit_at("3个百分点", 1)[0].kind, unit_at("20元/人", 2)[0].name, unit_at("3分别", 1)
    ('points', '元/人', None)
    """
    found = _UNIT.match(plain, start)
    if found is None:
        return None
    unit, per = UNITS[found[0]], _PER.match(plain, found.end())
    if per is None:
        return unit, found.end()
    return Unit(unit.name + per[0], unit.kind, unit.base + per[0], unit.factor), per.end()

"""Compare the names of rows, columns and options, whatever numbering, brackets and units are written with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

_LEAD_IN = re.compile(
    r"^(?:其中[:：]|[(（]?\d{1,2}[)）.、]|[一二三四五六七八九十百零]+、|[(（][一二三四五六七八九十百零]+[)）])+"
)
_UNIT = re.compile(r"单位[:：]\s*(?:人民币)?(万?元)|[(（\[](?:单位[:：])?(?:人民币)?(万?元)[)）\]]")
_BRACKETS = re.compile(r"\((?:万?元|%|分|人|单位:.*?|\d+(?:\.\d+)?分?)\)|\[(?:万?元|%)\]|\([A-Za-z]\)")
_PUNCTUATION = re.compile(r"[\s\"“”‘’'*:：、,，。.·/\-—_]+")
_TOTAL = re.compile(
    r"(?:本[页表年月]|以上|全部|各项|支出|收入|项目|资金)?(?:合计|总计|小计|共计|累计|汇总|总和)(?:数|金额|数额)?|总分|总得分|.+(?:合计|小计|总计)"
)
_CODE_AND_NAME = re.compile(r"^['’]?(\d{3,9})(?:\.0)?[\s\-_—:：.、]*(\D.*)?$")
_REMARK = re.compile(
    r"^(?:注|备注|说明|附注|填表人|填报人|制表|审核|单位负责人|负责人|联系电话|填报日期|填表说明)[:：\d、.]"
)
_HASHES = re.compile(r"#+")
#: Words around a column's name that do not change which column it is.
_NEUTRAL = re.compile(r"(?:自评|财政|项目|数|金额|值|额|情况|指标|资金|经费|内容|年度|全年|实际|本项)*")
_THIS_YEAR, _LAST_YEAR = "本年", "上年"
_WHOLE_YEAR = "全年"


@lru_cache(maxsize=4096)
def comparable_name(text: str) -> str:
    """A name without spaces, numbering and `其中：`, for comparison.

    >>> comparable_name("　其中：维修（护）费"), comparable_name("1、办公 费")
    ('维修(护)费', '办公费')
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return _LEAD_IN.sub("", plain) or plain


@lru_cache(maxsize=4096)
def heading_name(text: str, year: int | None = None) -> str:
    """The heading of a column without its unit, punctuation and the year that it names.

    >>> heading_name("2024年度 决算数（万元）", 2024), heading_name("2023年决算数", 2024), heading_name("分值（50分）")
    ('本年决算数', '上年决算数', '分值')
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    plain = _PUNCTUATION.sub("", _BRACKETS.sub("", plain)).replace("(", "").replace(")", "")
    if year is not None:
        for number, word in ((year, _THIS_YEAR), (year - 1, _LAST_YEAR)):
            plain = re.sub(rf"(?<!\d){number}(?:年度|年|(?!\d))", word, plain)
    plain = re.sub(r"上年度|上一年度?|去年", _LAST_YEAR, re.sub(r"本年度|当年", _THIS_YEAR, plain))
    return re.sub(rf"({_THIS_YEAR}|{_LAST_YEAR})数(?=.)", r"\1", plain)


def years_in(names: Iterable[str]) -> set[str]:
    """Which of last year and this year the names of columns speak of."""
    return {year for name in names for year in (_THIS_YEAR, _LAST_YEAR) if year in name}


def with_whole_year(names: Iterable[str]) -> list[str]:
    """The names, and those of this year as of the whole year."""
    return list(dict.fromkeys(form for name in names for form in (name, name.replace(_THIS_YEAR, _WHOLE_YEAR))))


def fitting_names(heading: str, names: Iterable[str]) -> list[str]:
    """The names that a heading may mean: the equal one, else those with only neutral words more or less, else parts.

    >>> fitting_names("自评得分", ["分值", "得分"]), fitting_names("决算数", ["上年决算数", "本年决算数", "本年预算数"])
    (['得分'], ['上年决算数', '本年决算数'])
    """
    known = list(dict.fromkeys(names))
    if heading in known:
        return [heading]
    near = [name for name in known if _differs_neutrally(heading, name) or _differs_neutrally(name, heading)]
    if near or len(heading) < 2:
        return near
    return [name for name in known if heading in name]


def _differs_neutrally(longer: str, shorter: str) -> bool:
    if len(shorter) < 2 or shorter not in longer:
        return False
    before, _, after = longer.partition(shorter)
    return bool(_NEUTRAL.fullmatch(before)) and bool(_NEUTRAL.fullmatch(after))


def row_names(text: str) -> tuple[str, ...]:
    """What a cell may name a row by: its code alone, or its name.

    >>> row_names("30201 办公费"), row_names("30201"), row_names("办公费")
    (('30201', '办公费'), ('30201',), ('办公费',))
    """
    name = comparable_name(text)
    found = _CODE_AND_NAME.match(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return (name,) if name else ()
    code, rest = found.group(1), comparable_name(found.group(2) or "")
    return (code, rest) if rest else (code,)


def is_total(text: str) -> bool:
    """Whether a text names a line of totals: `合计`, `小 计`, `项目支出合计`."""
    return _TOTAL.fullmatch(_PUNCTUATION.sub("", comparable_name(text))) is not None


def is_part(text: str) -> bool:
    """Whether a text names a part of the line above: `其中：本级`."""
    return re.match(r"\s*其\s*中\s*[:：]?", text) is not None


def is_remark(text: str) -> bool:
    """Whether a line of one cell is a note below a table: `注：…`, `填表人：…`."""
    return _REMARK.match(text.strip()) is not None


def is_hashes(text: str) -> bool:
    """Whether a spreadsheet showed `####` because the column was too narrow."""
    return _HASHES.fullmatch(text.strip()) is not None


def units_named(text: str) -> set[str]:
    """The units of money (元, 万元) that a heading or a title gives."""
    return {"".join(unit) for unit in _UNIT.findall(text)}


def option_for(text: str, options: Collection[str]) -> str:
    """The option that a text certainly means; empty if none or several.

    >>> option_for("数量", ["数量指标", "质量指标"]), option_for("满意度", ["服务对象满意度指标"])
    ('数量指标', '服务对象满意度指标')
    >>> option_for("效益", ["经济效益指标", "社会效益指标"]), option_for("数量指标（20分）", ["数量指标"])
    ('', '数量指标')
    """
    wanted = heading_name(comparable_name(text))
    names = {heading_name(comparable_name(option)): option for option in options}
    if wanted in names:
        return names[wanted]
    if len(wanted) < 2:
        return ""
    for fits in (str.startswith, str.__contains__):
        found = [option for name, option in names.items() if fits(name, wanted)]
        if found:
            return found[0] if len(found) == 1 else ""
    return ""

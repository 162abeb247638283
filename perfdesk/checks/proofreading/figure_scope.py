"""Whether the words around a figure leave it a figure of the whole unit and year, not of a part of them."""

from __future__ import annotations

import re
from bisect import bisect_left

from perfdesk.language.quantities import Quantity
from perfdesk.language.reader import Reading

#: Words of the same clause that make a figure one of a part, a person, or money that is not spent by the unit.
_ELSEWHERE = re.compile(
    r"季度|半年|追加|压减|调[增减]|环比|其余|剩余|下属|所属|二级|每|户均|人均|亩均|平均每|组织收入|罚没|[上应]缴|未支付|挪用|违规|抽查|核查|抽取"
)
#: A part of the year: it holds for the rest of its sentence, until the whole year is mentioned.
_PART_OF_YEAR = re.compile(
    r"[一二三四1-4]季度|半年|[春夏秋冬]季|汛期|(?<![0-9])(?:0?[1-9]|1[01])月|12月(?![底末]|31日)|截至目前|到20[0-9]{2}年"
)
#: Words that lead back to this year and the whole of it.
_THIS_YEAR = re.compile(r"全年|[本当今]年|年末|年底|20[0-9]{2}年|实际")
#: Words that make every figure of their sentence one of another unit, or of another breakdown.
_OTHER_UNIT = re.compile(r"下属|二级(?:机构|单位|预算)|直属单位|基层单位|按(?:支出)?(?:经济|功能)(?:科目)?分类")
#: What is counted of projects, which may be a kind of costs that has an answer of its own.
_OF_PROJECTS = re.compile(r"项目(?:支出|资金|经费)?[一-龥]{0,4}(?:中|用于|列支|包括)")
#: What becomes of money that is only a part, or is not spent.
_AFTER = re.compile(
    r"[全均已]?[部都额]?(?:用于|推迟|上缴|缴入|未|系|属于|结转|退回|收回|被|的?(?:预算|计划|目标|指标|标准|限额|额度))"
)
#: What is wanted, not reached.
_WANTED = re.compile(r"要求|力争|[应须需]达")
#: Persons are counted with others: 56人（含编外3人）.
_INCLUDING = re.compile(r"[(（]不?含")
#: Persons who come and go are no persons who are there.
_STAFF_CHANGES = re.compile(
    r"新进|新增|新录|新招|招[聘录考]|调[入出离动]|辞[职退]|去世|病故|转[入出]|划转|人员变动|退出|晋升|提拔"
)
_DURING_THE_YEAR = re.compile(r"(?:20[0-9]{2}年|[当本今全]年度?|年内|年度内)(?![末底初])")
_PERSONS = re.compile(r"(?:人员|人数|职工|干部|编制|总数|[名人])$")
_FROM = "由从自"
_BODY = "队|站|所|中心|医院|院|学校|校|场|馆|园|公司|镇|乡|村|社区|街道|办事处"
_ORGANISATION = re.compile(rf"[一-龥](?:{_BODY})(?:20[0-9]{{2}}年)?(?:年末|全年|本年度?|现有|共有|实有)*$")
#: A body that a sentence mentions: one of those, an authority, or those that evaluate others.
_SOME_BODY = re.compile(rf"[一-龥](?:{_BODY}|局|厅|委|部门|单位|机构)|第三方|专家")
_SENTENCE_ENDS = "。；\n！？"


def sentence_start(text: str, position: int) -> int:
    """The start of the sentence, or of the part of it up to a semicolon, that a position is in."""
    return max(text.rfind(sign, 0, position) for sign in _SENTENCE_ENDS) + 1


def is_organisation(words: str) -> bool:
    """Whether words before a name are the name of a unit: 县林业执法大队."""
    return _ORGANISATION.search(words) is not None


def is_of_others(words: str) -> bool:
    """Whether words of a sentence, without the unit's own name, speak of another body, a part, or what is wanted."""
    return any(part.search(words) for part in (_SOME_BODY, _ELSEWHERE, _OTHER_UNIT, _WANTED))


def is_of_the_whole(reading: Reading, one: Quantity, label: str, clause: str, is_project: bool) -> bool:
    """Whether the words around a figure leave it one of the whole unit and year, or of a whole project.

    `clause` are the words from the last comma to the figure, `label` those that name it.
    """
    text = reading.text
    if one.bound or _ELSEWHERE.search(clause.replace(label, "")) or text[max(0, one.start - 1) : one.start] in _FROM:
        return False
    if len(one.names) > 1 and one.names[-1] == one.label:  # one figure for several names
        return False
    start = sentence_start(text, one.start)
    if _OTHER_UNIT.search(text, start, one.start) or _AFTER.match(text, one.end) or _WANTED.search(clause):
        return False
    if not is_project and _OF_PROJECTS.search(text, start, one.start):
        return False
    if one.kind == "persons" and not _are_there(text, start, one, label):
        return False
    return not _is_of_other_time(reading, start, one)


def _is_of_other_time(reading: Reading, start: int, one: Quantity) -> bool:
    """Whether the sentence began with a part of the year or with another year, and has not come back since."""
    ends = [part.end() for part in _PART_OF_YEAR.finditer(reading.text, start, one.start)]
    at = bisect_left(reading.quantities, start, key=lambda figure: figure.start)
    first = reading.quantities[at]
    if first.start < one.start and not one.period:
        is_other_year = first.year is not None and first.period != ""
        ends += [first.end] if is_other_year or first.period in ("last", "history", "cumulative") else []
    return bool(ends) and _THIS_YEAR.search(reading.text, max(ends), one.start) is None


def _are_there(text: str, start: int, one: Quantity, label: str) -> bool:
    """Whether persons are counted at the end of the year, not those who came or went in it."""
    if _STAFF_CHANGES.search(text, start, sentence_end(text, one.end)) or _INCLUDING.match(text, one.end):
        return False
    return _PERSONS.search(label) is not None or _DURING_THE_YEAR.search(text, start, one.start) is None


def sentence_end(text: str, position: int) -> int:
    """The end of the sentence that a position is in."""
    ends = [at for sign in _SENTENCE_ENDS if (at := text.find(sign, position)) >= 0]
    return min(ends, default=len(text))

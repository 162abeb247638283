"""Checks for content of other years: years that are not the report's, and events of other years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfdesk.checks.finding import FindingCode
from perfdesk.checks.proofreading.passage import Passage, TextIssue
from perfdesk.checks.proofreading.words import shipped_wordlist
from perfdesk.definition.severity import Severity

_YEAR = re.compile(
    r"(?<![\d〔\[（(—–~～-])(?<![年月日底初度\d]至)(?<![年月日底初度\d]到)(20\d\d)年(?!以来|开始|[起至来—–-])"
)
_SENTENCE = re.compile(r"[^。；\n]+")
_QUOTED = re.compile(r"《[^》]{0,60}》|“[^”]{0,60}”|〔[^〕]{0,9}〕")
_COMPARED = re.compile(r"上年|上一年|去年|较|比|同期|结转|结余|增长|下降|相比|以前年度|历年")
_SINCE = re.compile(r"(?:自|从|由|于|在|始于|始建于)$")
_FOUNDED = re.compile(
    r"成立|设立|组建|出台|制定|印发|修订|批复|批准|立项|竣工|建成|施行|实施|以来|荣获|获评|授予|命名|投用|启用|通车|开工|购置|签订|中标|改制|合并|划转|转隶|历史|累计|遗留|存量|续建|基数|基期"
)
#: Usual words, which say of a year in their own clause alone that it is the year of an event.
_EVENT = re.compile(r"被评|表扬|表彰|通报|脱贫|启动|开始|核定|入库|采购|结转|审计|整改")
#: A year that such a word follows, although the sentence begins with it: 2020年被评为…, 2022年结转的专项资金.
_OF_EVENT = re.compile(rf"度?(?:被[评授命表通]|脱贫|(?:{_EVENT.pattern})[^，。；]{{0,6}}的)")
#: The rest of a date, after which the clause goes on: `2021年6月，县委编办核定…`.
_REST_OF_DATE = re.compile(r"[\d月日初中末底上下旬]*，?")
#: What follows the year of an event, which may be of any year: a month, or the rest of a longer name.
_DATED = re.compile(r"\d|[初中末底、]|度[^，。]{0,6}(?:问题|资金|项目)")
_PLANNED = re.compile(r"计划|规划|预计|力争|前完成|底前|将|下一步|编制|安排|重要依据")


def other_years(passage: Passage) -> Iterator[TextIssue]:
    """Find years that are not the report's, unless in a comparison, a plan or the founding of something."""
    year = passage.year
    if year is None:
        return
    quoted = [hit.span() for hit in _QUOTED.finditer(passage.text)]
    for sentence in _SENTENCE.finditer(passage.text):
        for hit in _YEAR.finditer(passage.text, *sentence.span()):
            stated, before = int(hit[1]), passage.text[max(0, hit.start() - 4) : hit.start()]
            inside = any(start <= hit.start() < end for start, end in quoted)
            if stated != year and not inside and not _is_justified(sentence, hit, before, year):
                is_subject = _is_subject(passage.text, sentence.start(), hit)
                is_stale = stated < year - 1 and is_subject and not _tells_event(sentence, hit)
                doubt = "请核对是不是上年的文字" if stated < year else "请核对年份"
                yield TextIssue(
                    FindingCode.OTHER_YEAR,
                    Severity.ERROR if is_stale else Severity.WARNING,
                    *hit.span(),
                    f"写着“{hit[0]}”，报告年度是{year}年，{doubt}",
                )


def other_events(passage: Passage) -> Iterator[TextIssue]:
    """Find events of other years; of two that overlap, the longer is reported."""
    year, reported = passage.year, list[tuple[int, int]]()
    for pattern, first, last, date in shipped_wordlist().events:
        for hit in pattern.finditer(passage.text):
            if year is None or any(start <= hit.start() < end for start, end in reported):
                continue
            reported.append(hit.span())
            if not first <= year <= last:
                yield TextIssue(
                    FindingCode.OTHER_YEAR,
                    Severity.WARNING,
                    *hit.span(),
                    f"“{hit[0]}”是{date}的事，请核对是不是上年的文字",
                )


def _is_subject(text: str, start: int, year: re.Match[str]) -> bool:
    """Whether a sentence begins with the year that it is about: `2021年各项目标…`, not `2021年6月…`."""
    before = text[start : year.start()].strip()
    return before in ("截至", "截止", "至") or (not before and not _DATED.match(text, year.end()))


def _is_justified(sentence: re.Match[str], hit: re.Match[str], before: str, year: int) -> bool:
    """Whether the words of a sentence say why it speaks of another year."""
    stated = int(hit[1])
    if stated > year:
        return stated == year + 1 or bool(_PLANNED.search(sentence[0]))
    if stated == year - 1 and _COMPARED.search(sentence[0]):
        return True
    return bool(_SINCE.search(before) or _FOUNDED.search(sentence[0])) or _is_of_event(sentence, hit, year)


def _is_of_event(sentence: re.Match[str], hit: re.Match[str], year: int) -> bool:
    """Whether the clause of a year tells an event of it, and the sentence is not about the year.

    A sentence that begins with the year is about it, unless it goes on to the report's year or the year is a date:
    `2021年启动治理工程，2024年完工`, `2019年，县委编办核定编制35名`.
    """
    text, (start, end) = hit.string, sentence.span()
    if not _tells_event(sentence, hit):
        return False
    if not _is_subject(text, start, hit) or _OF_EVENT.match(text, hit.end(), end):
        return True
    return text.startswith("，", hit.end()) or text.find(f"{year}年", hit.end(), end) >= 0


def _tells_event(sentence: re.Match[str], hit: re.Match[str]) -> bool:
    """Whether the clause of a year has a word for an event."""
    text, (start, end) = hit.string, sentence.span()
    rest = _REST_OF_DATE.match(text, hit.end(), end)
    close = text.find("，", rest.end() if rest else hit.end(), end)
    return _EVENT.search(text, text.rfind("，", start, hit.start()) + 1, close if close >= 0 else end) is not None

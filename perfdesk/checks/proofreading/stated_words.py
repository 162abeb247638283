"""Texts that state another word than an answer that has one of a few: `等次为“良”` where the score gives 优."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from perfdesk.checks.finding import Finding, FindingCode, Fix
from perfdesk.checks.proofreading.figure_scope import is_of_others, sentence_end, sentence_start
from perfdesk.definition.address import Address
from perfdesk.definition.expression import Constant, Expression, results
from perfdesk.definition.kinds import value_text
from perfdesk.definition.model import Question
from perfdesk.definition.severity import Severity
from perfdesk.evaluation.active_questions import active_questions
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import answer_label, full_label, section_label

_TEXTS = ("prose", "sentence")
#: What else may have a grade, and what makes a grade a rule, a wish or the result of another evaluation.
_OTHER_SCOPE = re.compile(
    r"项目|上年|去年|上一年|往年|历年|前年|目标|力争|确保|预计|[若凡]|如(?!下)|[复审]核|复评|再评价"
)
#: What follows if a grade is reached, as a rule says it.
_CONSEQUENCE = re.compile(r"则|扣(?!分)|应[当予]|压减|约谈|取消|不予")
#: What the words of a self-evaluation consist of; whatever else is said may be of something else.
_OF_EVALUATION = re.compile(
    r"部门|单位|整体|支出|绩效|自[我评]|评[价定估分]|工作|结果|情况|综合|最[终后]|总[体分]?|得分|打分|经|按照?|根据|对照|依据"
    r"|标准|指标|体系|逐项|计算|年度?|[本全]年|开展|进行|《[^》]{0,60}》|[（(][^（）()]{0,60}[）)]|[了的为是达到共和及分\d.，、：:“”\"\s]"
)
_SELF = re.compile(r"[我本](?:局|委|办|厅|院|站|所|队|会|校|馆|中心|单位|部门)")
_OF_PROJECT = re.compile(r"[本该]项目")
#: By whose rules the unit evaluates itself, which says nothing of who does: `根据县财政局要求，`.
_BASIS = re.compile(r"(?:根据|按照?|依据|遵照)[^，。；\n]{1,60}?(?:要求|通知|规定|办法|安排|部署|意见|精神|文件)，")
_YEAR = re.compile(r"(20\d\d)年(\d{1,2}月)?")
_CLAUSE_ENDS = "，。；：\n！？"
_SHORTEST_NAME = 3
_SHORTEST_LABEL = 2


@dataclass(frozen=True, slots=True)
class _Known:
    """An answer that is one of a few words, and its label."""

    address: Address
    label: str
    words: tuple[str, ...]


def stated_words(answers: Answers) -> Iterator[Finding]:
    """Yield a finding for each typed text that states another word than the report's answer of that name.

    A text of a repeated section, such as one of a project, speaks of the answers of that section, any other text of
    those that the report has once.
    """
    known: dict[str, list[_Known]] = {}
    for one in _answers_of_few_words(answers):
        known.setdefault(one.address.section if one.address.instance else "", []).append(one)
    year = answers.value(answers.form.report_fields.year)
    unit = _own_names(value_text(answers.value(answers.form.report_fields.unit)))
    for address, question, _ in active_questions(answers, _TEXTS) if known else ():
        text, meant = answers.typed(address), known.get(address.section if address.instance else "", [])
        if text and meant:
            scope = _Scope(_OF_PROJECT if address.instance else unit, int(year) if isinstance(year, Decimal) else None)
            for one in meant:
                yield from _contradictions(answers, address, question, text, one, scope)


def _answers_of_few_words(answers: Answers) -> Iterator[_Known]:
    """The fields whose formula gives one of several constant words."""
    for address, question, _ in active_questions(answers, ("text",)):
        formula = answers.form.formula(address) if not address.row else None
        words = tuple(_constant_words(formula.expression)) if formula is not None else ()
        if len(words) > 1 and len(question.label) >= _SHORTEST_LABEL and answers.value(address) in words:
            yield _Known(address, question.label, words)


def _constant_words(expression: Expression) -> Iterator[str]:
    """The words that an expression of `if` or bands gives; nothing if it may give anything else."""
    words = [part.value for part in results(expression) if isinstance(part, Constant) and isinstance(part.value, str)]
    if len(words) == len(results(expression)):
        yield from dict.fromkeys(words)


@lru_cache(maxsize=64)
def _pattern(label: str, words: tuple[str, ...]) -> re.Pattern[str]:
    """`等次为“良”`, `等次：良`, `等次为良。`; the word stands alone, in no list and before no `的单位`."""
    choice = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(
        rf'{re.escape(label)}(?:结果)?(?:评定)?[为是：:]+[“"]?(?P<word>{choice})[”"]?[级等]?(?=[，。；）)！\s]|$)'
    )


def _own_names(unit: str) -> re.Pattern[str]:
    """The unit's name, whole or without its region, and what it calls itself."""
    names = [re.escape(unit[at:]) for at in range(max(0, len(unit) - _SHORTEST_NAME + 1))]
    return re.compile("|".join((*names, _SELF.pattern)))


@dataclass(frozen=True, slots=True)
class _Scope:
    """Whom a text speaks of by which names, and of which year."""

    names: re.Pattern[str]
    year: int | None

    def covers(self, text: str, hit: re.Match[str]) -> bool:
        """Whether the sentence of a hit says it of this report's own evaluation, and of nothing else."""
        start, end = sentence_start(text, hit.start()), sentence_end(text, hit.end())
        before, after = text[start : hit.start()], text[hit.end() : end]
        bare = self.names.sub("", before).replace("部门整体", "")
        if _OTHER_SCOPE.search(bare) or _OTHER_SCOPE.search(after) or _CONSEQUENCE.search(after):
            return False
        if is_of_others(_BASIS.sub("", bare)):
            return False
        return self._is_of_this_year(text, hit.start(), end) and self._is_evaluated(before)

    def _is_evaluated(self, before: str) -> bool:
        """Whether the words before are about the unit or its own evaluation, from where they name it on."""
        subject = max((one.start() for one in self.names.finditer(before)), default=-1)
        subject = max(subject, before.rfind("自评"))
        if subject < 0 and "得分" not in before:
            return False
        start = max(before.rfind(sign, 0, max(subject, 0)) for sign in _CLAUSE_ENDS) + 1
        return not _OF_EVALUATION.sub("", self.names.sub("", before[start:]))

    def _is_of_this_year(self, text: str, position: int, end: int) -> bool:
        """Whether the last year before a position is the report's, and none after it in the sentence another one.

        A month of the next year is when the unit evaluated itself.
        """
        paragraph = text.rfind("\n", 0, position) + 1
        named = [one for one in _YEAR.finditer(text, paragraph, end) if not (one[2] and int(one[1]) - 1 == self.year)]
        before = [one for one in named if one.start() < position]
        after = [one for one in named if one.start() > position]
        return all(int(one[1]) == self.year for one in (*before[-1:], *after))


def _contradictions(
    answers: Answers, address: Address, question: Question, text: str, known: _Known, scope: _Scope
) -> Iterator[Finding]:
    answer, right = known.address, str(answers.value(known.address))
    for hit in _pattern(known.label, known.words).finditer(text):
        if hit["word"] == right or not scope.covers(text, hit):
            continue
        span, written = hit.span("word"), hit[0].replace("“", "‘").replace("”", "’")
        message = f"写着“{written}”，“{full_label(answers, answer)}”是“{right}”，正文和表格应当一致"
        yield Finding(
            FindingCode.CONTRADICTING_FIGURE,
            Severity.ERROR if question.kind == "sentence" else Severity.WARNING,
            f"{answer_label(answers, address)}：{message}。",
            address.section,
            section_label(answers, address.section),
            (address, answer),
            highlighted_count=1,
            fix=Fix(f"改为 {right}", {address: f"{text[: span[0]]}{right}{text[span[1] :]}"}),
            span=span,
        )

"""What the source states (原件上的数) where the program computes or numbers by itself: nothing is cured in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.checks.possible import possible
from perfdesk.checks.ranges import is_unsure
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import EXACT, Value, parse_answer, round_half_up
from perfdesk.definition.model import Question
from perfdesk.definition.severity import Severity
from perfdesk.definition.text import shorten
from perfdesk.entries.stated import CHAPTER_NUMBER, STATED_SECTION, subject_of
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import context_of
from perfdesk.evaluation.headings import printed_number, section_title
from perfdesk.evaluation.labels import answer_label, section_label
from perfdesk.language.heading_numbers import heading_number
from perfdesk.language.numerals import parse_number, plain_digits

_MAX_SHOWN = 30
#: What surrounds the number of a chapter in its title.
_AROUND_NUMBERS = "第（(）)、.．章部分节附件表 "
_FIGURE = re.compile(r"\d[\d,]*(?:\.(\d+))?")


def stated_figures(answers: Answers) -> Iterator[Finding]:
    """Yield a warning for each figure of the source that differs from what the program computes or numbers.

    Figures agree if they are the same to the decimals that the source writes, or to those of the answer. Nothing is
    said while the computed one may still change because answers are blank.
    """
    for address, text in answers.typed_in(STATED_SECTION):
        about = subject_of(address)
        difference = _difference(answers, about, text) if can_be_stated(answers, about) else ""
        if difference:
            label = section_label(answers, about.section)
            places = () if about.field == CHAPTER_NUMBER else (about,)
            yield Finding(FindingCode.STATED, Severity.WARNING, difference, about.section, label, places)


def can_be_stated(answers: Answers, about: Address) -> bool:
    """Whether the report has this answer and computes it, or gives this chapter or attachment a number."""
    if about.field == CHAPTER_NUMBER:
        section = next((one for one in answers.form.sections if one.id == about.section), None)
        return section is not None and printed_number(answers, section) is not None
    if about.section not in {one for section in answers.form.sections for one in answers.instances(section)}:
        return False
    if about.row and about.row not in answers.rows(about.section, about.field):
        return False
    return answers.form.question(about) is not None and answers.form.formula(about) is not None


def chapter_number(text: str) -> int | None:
    """Return the number that a text states for a part, in words, digits or as a title; None if it is none.

    >>> [chapter_number(text) for text in ("三", "三、", "第3部分", "三、基金", "附件3", "没有")]
    [3, 3, 3, 3, 3, None]
    """
    return parse_number(text.strip().strip(_AROUND_NUMBERS)) or heading_number(text.strip())


def agrees_with_computed(answers: Answers, about: Address, text: str) -> bool:
    """Whether a source's text is the computed answer, or what cannot be compared with one."""
    question = answers.form.question(about)
    return question is None or not can_be_stated(answers, about) or _agrees(question, text, answers.value(about))


def is_settled(answers: Answers, about: Address) -> bool:
    """Whether a computed answer is known, whatever is still filled in."""
    formula = answers.form.formula(about)
    if formula is None or answers.value(about) is None:
        return False
    return not (answers.is_computed(about) and is_unsure(possible(answers, formula.expression, context_of(about))))


def _difference(answers: Answers, about: Address, text: str) -> str:
    if about.field == CHAPTER_NUMBER:
        return _numbered_otherwise(answers, about.section, text)
    question = answers.form.question(about)
    if question is None:
        return ""
    problem = parse_answer(question.kind, question.unit, text).problem
    name, shown = answer_label(answers, about), shorten(text.strip(), _MAX_SHOWN)
    if problem:
        return f"{name}：原件上的数“{shown}”{problem}，没有用来核对，请改正。"
    if agrees_with_computed(answers, about, text) or not is_settled(answers, about):
        return ""
    unit = question.unit if question.kind == "number" else ""
    stated = f"{shown}{unit}" if shown[-1:].isdigit() else shown
    how = "按填报的数算出" if answers.is_computed(about) else "现在填的"
    return f"{name}：原件上写 {stated}，{how}是 {answers.text(about)}{unit}，请核对各组成部分和原件。"


def _numbered_otherwise(answers: Answers, section: str, text: str) -> str:
    part, stated = answers.form.section(section), chapter_number(text)
    number = printed_number(answers, part)
    if stated is None or stated == number:
        return ""
    title = f"附件{number} {part.title}" if part.kind == "attachment" else section_title(answers, part)
    return f"原件上的序号是“{shorten(text, _MAX_SHOWN)}”，报告里是“{title}”，请核对原件有没有漏号、重号。"


def _agrees(question: Question, text: str, computed: Value) -> bool:
    stated = parse_answer(question.kind, question.unit, text).value
    if not isinstance(stated, Decimal) or not isinstance(computed, Decimal):
        return str(stated).strip() == str(computed).strip()
    is_same = round_half_up(stated, question.decimals) == round_half_up(computed, question.decimals)
    gap = EXACT.abs(EXACT.subtract(stated, computed))
    return is_same or EXACT.multiply(2, gap) <= _last_place(text, stated)


def _last_place(text: str, stated: Decimal) -> Decimal:
    """Return what 1 in the last digit of a written figure is, in the unit of the answer: 0.01亿元 is 100 (万元)."""
    written = list(_FIGURE.finditer(plain_digits(text)))
    figure = Decimal(written[0][0].replace(",", "")) if len(written) == 1 else Decimal(0)
    if not figure:
        exponent = stated.as_tuple().exponent
        return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(0)
    factor = EXACT.abs(EXACT.divide(stated, figure))
    return EXACT.multiply(factor, Decimal(1).scaleb(-len(written[0][1] or "")))

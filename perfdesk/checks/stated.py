"""What the source states (原件上的数) where the program computes or numbers by itself: nothing is cured in silence."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.checks.possible import possible
from perfdesk.checks.ranges import is_unsure
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import EXACT, parse_answer, round_half_up, value_text
from perfdesk.definition.severity import Severity
from perfdesk.definition.text import shorten
from perfdesk.entries.stated import CHAPTER_NUMBER, STATED_SECTION, subject_of
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import context_of
from perfdesk.evaluation.headings import section_title
from perfdesk.evaluation.labels import answer_label, section_label
from perfdesk.language.heading_numbers import heading_number
from perfdesk.language.numerals import parse_number

_MAX_SHOWN = 30
#: What surrounds the number of a chapter in its title.
_AROUND_NUMBERS = "第（(）)、.．章部分节 "


def stated_figures(answers: Answers) -> Iterator[Finding]:
    """Yield a warning for each figure of the source that differs from what the program computes or numbers.

    Figures agree if the computed one, rounded to the decimals of the stated one, is the same. Nothing is said while
    the computed one may still change because answers are blank.
    """
    for address, text in answers.typed_in(STATED_SECTION):
        about = subject_of(address)
        difference = _difference(answers, about, text)
        if difference:
            label = section_label(answers, about.section)
            places = () if about.field == CHAPTER_NUMBER else (about,)
            yield Finding(FindingCode.STATED, Severity.WARNING, difference, about.section, label, places)


def agrees_with_computed(answers: Answers, about: Address, text: str) -> bool:
    """Whether a source's text is the computed answer, or what cannot be compared with one."""
    question = answers.form.question(about)
    if question is None or answers.form.formula(about) is None:
        return True
    return _agrees(parse_answer(question.kind, question.unit, text).value, answers.value(about))


def is_settled(answers: Answers, about: Address) -> bool:
    """Whether a computed answer is known, whatever is still filled in."""
    formula = answers.form.formula(about)
    if formula is None or answers.value(about) is None:
        return False
    return not (answers.is_computed(about) and is_unsure(possible(answers, formula.expression, context_of(about))))


def _difference(answers: Answers, about: Address, text: str) -> str:
    if about.section not in {one for section in answers.form.sections for one in answers.instances(section)}:
        return ""
    if about.field == CHAPTER_NUMBER:
        return _numbered_otherwise(answers, about.section, text)
    question = answers.form.question(about)
    if question is None or answers.form.formula(about) is None:
        return ""
    stated = parse_answer(question.kind, question.unit, text)
    name, shown = answer_label(answers, about), shorten(text, _MAX_SHOWN)
    if stated.problem:
        return f"{name}：原件上的数“{shown}”{stated.problem}，没有用来核对，请改正。"
    if agrees_with_computed(answers, about, text) or not is_settled(answers, about):
        return ""
    unit = question.unit if isinstance(stated.value, Decimal) else ""
    shown = value_text(stated.value) if unit else shown
    return f"{name}：原件上写 {shown}{unit}，按填报的数算出是 {answers.text(about)}{unit}，请核对各组成部分和原件。"


def _numbered_otherwise(answers: Answers, section: str, text: str) -> str:
    title = section_title(answers, answers.form.section(section))
    number, stated = heading_number(title), parse_number(text.strip(_AROUND_NUMBERS))
    if number is None or stated == number:
        return ""
    return f"原件上的序号是“{shorten(text, _MAX_SHOWN)}”，报告里这一章是“{title}”，请核对原件有没有漏章、重号。"


def _agrees(stated: object, computed: object) -> bool:
    if not isinstance(stated, Decimal) or not isinstance(computed, Decimal):
        return str(stated).strip() == str(computed).strip()
    exponent = stated.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return EXACT.compare(round_half_up(computed, decimals), stated) == 0

"""Texts carried over from the prior year: those not revised yet, and the years that they mention."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.definition.address import Address
from perfdesk.definition.severity import Severity
from perfdesk.evaluation.active_questions import active_questions
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import answer_label, section_label
from perfdesk.language.numerals import plain_digits

_WORDS = ("text", "prose", "sentence", "measure")
_YEAR = re.compile(
    r"(?<!\d)(20\d\d)(?:年(?:度|\d{1,2}月(?:\d{1,2}日)?)?|[-/.]\d{1,2}[-/.]\d{1,2}|(?=[-—–～~至](?:20)?\d\d年))"
)
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year or date in a text carried over: the address, the sentence, and the words found."""

    address: Address
    sentence: str
    found: str


def unrevised(answers: Answers) -> tuple[Address, ...]:
    """Return the texts of the prior year that are still to be revised, in the order of the form."""
    return tuple(address for address in _unrevised_addresses(answers) if _rollover_mode(answers, address) == "revise")


def old_years(answers: Answers) -> tuple[YearMention, ...]:
    """Return the years and dates from the prior year, the year before and the year after it in unrevised texts."""
    return tuple(mention for address in _unrevised_addresses(answers) for mention in _mentions_in(answers, address))


def carried_over(answers: Answers) -> Iterator[Finding]:
    """Yield a notice for each text still to be revised, a warning for one that mentions another year."""
    for address in _unrevised_addresses(answers):
        years = "、".join(dict.fromkeys(f"“{mention.found}”" for mention in _mentions_in(answers, address)))
        to_revise = _rollover_mode(answers, address) == "revise"
        if years or to_revise:
            reason = "上年的文字，还没有改动" if to_revise else "照上年带来"
            message = f"{answer_label(answers, address)}：{reason}{f'，文中有{years}' if years else ''}，请核对。"
            label = section_label(answers, address.section)
            yield Finding(
                FindingCode.CARRIED,
                Severity.WARNING if years else Severity.NOTICE,
                message,
                address.section,
                label,
                (address,),
            )


def _unrevised_addresses(answers: Answers) -> Iterator[Address]:
    """Yield the unrevised texts in the order of the form, without those that are not asked at present."""
    texts = answers.unrevised()
    if not texts:
        return
    for address, _, _ in active_questions(answers, _WORDS):
        if address in texts:
            yield address


def _rollover_mode(answers: Answers, address: Address) -> str:
    question = answers.form.question(address)
    return question.rollover.mode if question is not None else ""


def _mentions_in(answers: Answers, address: Address) -> Iterator[YearMention]:
    year = answers.value(answers.form.report_fields.year)
    if not isinstance(year, Decimal):
        return
    for sentence in _SENTENCE.finditer(answers.typed(address) or ""):
        for found in _YEAR.finditer(plain_digits(sentence[0])):
            if int(found[1]) in range(int(year) - 2, int(year) + 1):
                yield YearMention(address, sentence[0].strip(), sentence[0][slice(*found.span())])

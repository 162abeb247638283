"""What sentences say that is no figure: choices, and answers between certain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Constant, Expression, Operation, Ref
from perfdesk.definition.kinds import parse_answer, value_text
from perfdesk.definition.model import Field, Form, Question, Section
from perfdesk.definition.template import Phrase
from perfdesk.importers.prose.vocabulary import name_key
from perfdesk.language.characters import plain
from perfdesk.language.denials import denies

_SENTENCE = re.compile(r"[^。！!\n]+[。！!]?")
_CLAUSE = re.compile(r"[^，,；;。！!\n]+")
_DENIAL = re.compile(r"没有发生|没有|未发生|未安排|未有|不存在|不涉及|无")
_EMPTY_WORDS = re.compile(r"情况|。|年度|支出内容")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_SHORT_DENIALS = ("无", "没有")
#: All that a chapter says if there is nothing to say.
_BARE_DENIAL = re.compile(
    r"(?:本单位|本部门|我[局院委办镇乡])?(?:暂?无|没有|未发生|不涉及)(?:此项|此类|该项|相关)?(?:支出|情况|内容)?[。.]?"
)
_LONGEST_DENIAL = 40
#: A name in quotation marks, as in （以下简称“县水利局”）.
_QUOTED = re.compile(r"^[“\"「]([^“”\"「」]+)[”\"」]$")
_DATE = r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号]|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}"
_TEXT = r"[^，。；！？（）()\s]{2,60}?"
_ADDRESS = r"[!-~]{6,200}"
_WIDTHS = {wide: f"[{wide}{half}]" for wide, half in zip("（），：；", "(),:;", strict=True)}
_ENDS = r"(?=[，,。；;、（(\s]|$)"


@dataclass(frozen=True, slots=True)
class Statement:
    """An answer that a text states, with its place in the text; its sentence may go on if it `is_cut` at a `；`."""

    address: Address
    text: str
    start: int
    end: int
    is_cut: bool = False


def stated_choices(form: Form, text: str) -> Iterator[Statement]:
    """The choices that a text denies in the words of the form: `无机构变动` for `机构变动` with the option 无."""
    shown = plain(text)
    for section in form.sections:
        for block in section.blocks if section.kind != "attachment" else ():
            if isinstance(block, Field) and block.question.kind == "choice":
                yield from _denied(section, block.question, shown)


def _denied(section: Section, question: Question, shown: str) -> Iterator[Statement]:
    address = Address(section.id, question.id)
    subjects = (question.label, *question.aliases)
    options = _denying_options(section, question)
    for option, words in sorted(options, key=lambda one: one[0] not in shown or one[0] in _SHORT_DENIALS):
        for clause in _CLAUSE.finditer(shown):
            words_of_clause = clause[0]
            named = any(denies(words_of_clause, subject) for subject in subjects) or _says_without(
                words_of_clause, words
            )
            if named and (_DENIAL.match(option) or option in words_of_clause):
                yield Statement(address, option, *clause.span())
                return


def is_bare_denial(text: str) -> bool:
    """Whether a text only says that there is nothing: `无。`, `本单位不涉及`."""
    return len(text) <= _LONGEST_DENIAL and _BARE_DENIAL.fullmatch(text.strip()) is not None


def bare_denial(section: Section, text: str) -> Statement | None:
    """The option that `无。` chooses where it is all that a chapter says; None if it does not begin with a choice."""
    if not is_bare_denial(text):
        return None
    first = section.blocks[0] if section.blocks else None
    if not isinstance(first, Field) or first.question.kind != "choice":
        return None
    option = next((one for one in first.question.options if one in _SHORT_DENIALS), None)
    return Statement(Address(section.id, first.question.id), option, 0, len(text)) if option is not None else None


def _denying_options(section: Section, question: Question) -> list[tuple[str, str]]:
    """The options that the form's own sentences express by a denial, with the words that are denied."""
    found: list[tuple[str, str]] = []
    for block in section.blocks:
        for phrase in block.phrases if isinstance(block, Field) else ():
            option = chosen_option(phrase.when, section.id, question.id)
            words = _literal(phrase)
            if option and _DENIAL.search(words):
                found.append((option, words))
    return found


def _literal(phrase: Phrase) -> str:
    return "".join(part for part in phrase.text.parts if isinstance(part, str)) if phrase.text else ""


def _says_without(words_of_clause: str, words: str) -> bool:
    """Whether a clause denies the same words as the form, wherever it has its denial: `机构没有变动`."""
    if not _DENIAL.search(words_of_clause):
        return False
    wanted = _EMPTY_WORDS.sub("", _DENIAL.sub("", words))
    return len(wanted) > 3 and wanted in _DENIAL.sub("", words_of_clause)


def chosen_option(when: Expression | None, section: str, name: str) -> str:
    """The option of a choice that a condition asks for, `x == '有'`; empty if it asks for something else."""
    if not isinstance(when, Operation) or when.name != "==":
        return ""
    left, right = when.parts
    is_this = isinstance(left, Ref) and (left.section, left.field, left.row) == (section, name, "")
    return str(right.value) if is_this and isinstance(right, Constant) else ""


def implied_choice(form: Form, address: Address) -> tuple[Address, str] | None:
    """The choice that must have been made for an answer to be asked: its table is asked when something is `有`."""
    section = form.section(address.section)
    for block in section.blocks:
        name = getattr(block, "id", "") or (block.question.id if isinstance(block, Field) else "")
        when = getattr(block, "when", None)
        if name != address.field or not isinstance(when, Operation) or not when.parts:
            continue
        for condition in _all_of(when):
            left = condition.parts[0] if isinstance(condition, Operation) else None
            if isinstance(left, Ref) and not left.row:
                option = chosen_option(condition, left.section, left.field)
                if option:
                    return Address(left.section, left.field), option
    return None


def _all_of(condition: Expression) -> Iterator[Expression]:
    """Yield the conditions that must all be met, the last first: its own before that of the heading above it."""
    if isinstance(condition, Operation) and condition.name == "and":
        for part in reversed(condition.parts):
            yield from _all_of(part)
    else:
        yield condition


def written_answers(section: Section, text: str) -> Iterator[Statement]:
    """The answers of a section that stand between the words that the form gives for them."""
    for block in section.blocks:
        if not isinstance(block, Field) or block.question.kind not in ("text", "prose", "date", "choice"):
            continue
        for words in block.question.written:
            found = _between(block.question, words, text) if words != "{}" else None
            if found is not None:
                is_cut = block.question.kind == "prose" and text[found[2] : found[2] + 1] in ("；", ";")
                yield Statement(Address(section.id, block.question.id), *found, is_cut)
                break


def _between(question: Question, words: str, text: str) -> tuple[str, int, int] | None:
    before, after = words.split("{}")
    values = {"date": _DATE, "prose": r"[^。；;]{4,600}", "choice": "|".join(map(re.escape, question.options))}
    value = values.get(question.kind, f"{_ADDRESS}|{_TEXT}")
    closed = after[-1:] in ("）", "”", "》")
    ends = _ENDS if question.kind == "text" and not closed else ""
    pattern = re.compile(f"{_either_width(before)}\\s*(?P<value>{value}){_either_width(after)}{ends}")
    usual = plain(text)
    for shown in (usual, _BRACKETS.sub(lambda hit: "\u200b" * len(hit[0]), usual)):
        found = pattern.search(shown.replace("\u200b", ""))
        if found is None:
            continue
        at = usual.find(found["value"])
        typed = parse_answer(question.kind, question.unit, found["value"])
        if not typed.problem and at >= 0:
            written = text[at : at + len(found["value"])]
            shown_text = value_text(typed.value) if question.kind == "date" else _QUOTED.sub(r"\1", written)
            return shown_text, at, at + len(found["value"])
    return None


def _either_width(words: str) -> str:
    """A pattern of words in which signs may be of half or of full width."""
    return "".join(_WIDTHS.get(sign, re.escape(sign)) for sign in words)


def labelled_answers(form: Form, text: str) -> Iterator[Statement]:
    """The answers of `名称：答案` on one line: `填报单位：某县水利局　预算编码：348001`."""
    questions = _labels(form)
    pattern = re.compile(
        r"(?P<label>[一-龥（）()/]{2,16}?)\s*[:：]\s*(?P<value>[^:：，；\u3000\t\n]+?)(?=\s*(?:[，；\u3000\t\n]|\s{2,}|$|[一-龥（）()]{2,10}\s*[:：]))"
    )
    for found in pattern.finditer(text):
        known = questions.get(name_key(found["label"]))
        if known is None:
            continue
        address, question = known
        typed = parse_answer(question.kind, question.unit, found["value"])
        is_option = question.kind != "choice" or found["value"] in question.options
        if typed.value is not None and not typed.problem and is_option:
            shown = value_text(typed.value) if question.kind == "date" else found["value"].strip()
            yield Statement(address, shown, found.start("value"), found.end("value"))


def _labels(form: Form) -> dict[str, tuple[Address, Question]]:
    """The fields of the cover by their names."""
    found: dict[str, tuple[Address, Question]] = {}
    for section in form.sections:
        for block in section.blocks if section.kind == "cover" else ():
            if isinstance(block, Field) and block.question.kind not in ("sentence", "prose"):
                for name in (block.question.label, *block.question.aliases):
                    found.setdefault(name_key(name), (Address(section.id, block.question.id), block.question))
    return found


def rest_field(section: Section) -> Field | None:
    """The field that takes whole sentences that have no other place in its section; None if there is none."""
    return next(
        (block for block in section.blocks if isinstance(block, Field) and "{}" in block.question.written), None
    )


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a text."""
    return [found.span() for found in _SENTENCE.finditer(text) if found[0].strip()]

"""Answers as JSON, `{"address": value}`: what `dump` writes and `fill` reads."""

from __future__ import annotations

import datetime
import difflib
import json
import logging
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path

from perfdesk.application.session import Session
from perfdesk.budget import Budget, TooMuchError
from perfdesk.checks.stated import can_be_stated, chapter_number
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import Measure, Value, date_text, parse_answer, plain_number
from perfdesk.definition.model import Field, Form, Question, Table
from perfdesk.definition.text import shorten
from perfdesk.entries.proposal import Proposal, ProposedAnswer, Source
from perfdesk.entries.stated import CHAPTER_NUMBER, STATED_SECTION, parse_stated, stated_address, subject_of
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.active_questions import asked_addresses
from perfdesk.evaluation.answers import Answers
from perfdesk.logs import FailureLogged
from perfdesk.safe_open import NotAFileError

_log = logging.getLogger(__name__)
Json = str | Decimal | None
_NOT_FILLED = "没有填入任何数据。"
_FIGURES = ("number", "year", "measure")
_MAX_FIGURE_LENGTH = 40
#: Limits in bytes and in values: a report of five hundred projects has some ten thousand answers.
_MAX_BYTES, _MAX_VALUES = 20_000_000, 100_000
#: Whole strings, or the characters that add values or depth; possessive, so that no character is read twice.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{},]', re.DOTALL)
#: Characters that JSON allows and a terminal obeys.
_CONTROL_CHARACTERS = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")


def read_values(path: Path) -> dict[str, object]:
    """The answers of a VALUES.json file; PerfDeskError when it is not an object of addresses."""
    try:
        text = Budget(_MAX_BYTES).read(path, follow=True).decode("utf-8-sig")
        _screen_json(text)
        found = json.loads(
            text, parse_float=_read_figure, parse_int=_read_figure, object_pairs_hook=_without_duplicates
        )
    except TooMuchError as error:
        raise PerfDeskError(
            _NOT_FILLED, f"“{path.name}”的内容{error.clause}，不像是一份报告的答案。", "请检查文件。"
        ) from error
    except json.JSONDecodeError as error:
        why = f"“{path.name}”不是规范的 JSON：第 {error.lineno} 行第 {error.colno} 列附近写法有误。"
        raise PerfDeskError(_NOT_FILLED, why, "请检查文件。") from error
    except NotAFileError as error:
        raise PerfDeskError(_NOT_FILLED, error.why, "请给一个 JSON 文件。") from error
    except (OSError, ValueError, RecursionError) as error:
        raise PerfDeskError(_NOT_FILLED, f"“{path.name}”读不出来，或不是 JSON 文件。", "请检查文件。") from error
    if not isinstance(found, dict):
        raise PerfDeskError(_NOT_FILLED, f"“{path.name}”里应是一组“地址: 值”。", "请检查文件。")
    return found


def _screen_json(text: str) -> None:
    """TooMuchError when the text has more values or levels than answers need; checked before parsing."""
    budget, depth = Budget(0, entries=_MAX_VALUES), 0
    for found in _TOKEN.finditer(text):
        token = found.group()
        if token in "[{":
            depth += 1
            budget.go_down(depth)
        elif token in "]}":
            depth = max(0, depth - 1)
        budget.spend(token in ",[{")


def _read_figure(written: str) -> Decimal:
    """A figure of JSON; PerfDeskError when it is absurdly large or small."""
    try:
        figure = Decimal(written)
    except InvalidOperation:
        figure = Decimal("NaN")
    if not _is_writable(figure):
        shown = shorten(written, _MAX_FIGURE_LENGTH)
        raise PerfDeskError(_NOT_FILLED, f"“{shown}”大得或小得异常，不是报告里的数。", "请改正后再填入。")
    return figure


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        name = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise PerfDeskError(_NOT_FILLED, f"“{_excerpt(name)}”写了不止一次，不知道该填哪一个。", "请只留一个。")
    return found


@FailureLogged(_log, "no values were entered")
def fill_values(session: Session, values: dict[str, object], label: str) -> None:
    """Enter the values of a JSON file as one change; PerfDeskError as `propose_values`."""
    session.apply_proposal(propose_values(session, values), label)


def propose_values(session: Session, values: dict[str, object]) -> Proposal:
    """The answers that the values of a JSON file would enter; PerfDeskError when one of them cannot be entered.

    That is when an address is unknown, a value has a wrong kind, or a computed value differs from its formula's result.
    Texts are read as a user would type them. Computed and generated values, which `dump` writes too, are left out; a
    generated sentence is entered only if it differs.
    """
    rows = {name.rpartition("/")[0] for name in values}
    given = {_known_address(session, name, rows): value for name, value in values.items()}
    typed = {address: _typed_text(session, address, value) for address, value in given.items()}
    entered = {address: text for address, text in typed.items() if not _is_computed_or_generated(session.form, address)}
    outcome = session.preview({**entered, **dict.fromkeys(typed.keys() - entered.keys(), "")})
    for address in typed.keys() - entered.keys():
        if not _is_same_answer(outcome, address, given[address]):
            entered[address] = typed[address]
            _reject_computed(session.form, address, outcome)
        elif session.entries.text(address) is not None:
            entered[address] = ""
    return Proposal(
        tuple(
            ProposedAnswer(address, session.entries.text(address) or "", entered[address], source=Source(str(address)))
            for address in typed
            if address in entered
        )
    )


def _is_computed_or_generated(form: Form, address: Address) -> bool:
    question = form.question(address)
    return form.formula(address) is not None or (question is not None and question.kind == "sentence")


def _is_same_answer(outcome: Answers, address: Address, given: object) -> bool:
    computed = _json_value(outcome, address)
    if isinstance(computed, Decimal) and isinstance(given, str):
        question = outcome.form.question(address)
        return question is not None and parse_answer(question.kind, question.unit, given).value == computed
    return (given or None) == (computed or None) if not isinstance(given, Decimal) else given == computed


def _reject_computed(form: Form, address: Address, outcome: Answers) -> None:
    formula = form.formula(address)
    if formula is not None and not formula.overridable:
        computed = outcome.text(address) or "空"
        why = f"“{address}”由公式算出，按其余各项应为“{computed}”，与给出的值不符。"
        raise PerfDeskError(_NOT_FILLED, why, "请从文件中去掉这一项。")


def _known_address(session: Session, name: str, rows: set[str]) -> Address:
    try:
        about = parse_stated(name)
        address = about or Address.parse(name)
    except ValueError:
        raise _unknown_address_error(session, name) from None
    if address.form_section not in {section.id for section in session.form.sections}:
        raise _unknown_address_error(session, name)
    followed = session.form.section(address.section).repeats_over
    is_number = about is not None and address.field == CHAPTER_NUMBER
    has_instance = (followed is None) == (not address.instance)
    if not is_number and (not has_instance or session.form.question(address) is None):
        raise _unknown_address_error(session, name)
    if followed is not None and not is_number and address.instance not in session.entries.rows(*followed):
        _require_row(name, f"{followed[0]}/{followed[1]}/{address.instance}", rows)
    return address if about is None else _stated_address(session, name, about, rows)


def _require_row(name: str, row: str, rows: set[str]) -> None:
    if row not in rows:
        raise PerfDeskError(_NOT_FILLED, f"“{name}”所属的“{row}/…”这一行不存在。", "请先填这一行。")


def _stated_address(session: Session, name: str, about: Address, rows: set[str]) -> Address:
    """Where the source's figure for a computed answer is kept; PerfDeskError for an answer that is entered itself."""
    if about.field == CHAPTER_NUMBER and not can_be_stated(session.answers, about):
        raise PerfDeskError(_NOT_FILLED, f"“{about.section}”这一部分没有序号。", "请去掉这一项。")
    if about.field != CHAPTER_NUMBER and session.form.formula(about) is None:
        raise PerfDeskError(_NOT_FILLED, f"“{about}”不是程序算出的数，不用另记原件上的数。", f"请把它填在“{about}”。")
    if about.row and about.row not in session.answers.rows(about.section, about.field):
        _require_row(name, f"{about.section}/{about.field}/{about.row}", rows)
    return stated_address(about)


def _unknown_address_error(session: Session, name: str) -> PerfDeskError:
    known = [str(address) for address, _ in form_addresses(session.form)]
    shown = _excerpt(name)
    near = difflib.get_close_matches(shown, known, 1, 0.5)
    hint = f"是不是“{near[0]}”？" if near else "用 perfdesk fields 可以列出全部地址。"
    return PerfDeskError(_NOT_FILLED, f"表单里没有“{shown}”这个地址。", hint)


def _excerpt(name: str) -> str:
    return " ".join(name[:120].split())


def _typed_text(session: Session, address: Address, value: object) -> str:
    question = session.form.question(subject_of(address))
    if value is None or (question is None and address.section != STATED_SECTION):
        return ""
    if question is None:
        return _chapter_number_text(address, value)
    if isinstance(value, Decimal) and question.kind in _FIGURES and _is_writable(value):
        current = session.entries.text(address)  # as the user typed it, `20元`: an equal figure does not replace it
        return current if current and session.answers.parsed(address).value == value else plain_number(value)
    if not isinstance(value, str):
        raise _wrong_kind_error(address, question, "文字" if question.kind not in _FIGURES else "数或文字")
    if question.kind in ("number", "year", "date") and value.strip() and not any(sign.isdigit() for sign in value):
        raise _wrong_kind_error(address, question, "日期" if question.kind == "date" else "数")
    if question.kind == "choice" and value.strip() and value not in question.options:
        raise _wrong_kind_error(address, question, "、".join(question.options) + "之一")
    return value


def _chapter_number_text(address: Address, value: object) -> str:
    text = plain_number(value) if isinstance(value, Decimal) and _is_writable(value) else value
    if not isinstance(text, str) or len(text) > _MAX_FIGURE_LENGTH or chapter_number(text) is None:
        raise PerfDeskError(_NOT_FILLED, f"“{address}”的值应为章节的序号，如“三”。", "请改正后再填入。")
    return text


def _is_writable(figure: Decimal) -> bool:
    """Whether a figure can be written digit by digit: `1e999999999` would take a gigabyte."""
    return figure.is_finite() and max(abs(figure.adjusted()), len(figure.as_tuple().digits)) < _MAX_FIGURE_LENGTH


def _wrong_kind_error(address: Address, question: Question, wanted: str) -> PerfDeskError:
    return PerfDeskError(_NOT_FILLED, f"“{address}”（{question.label}）的值应为{wanted}。", "请改正后再填入。")


def dump_values(answers: Answers) -> dict[str, Json]:
    """Every answer, computed ones too; figures as numbers in their unit, the rest as text."""
    found: dict[str, Json] = {}
    for section in answers.form.sections:
        for instance in answers.instances(section):
            for address in asked_addresses(answers, section, instance):
                value = _json_value(answers, address)
                if value is not None:
                    found[str(address)] = value
    stated = ((at, text) for at, text in answers.typed_in(STATED_SECTION) if can_be_stated(answers, subject_of(at)))
    return found | {str(address): text for address, text in stated}


def _json_value(answers: Answers, address: Address) -> Json:
    value: Value = answers.value(address)
    if value is None:
        return answers.entries.text(address)
    if isinstance(value, Decimal):
        return value
    if isinstance(value, datetime.date):
        return date_text(value)
    return value.text if isinstance(value, Measure) else value


def form_addresses(form: Form) -> Iterator[tuple[Address, Question]]:
    """Every address of a form with its question; `*` is a row that the user adds."""
    for section in form.sections:
        instance = f"{section.id}@*" if section.repeats_over else section.id
        for block in section.blocks:
            if isinstance(block, Field):
                yield Address(instance, block.question.id), block.question
            elif isinstance(block, Table):
                for row in ("*",) if block.open else (row.id for row in block.rows):
                    for column in block.columns:
                        address = Address(instance, block.id, row, column.id)
                        if form.question(address) is not None:
                            yield address, column


def json_text(value: object) -> str:
    """JSON with figures written digit for digit, never through binary floating point; safe to print on a terminal."""
    return _CONTROL_CHARACTERS.sub(lambda found: f"\\u{ord(found.group()):04x}", "".join(_json_parts(value, "\n")))


def _json_parts(value: object, line: str) -> Iterator[str]:
    inner = line + "  "
    if isinstance(value, Decimal):
        yield plain_number(value)
    elif isinstance(value, dict) and value:
        for number, (key, item) in enumerate(value.items()):
            yield f"{',' if number else '{'}{inner}{json.dumps(key, ensure_ascii=False)}: "
            yield from _json_parts(item, inner)
        yield f"{line}}}"
    elif isinstance(value, list) and value:
        for number, item in enumerate(value):
            yield f"{',' if number else '['}{inner}"
            yield from _json_parts(item, inner)
        yield f"{line}]"
    else:
        yield json.dumps(value, ensure_ascii=False)

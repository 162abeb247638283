"""What parts of another report propose for this one: each typed answer at its place here, rows found by their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from perfdesk.definition.address import Address, form_section_of
from perfdesk.definition.kinds import parse_answer
from perfdesk.definition.model import Question, Table
from perfdesk.definition.validation.renames import current_address_of
from perfdesk.entries.proposal import Confidence, Proposal, ProposedAnswer, UnplacedText, is_entered
from perfdesk.evaluation.active_questions import asked_addresses
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.combine import combine
from perfdesk.importers.matching.names import comparable_name
from perfdesk.importers.matching.target import name_column
from perfdesk.importers.propose import DocumentReading
from perfdesk.importers.report.document import ReportDocument
from perfdesk.importers.report.parts import ReportPart
from perfdesk.importers.row_names import RowNames

_NOT_ASKED = "这份报告里没有这一项"
_COMPUTED = "这里由程序算出，不用填"
_OTHER_KIND = "两份表单问的不是一种内容，或者单位不同"
_NO_OPTION = "这里的选项里没有它"
_NO_LINKED_ROW = "它指的那一行没有一起取用，这份报告里也没有"
_UNREVISED = "在那份报告里是上年带来的，还标着“未改动”"
#: Section, table and row in the other report.
_RowPlace = tuple[str, str, str]
_TEXTS = ("text", "prose", "sentence")


def propose_parts(
    answers: Answers, other: Answers, parts: Sequence[ReportPart], file: str, make_id: Callable[[], str]
) -> tuple[Proposal, DocumentReading]:
    """One proposal of parts of another report for a report with these answers, and the parts as a document.

    Only what was typed is proposed. Rows of a list that have a name are compared with those of that name here, the
    others in their order. What has no place in this form, or is computed here, is listed.
    """
    wanted = dict.fromkeys(address for part in parts for address in part.addresses)
    source = ReportDocument(other, file, wanted.keys())
    places = _Places(answers, other, wanted.keys(), RowNames(answers, make_id))
    unrevised = {address for address, _ in other.entries.unrevised()}
    proposed: list[ProposedAnswer] = []
    unplaced: list[UnplacedText] = []
    for address in wanted:
        found = places.find(address)
        if isinstance(found, str):
            words = other.in_words(address, other.typed(address) or "")
            unplaced.append(UnplacedText(words, source.source(address), found))
            continue
        target, text = found
        confidence, note = _confidence(answers, other, target, text), ""
        if address in unrevised:
            confidence, note = "doubtful" if confidence == "doubtful" else "likely", _UNREVISED
        before = answers.typed(target) or ""
        proposed.append(ProposedAnswer(target, before, text, note, source.source(address), confidence))
    proposal = combine(answers, [Proposal(tuple(proposed), tuple(unplaced))])
    return proposal, DocumentReading(source.document(), _year(other), proposal)


def _year(other: Answers) -> int | None:
    year = other.value(other.form.report_fields.year)
    return int(year) if isinstance(year, Decimal) else None


def _confidence(answers: Answers, other: Answers, target: Address, text: str) -> Confidence:
    """Sure in the same form; what the form cannot read is doubtful, as it is there."""
    question = answers.form.question(target)
    if question is None or parse_answer(question.kind, question.unit, text).problem:
        return "doubtful"
    return "sure" if answers.form.id == other.form.id else "likely"


@dataclass(slots=True)
class _Places:
    """The places of another report's answers in this one."""

    answers: Answers
    other: Answers
    wanted: Collection[Address]
    names: RowNames
    _rows: dict[_RowPlace, str] = field(default_factory=dict[_RowPlace, str], init=False)
    _asked: set[Address] = field(default_factory=set[Address], init=False)
    _taken_rows: set[_RowPlace] = field(default_factory=set[_RowPlace], init=False)

    def __post_init__(self) -> None:
        self._taken_rows.update((at.section, at.field, at.row) for at in self.wanted)
        for section in self.other.form.sections:
            for instance in self.other.instances(section):
                self._asked.update(asked_addresses(self.other, section, instance))

    def find(self, address: Address) -> tuple[Address, str] | str:
        """The address here and the text to enter there, or why there is none."""
        target = self._target(address) if address in self._asked else None
        question = self.answers.form.question(target) if target is not None else None
        if target is None or question is None:
            return _NOT_ASKED
        if not is_entered(self.answers.form, target):
            return _COMPUTED
        text, asked = self.other.typed(address) or "", self.other.form.question(address)
        if question.kind == "link":
            text = self._linked_row(question, asked, text)
            return (target, text) if text else _NO_LINKED_ROW
        if self.answers.form.id != self.other.form.id:
            if asked is None or _content(asked) != _content(question):
                return _OTHER_KIND
            if question.kind == "choice" and text not in question.options:
                return _NO_OPTION
        return target, text

    def _target(self, address: Address) -> Address | None:
        """The address here; None if its section or table is not in this form."""
        moved = self._moved(address)
        section = self._page(address, moved.form_section)
        if section is None:
            return None
        table = self.answers.form.tables.get((moved.form_section, moved.field))
        row: str | None = moved.row
        if table is not None and table.open:
            row = self._row((address.section, address.field, address.row), section, table)
        return None if row is None else Address(section, moved.field, row, moved.column)

    def _moved(self, address: Address) -> Address:
        """The address itself if this form knows its field or column, else where the form has moved it."""
        key = (address.form_section, address.field, address.column)
        return address if key in self.answers.form.questions else current_address_of(self.answers.form, address)

    def _page(self, address: Address, form_section: str) -> str | None:
        """The page of this report for a section of the form; that of a project belongs to the project's row here."""
        section = next((one for one in self.answers.form.sections if one.id == form_section), None)
        if section is None or (section.repeats_over is None) != (not address.instance):
            return None
        if section.repeats_over is None:
            return section.id
        owner = self.other.form.section(address.section).repeats_over
        if owner is None:
            return None
        table = self.answers.form.tables[section.repeats_over]
        row = self._row((*owner, address.instance), section.repeats_over[0], table)
        return None if row is None else f"{section.id}@{row}"

    def _row(self, place: _RowPlace, section: str, table: Table) -> str | None:
        """The row here of a row of an open table there; None if that table is not open."""
        if place not in self._rows:
            there = self.other.form.tables[(form_section_of(place[0]), place[1])]
            if not there.open:
                return None
            self._match_rows(place, there, section, table)
        return self._rows[place]

    def _match_rows(self, place: _RowPlace, there: Table, section: str, table: Table) -> None:
        """Find the rows here of the rows of a table that are taken, and of `place`: by name, else by their order."""
        rows = {row: _row_texts(self.other, *place[:2], row) for row in self.other.rows(*place[:2])}
        named = name_column(table)
        is_named = named is not None and any(column.id == named.id for column in there.columns)
        counted: Counter[str] = Counter()
        for number, (row, texts) in enumerate((row, texts) for row, texts in rows.items() if texts):
            at = (*place[:2], row)
            name = comparable_name(texts.get(named.id, "")) if named is not None else ""
            if at == place or at in self._taken_rows:
                self._rows[at] = (
                    self.names.row(section, table, name, texts, counted[name])
                    if is_named
                    else self.names.numbered_row(section, table, number)
                )
                counted[name] += 1
        self._rows.setdefault(place, self.names.make_id())  # a row in which nothing is typed

    def _linked_row(self, question: Question, asked: Question | None, row: str) -> str:
        """The row here that a link means: one that is taken as well, else the only one that says the same."""
        if question.link is None or asked is None or asked.link is None:
            return ""
        table, place = self.answers.form.tables[question.link], (*asked.link, row)
        if not table.open:
            return row if row in table.rows_by_id else ""
        if place in self._taken_rows:
            return self._row(place, question.link[0], table) or ""
        wanted = _row_texts(self.other, *place)
        rows = self.answers.rows(*question.link) if wanted else ()
        equal = [here for here in rows if _row_texts(self.answers, *question.link, here) == wanted]
        return equal[0] if len(equal) == 1 else ""


def _row_texts(answers: Answers, section: str, table: str, row: str) -> dict[str, str]:
    """The texts typed in a row, by column."""
    columns = answers.form.tables[(form_section_of(section), table)].columns
    typed = ((column.id, answers.typed(Address(section, table, row, column.id))) for column in columns)
    return {column: text for column, text in typed if text}


def _content(question: Question) -> tuple[str, str]:
    """What two questions must have in common for an answer of one to be one of the other."""
    return ("text" if question.kind in _TEXTS else question.kind, question.unit)

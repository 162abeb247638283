"""What figures in sentences are called: the form's rows, fields and columns, and the words of its sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from perfdesk.definition.address import Address
from perfdesk.definition.expression import Ref
from perfdesk.definition.model import Field, Form, Question, Section, Table
from perfdesk.definition.template import Phrase, Slot, Template
from perfdesk.importers.matching.names import comparable_name
from perfdesk.language.account_columns import AccountColumn, account_column
from perfdesk.language.characters import plain
from perfdesk.language.sides import is_of_income
from perfdesk.language.subjects import label_between

_QUOTES = re.compile(r"[“”\"'《》\s]+")
_CODE = re.compile(r"^\d{3,9}\s*")


@lru_cache(maxsize=8192)
def name_key(text: str) -> str:
    """A name for comparison: without spaces, quotes, numbers and codes before it.

    >>> name_key("302 商品和服务支出"), name_key("“三公”经费")
    ('商品和服务支出', '三公经费')
    """
    return _QUOTES.sub("", _CODE.sub("", comparable_name(unicodedata.normalize("NFKC", text))))


def name_keys(named: Question | Table) -> set[str]:
    """The label and the other names of an answer or a table, for comparison."""
    return {name_key(name) for name in (named.label, *named.aliases)}


@dataclass(frozen=True, slots=True)
class Target:
    """What a name means: a field, or a row of a table whose column the words still have to say."""

    section: str
    field: str
    row: str = ""

    def address(self, column: str = "") -> Address:
        """The address of its answer."""
        return Address(self.section, self.field, self.row, column)


@dataclass(frozen=True, slots=True)
class OpenList:
    """Rows of an open table that a sentence lists: a name, a figure, and a text introduced by certain words.

    `head` is the figure that their sum is said to be.
    """

    section: str
    table: Table
    name: Question
    figure: Question
    texts: tuple[Question, ...]
    head: Target | None


@dataclass(slots=True)
class Vocabulary:
    """The names by which the form's chapters know their figures."""

    form: Form
    targets: dict[str, list[Target]] = field(default_factory=dict[str, list[Target]], init=False)
    topics: dict[str, list[tuple[str, str]]] = field(default_factory=dict[str, list[tuple[str, str]]], init=False)
    lists: list[OpenList] = field(default_factory=list[OpenList], init=False)
    _defaults: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str], init=False)

    def __post_init__(self) -> None:
        for section in self.form.sections:
            if section.kind == "attachment":
                continue
            for block in section.blocks:
                if isinstance(block, Field) and block.question.kind == "number":
                    self._name(Target(section.id, block.question.id), block.question.label, *block.question.aliases)
                elif isinstance(block, Table) and not block.open:
                    self._name_rows(section, block)
                elif isinstance(block, Field) and block.template is not None:
                    self._read_sentence(section, block)

    def asked(self, address: Address) -> Question | None:
        """The question of a figure that can be entered at an address; None if there is none or it is computed."""
        question, formula = self.form.question(address), self.form.formula(address)
        if question is None or question.kind != "number" or (formula is not None and not formula.overridable):
            return None
        return question

    def figures(self, target: Target) -> list[Question]:
        """The columns of a target in which a figure can be entered; for a field its own question."""
        if not target.row:
            question = self.asked(target.address())
            return [question] if question else []
        table = self.form.tables[(target.section, target.field)]
        return [column for column in table.columns if self.asked(target.address(column.id))]

    def is_income(self, target: Target) -> bool:
        """Whether the labels of a target's row and table speak of income and not of spending."""
        if not target.row:
            return False
        table = self.form.tables[(target.section, target.field)]
        return is_of_income(table.label + table.row(target.row).label)

    def is_named(self, target: Target | None, words: str) -> bool:
        """Whether words contain the name of a target's row."""
        if target is None or not target.row:
            return False
        row = self.form.tables[(target.section, target.field)].row(target.row)
        return any(name in words for name in (row.label, *row.aliases))

    def default_column(self, target: Target) -> str:
        """The column that the form's own sentences say of a table without naming it; empty if none does."""
        return self._defaults.get((target.section, target.field), "")

    def tables_named(self, name: str) -> list[tuple[str, str]]:
        """The tables that a name stands for: their label, other names or total row."""
        return self.topics.get(name, [])

    def tables_of_parts(self, name: str, target: Target | None) -> list[tuple[str, str]]:
        """The tables whose rows are the parts of a figure of this name, or of this target."""
        names = [name_key(name)]
        if target is not None and target.row:
            row = self.form.tables[(target.section, target.field)].row(target.row)
            names += map(name_key, (row.label, *row.aliases))
        return [table for name in names for table in self.tables_named(name)]

    def _name(self, target: Target, *names: str) -> None:
        for name in names:
            key = name_key(name)
            known = self.targets.setdefault(key, [])
            if len(key) > 1 and target not in known and self.figures(target):
                known.append(target)

    def _name_rows(self, section: Section, table: Table) -> None:
        self._name_topic((section.id, table.id), table.label, *table.aliases)
        for row in table.rows:
            self._name(Target(section.id, table.id, row.id), row.label, *row.aliases)
            if row.total:
                self._name_topic((section.id, table.id), row.label, *row.aliases)

    def _name_topic(self, table: tuple[str, str], *names: str) -> None:
        for name in names:
            known = self.topics.setdefault(name_key(name), [])
            if table not in known:
                known.append(table)

    def _read_sentence(self, section: Section, sentence: Field) -> None:
        templates: list[tuple[Template, tuple[str, str] | None]] = []
        if sentence.template is not None:
            templates.append((sentence.template, None))
        templates += [(phrase.text, phrase.table) for phrase in sentence.phrases if phrase.text is not None]
        heads: list[Target] = []
        for template, table in templates:
            for words, ref in _slots(template):
                target = Target(ref.section, ref.field, "" if ref.row == "*" else ref.row)
                if ref.row and table is not None and self.form.tables[table].open:
                    continue
                if self.form.questions[(ref.section, ref.field, ref.column)].kind != "number":
                    continue
                if ref.row and ref.column and self._is_plain(ref, words):
                    self._defaults.setdefault((ref.section, ref.field), ref.column)
                if target.row or not ref.row:
                    self._name(target, label_between(plain(words), 0, len(words)))
                    heads.append(target)
        for phrase in sentence.phrases:
            found = self._open_list(phrase, heads)
            if found is not None:
                self.lists.append(found)

    def _is_plain(self, ref: Ref, words: str) -> bool:
        """Whether a sentence says this column of its table without naming it."""
        question = self.form.questions[(ref.section, ref.field, ref.column)]
        return not any(name and name in words for name in (question.label, question.label.removesuffix("数")))

    def _open_list(self, phrase: Phrase, heads: list[Target]) -> OpenList | None:
        if phrase.table is None or phrase.text is None or not self.form.tables[phrase.table].open:
            return None
        table = self.form.tables[phrase.table]
        columns = [ref.column for _, ref in _slots(phrase.text) if (ref.section, ref.field) == phrase.table]
        asked = [table.column(column) for column in columns]
        names = [question for question in asked if question.kind == "text" and question.id == "name"]
        figures = [question for question in asked if question.kind == "number"]
        if not names or not figures:
            return None
        texts = tuple(column for column in table.columns if column.kind in ("text", "prose") and column.written)
        return OpenList(phrase.table[0], table, names[0], figures[0], texts, heads[0] if heads else None)


def _slots(template: Template) -> Iterator[tuple[str, Ref]]:
    """Each answer that a sentence shows, with the words before it."""
    words = ""
    for part in template.parts:
        if isinstance(part, str):
            words = part
        elif isinstance(part, Slot) and isinstance(part.expression, Ref):
            yield words, part.expression
            words = ""
        else:
            words = ""


@lru_cache(maxsize=1024)
def column_meaning(label: str) -> AccountColumn:
    """What the label of a column says of its year and budget."""
    return account_column(label)

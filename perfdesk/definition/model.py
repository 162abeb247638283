"""A form: which questions a report asks, how its papers are laid out, which rules must hold.

Everything is read from TOML by the loader and never changes afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from perfdesk.definition.address import Address, form_section_of
from perfdesk.definition.expression import Expression, Ref
from perfdesk.definition.kinds import Kind
from perfdesk.definition.severity import Severity
from perfdesk.definition.sheets import CoverPage, Sheet
from perfdesk.definition.style.report_style import ReportStyle
from perfdesk.definition.template import Phrase, Template

SectionKind = Literal["cover", "chapter", "attachment"]
Print = Literal["none", "paragraphs", "line", "items", "grid"]
ChartKind = Literal["column", "bar", "pie"]


@dataclass(frozen=True, slots=True)
class RolloverRule:
    """What happens to an answer when the next year's report begins (结转): kept as it is, kept to be revised,
    dropped, or taken `from` last year's answer to the question `source` beside it."""

    mode: Literal["keep", "revise", "drop", "from"]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, once (a field) or in every row (a column). `unit`: 万元, 人, ㎡, %, 分 or empty.

    An `internal` answer is never printed in the public copy (公开稿). `aliases` are other headings of a column in
    tables copied from elsewhere; `sign_aliases` and `unit_aliases` head the parts of a measure in three columns."""

    id: str
    label: str
    kind: Kind
    unit: str = ""
    decimals: int = 2
    help: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    link: tuple[str, str] | None = None
    width: float = 30
    internal: bool = False
    rollover: RolloverRule = RolloverRule("drop")
    aliases: tuple[str, ...] = ()
    sign_aliases: tuple[str, ...] = ()
    unit_aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Formula:
    """How an answer is computed; with `overridable`, an answer typed by the clerk goes before it."""

    expression: Expression
    overridable: bool
    source: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; not `printed` ones only divide the page on screen."""

    text: str
    level: int
    printed: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A hint on screen, never printed."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question asked once. A `sentence` writes itself from `template` unless the clerk types an own text."""

    question: Question
    print: Print
    when: Expression | None = None
    template: Template | None = None
    phrases: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row that the form fixes; `total` rows stand outside sums over the column, `skip` columns ask nothing.

    Next year it begins with this year's answers of the row `carried_from`, if any. `aliases` are other names of the row
    in tables copied from elsewhere."""

    id: str
    label: str
    code: str = ""
    total: bool = False
    optional: bool = False
    skip: frozenset[str] = frozenset()
    carried_from: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Questions in columns: over the form's own `rows`, or (`open`) over rows the clerk adds."""

    id: str
    label: str
    columns: tuple[Question, ...]
    rows: tuple[Row, ...]
    open: bool
    row_label: str = ""
    help: str = ""
    unit_note: str = ""
    required: bool = False
    starters: tuple[tuple[tuple[str, str], ...], ...] = ()
    print: Print = "none"
    item: Template | None = None
    when: Expression | None = None
    shown: bool = True
    rows_by_id: dict[str, Row] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows_by_id", {row.id: row for row in self.rows})

    def column(self, column: str) -> Question:
        """The question of a column."""
        return next(question for question in self.columns if question.id == column)

    def row(self, row: str) -> Row:
        """A row of the form."""
        return self.rows_by_id[row]


SectionBlock = Heading | Note | Field | Table | Sheet | CoverPage


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold. Either `found` equals `expected` within tolerance, or `condition` is true."""

    code: str
    level: Severity
    title: Template
    section: str
    found: Expression | None = None
    expected: Expression | None = None
    condition: Expression | None = None
    when: Expression | None = None
    table: tuple[str, str] | None = None
    message: Template | None = None
    exact: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One tab: a chapter or an attachment; `repeats_over` repeats it for every row of an open table."""

    id: str
    title: str
    tab: str
    kind: SectionKind
    blocks: tuple[SectionBlock, ...]
    help: str = ""
    repeats_over: tuple[str, str] | None = None
    when: Expression | None = None
    landscape: bool = False
    sheet_name: Template | None = None
    signature: Template | None = None


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One place on a chart's axis with a figure for each series; with `table`, one place for each of its rows."""

    label: Template
    values: tuple[Ref, ...]
    table: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of answers on the chart sheet of the Excel workbook: upright columns, lying bars or a pie.

    With `overview` it is drawn on the leader's page (概览), too."""

    title: str
    kind: ChartKind
    unit: str
    series: tuple[str, ...]
    points: tuple[ChartPoint, ...]
    when: Expression | None = None
    overview: bool = True


@dataclass(frozen=True, slots=True)
class Card:
    """One figure of the leader's page (概览) in large letters, with a note below it."""

    title: str
    value: Expression
    unit: str
    decimals: int = 2
    note: Template | None = None


@dataclass(frozen=True, slots=True)
class ReportFields:
    """The fields that identify a report; each form names its own in `[report]`."""

    title: Address
    unit: Address
    year: Address
    date: Address


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form, loaded and proven sound.

    `questions` is keyed by (section, field, column), `tables` by (section, table), `formulas` by
    (section, field, row, column) with an empty row for the rows of an open table. `added_in_version` are the places
    that a version of the form asked for first.
    """

    id: str
    version: int
    title: str
    sections: tuple[Section, ...]
    rules: tuple[Rule, ...]
    formulas: dict[tuple[str, str, str, str], Formula]
    questions: dict[tuple[str, str, str], Question]
    tables: dict[tuple[str, str], Table]
    report_fields: ReportFields
    renamed: dict[str, str]
    style: ReportStyle
    charts: tuple[Chart, ...] = ()
    cards: tuple[Card, ...] = ()
    added_in_version: dict[int, tuple[str, ...]] = field(default_factory=dict[int, tuple[str, ...]])

    def section(self, section: str) -> Section:
        """The section with this id; an instance `id@row` belongs to section `id`."""
        wanted = form_section_of(section)
        return next(known for known in self.sections if known.id == wanted)

    def question(self, address: Address) -> Question | None:
        """What is asked at an address, or None when the form asks nothing there."""
        section = address.form_section
        question = self.questions.get((section, address.field, address.column))
        table = self.tables.get((section, address.field))
        if question is None or (table is None) != (not address.row):
            return None
        if table is None or table.open:
            return question
        row = table.rows_by_id.get(address.row)
        return question if row is not None and address.column not in row.skip else None

    def formula(self, address: Address) -> Formula | None:
        """How the answer at an address is computed, or None when it is asked."""
        key = (address.form_section, address.field, address.row, address.column)
        found = self.formulas.get(key)
        if found is None and address.row:
            found = self.formulas.get((*key[:2], "", key[3]))
        return found

"""The model of a form: the questions of a report, the layout of its tables on paper, its rules.

The loader reads it from TOML; it is immutable.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from perfdesk.definition.address import Address, form_section_of
from perfdesk.definition.answer_limits import AnswerLimits
from perfdesk.definition.expression import Expression
from perfdesk.definition.kinds import Kind
from perfdesk.definition.overview import Card, Chart
from perfdesk.definition.page_figures import PageFigures
from perfdesk.definition.picture import Picture
from perfdesk.definition.severity import Severity
from perfdesk.definition.sheets import CoverPage, Sheet
from perfdesk.definition.style.report_style import ReportStyle
from perfdesk.definition.template import Phrase, Template

SectionKind = Literal["cover", "chapter", "attachment"]
Print = Literal["none", "paragraphs", "line", "items", "grid"]


@dataclass(frozen=True, slots=True)
class RolloverRule:
    """What happens to an answer in next year's report (结转): kept, kept for revision, dropped, or taken `from` last
    year's answer to the sibling question `source`."""

    mode: Literal["keep", "revise", "drop", "from"]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that is asked once (a field) or in every row (a column). `unit`: 万元, 人, ㎡, %, 分 or empty.

    An `internal` answer is never printed in the public copy (公开稿). `aliases` are other names in reports and tables
    from elsewhere; `sign_aliases` and `unit_aliases` head the parts of a measure in three columns. `written` are the
    words around the answer in running text, with `{}` in its place. Adjacent columns of one `group` have a common
    head. A column that is not `printed` is asked in the window only; one that is not `shown` is only computed with."""

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
    written: tuple[str, ...] = ()
    group: str = ""
    shown: bool = True
    printed: bool = True
    limits: AnswerLimits | None = None

    @property
    def head(self) -> str:
        """The label above a column, without the name of the group above it: 决算数 of 上年决算数 below 上年."""
        return self.label.removeprefix(self.group) or self.label


@dataclass(frozen=True, slots=True)
class Formula:
    """How an answer is computed; with `overridable`, a typed answer has precedence."""

    expression: Expression
    overridable: bool
    source: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section; one that is not `printed` only structures the page on screen.

    `aliases` are its other wordings in reports from elsewhere. `when` holds for all blocks under it, too. The first
    of `instead` whose condition is met replaces its text."""

    text: str
    level: int
    printed: bool
    aliases: tuple[str, ...] = ()
    when: Expression | None = None
    instead: tuple[tuple[Expression | None, str], ...] = ()

    @property
    def wordings(self) -> tuple[str, ...]:
        """All texts that it can have, the usual one first."""
        return (self.text, *(text for _, text in self.instead))


@dataclass(frozen=True, slots=True)
class Note:
    """A hint on screen, never printed; shown while the headings above it are."""

    text: str
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A question that is asked once. A `sentence` is generated from `template` unless the user types a text.

    `says_print`: the form itself says how it is printed."""

    question: Question
    print: Print
    when: Expression | None = None
    template: Template | None = None
    phrases: tuple[Phrase, ...] = ()
    says_print: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the form; sums over a column exclude `total` rows, columns in `skip` have no question.

    In next year's report it begins with this year's answers of the row `carried_from`, if any. `aliases` are other
    names of the row in tables copied from elsewhere."""

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
    """Questions in columns: over the form's own `rows`, or (`open`) over rows that the user adds.

    `aliases` are other headings above its content in reports from elsewhere. With `sheet_name` the printed table is
    also a sheet of the Excel workbook.
    """

    id: str
    label: str
    columns: tuple[Question, ...]
    rows: tuple[Row, ...]
    open: bool
    row_label: str = ""
    help: str = ""
    unit_note: Template | None = None
    required: bool = False
    starters: tuple[tuple[tuple[str, str], ...], ...] = ()
    print: Print = "none"
    item: Template | None = None
    when: Expression | None = None
    shown: bool = True
    aliases: tuple[str, ...] = ()
    says_print: bool = False
    sheet_name: Template | None = None
    rows_by_id: dict[str, Row] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows_by_id", {row.id: row for row in self.rows})

    @property
    def shown_columns(self) -> tuple[Question, ...]:
        """The columns of the window."""
        return tuple(column for column in self.columns if column.shown)

    @property
    def printed_columns(self) -> tuple[Question, ...]:
        """The columns of the printed table."""
        return tuple(column for column in self.shown_columns if column.printed)

    def column(self, column: str) -> Question:
        """Return the question of a column."""
        return next(question for question in self.columns if question.id == column)

    def row(self, row: str) -> Row:
        """Return a row of the form."""
        return self.rows_by_id[row]


SectionBlock = Heading | Note | Field | Table | Sheet | CoverPage | PageFigures


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: either `found` equals `expected` within tolerance, or `condition` is true.

    It is about the section, each row of `table`, or each group of rows with the same value in the column `grouped_by`.
    """

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
    grouped_by: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One tab: a chapter or an attachment; `repeats_over` repeats it for every row of an open table.

    `aliases` are other titles of the chapter, those of older outlines too."""

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
    aliases: tuple[str, ...] = ()

    @property
    def introductions(self) -> tuple[Field, ...]:
        """The texts of a cover that are printed between the title and the first chapter."""
        fields = (block for block in self.blocks if isinstance(block, Field)) if self.kind == "cover" else ()
        return tuple(field for field in fields if field.question.kind == "prose")


@dataclass(frozen=True, slots=True)
class ReportFields:
    """The fields that identify a report; each form names its own in `[report]`."""

    title: Address
    unit: Address
    year: Address
    date: Address


@dataclass(frozen=True, slots=True)
class Form:
    """A complete and validated form.

    `questions` is keyed by (section, field, column), `tables` by (section, table), `formulas` by
    (section, field, row, column) with an empty row for the rows of an open table. `added_in_version` are the paths
    of the questions that each version of the form added. `pictures` are known by the names of their files.
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
    pictures: dict[str, Picture] = field(default_factory=dict[str, Picture], repr=False)

    def section(self, section: str) -> Section:
        """Return the section with this id; the instance `id@row` belongs to section `id`."""
        wanted = form_section_of(section)
        return next(known for known in self.sections if known.id == wanted)

    def question(self, address: Address) -> Question | None:
        """Return the question at an address; None when there is none."""
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
        """Return the formula of the answer at an address; None when it is typed."""
        key = (address.form_section, address.field, address.row, address.column)
        found = self.formulas.get(key)
        if found is None and address.row:
            found = self.formulas.get((*key[:2], "", key[3]))
        return found

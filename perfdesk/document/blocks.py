"""The blocks of a finished report, which every writer turns into its own format.

A writer never reads entries or forms: all text is final, every figure is already formatted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from perfdesk.definition.address import Address
from perfdesk.definition.excel_form import ExcelText
from perfdesk.definition.picture import Picture
from perfdesk.definition.style.report_style import ReportStyle, standard_style
from perfdesk.entries.report_state import ReportState

#: 报送稿 goes to the finance bureau, 公开稿 to the web: without signatures, internal answers and private numbers.
Edition = Literal["submission", "public"]
EDITION_LABELS: dict[Edition, str] = {"submission": "报送稿", "public": "公开稿"}
Align = Literal["left", "center", "right"]
Role = Literal["label", "entry", "computed"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: level 1 `一、`, 2 `（一）`, 3 `1.` (GB/T 9704-2012 §7.3.3)."""

    level: int
    text: str
    #: The answer that contains it; None for a heading of the form.
    address: Address | None = None
    #: The id of the section of which it is the title; empty for any other heading.
    section: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of body text; two characters of indent unless it is `flush`."""

    text: str
    address: Address | None = None
    flush: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One rectangle of a grid, `column_span` columns wide and `row_span` rows high.

    `text` is the printed text. For a figure, `value` is the exact Decimal in the printed unit, and `decimals`, `prefix`
    and `suffix` are its number format in a spreadsheet: 1200 with prefix `≥` and suffix `次` is printed `≥1200次`.
    `formula` is an Excel formula without `=`.
    """

    row: int
    column: int
    text: str
    column_span: int = 1
    row_span: int = 1
    role: Role = "label"
    align: Align = "center"
    bold: bool = False
    address: Address | None = None
    value: Decimal | None = None
    decimals: int = 2
    prefix: str = ""
    suffix: str = ""
    formula: ExcelText | None = None

    @property
    def holds_answer(self) -> bool:
        """Whether a spreadsheet cell contains the bare answer: not a text, or a blank, after a prefix."""
        return self.value is not None or not self.prefix


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `widths` are preferred millimetres, scaled to the page; the cells tile the rectangle rows × widths.

    The `header_rows` are repeated on every page. So are `header_ranges`, rows further down, above the rows they head.
    """

    widths: tuple[float, ...]
    rows: int
    cells: tuple[Cell, ...]
    header_rows: int = 0
    title: str = ""
    subtitle: str = ""
    unit_note: str = ""
    notes: tuple[str, ...] = ()
    header_ranges: tuple[range, ...] = ()


@dataclass(frozen=True, slots=True)
class AttachmentList:
    """附件说明: `附件：1. …` one line each, below the body."""

    titles: tuple[str, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        """What stands before each title; a single one has no number (GB/T 9704-2012 §7.3.4)."""
        return ("",) if len(self.titles) == 1 else tuple(f"{number}. " for number in range(1, len(self.titles) + 1))


@dataclass(frozen=True, slots=True)
class SignOff:
    """落款: the unit's name above the date, at the right; `address` is the answer that gives the date."""

    unit: str
    date: str
    address: Address | None = field(default=None, compare=False)


Block = Heading | Paragraph | Grid | AttachmentList | SignOff


@dataclass(frozen=True, slots=True)
class Cover:
    """封面: a page of its own with a title, lines of label and answer, and a foot; without a page number.

    With `repeats_title` the report's title is above the body, too; if it is not `counted`, the body begins with page 1.
    The `logo` is at the top, in the middle, `logo_height` mm high.
    """

    title: str
    subtitle: str
    lines: tuple[tuple[str, str], ...]
    foot: str
    repeats_title: bool = False
    counted: bool = True
    logo: Picture | None = field(default=None, repr=False)
    logo_height: float = 20


@dataclass(frozen=True, slots=True)
class Attachment:
    """One 附件: its own page in Word and PDF, its own sheet in Excel.

    `label` is `附件1`, or `附件3-2` for the second of several projects; `title` is the name printed above its table.
    The tables of the body, which only a workbook has as sheets, have no label; the one that `is_cover` is the printed
    cover.
    """

    label: str
    title: str
    sheet_name: str
    landscape: bool
    blocks: tuple[Block, ...]
    is_cover: bool = False


@dataclass(frozen=True, slots=True)
class ReferencedFigure:
    """A figure of the chapters that formulas of attachments use; Excel has a separate sheet for these.

    `prefix`, `suffix` and `decimals` are the number format of a figure: `≥1200次` is 1200 with prefix `≥`, suffix `次`.
    """

    address: Address
    section_label: str
    label: str
    unit: str
    value: Decimal | str | None
    formula: ExcelText | None
    prefix: str = ""
    suffix: str = ""
    decimals: int = 2


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of the figures in `table`: a heading row, then the label and the figures of each point.

    Only Excel files contain charts; Word and PDF are the report as it is submitted. The labels in the chart have
    `decimals`, or those of each figure.
    """

    title: str
    kind: Literal["column", "bar", "pie"]
    table: Grid
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Redaction:
    """A number covered in the public copy: its kind, its printed text and its section.

    A doubtful one may not be a number of a person; the user's decision to print it anyway is stored under `key`.
    """

    kind: str
    redacted_text: str
    section_label: str
    is_doubtful: bool = False
    key: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report, ready to be written. `draft_mark` is empty for the final copy.

    With a `cover`, the title is printed there, and above the body only if the cover repeats it. `body_tables` are
    copies of the tables in the body, as sheets of the Excel workbook before the attachments. `redactions` and `omitted`
    list what the public copy hides. `state` is the state of the report, by which a file that comes back is compared;
    the public copy has none.
    """

    title: str
    unit: str
    year: str
    draft_mark: str
    body: tuple[Block, ...]
    attachments: tuple[Attachment, ...]
    referenced_figures: tuple[ReferencedFigure, ...]
    charts: tuple[Chart, ...] = ()
    cover: Cover | None = None
    body_tables: tuple[Attachment, ...] = ()
    edition: Edition = "submission"
    redactions: tuple[Redaction, ...] = ()
    omitted: tuple[str, ...] = ()
    style: ReportStyle = field(default_factory=standard_style, repr=False)
    title_address: Address | None = field(default=None, compare=False)
    state: ReportState | None = field(default=None, compare=False)

    @property
    def body_title(self) -> str:
        """The title above the body; empty when only the cover has one."""
        return self.title if self.cover is None or self.cover.repeats_title else ""

    @property
    def author(self) -> str:
        """The author in the properties of a file; empty in the public copy."""
        return "" if self.edition == "public" else self.unit

"""What a finished report is made of: plain blocks that every writer turns into its own format.

A writer never looks at entries or forms: all text is final, every figure is already formatted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from perfdesk.definition.address import Address
from perfdesk.definition.style.report_style import ReportStyle, standard_style

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
    #: The answer that it was typed in; None for a heading of the form.
    address: Address | None = None
    #: The id of the section whose title it is; empty for any other heading.
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

    `text` is what is printed. For a figure, `value` is the exact Decimal behind it, in the unit
    printed, and `decimals`, `prefix`, `suffix` say how a spreadsheet shows it: 1200 with prefix `≥`
    and suffix `次` is printed `≥1200次`. `formula` is an Excel formula without `=`, in pieces: text, and the
    addresses of the cells it refers to.
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
    formula: tuple[str | Address, ...] | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `widths` are millimetres wished for, scaled to the page; cells tile the rectangle rows × widths.

    The `header_rows` stand again on every page; so do `header_ranges`, rows further down, above those they head.
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


@dataclass(frozen=True, slots=True)
class SignOff:
    """落款: the unit's name above the date, at the right; `address` is the answer that gives the date."""

    unit: str
    date: str
    address: Address | None = field(default=None, compare=False)


Block = Heading | Paragraph | Grid | AttachmentList | SignOff


@dataclass(frozen=True, slots=True)
class Cover:
    """封面: a page of its own with a title, lines of label and answer, and a foot; without a page number."""

    title: str
    subtitle: str
    lines: tuple[tuple[str, str], ...]
    foot: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """One 附件: its own page in Word and PDF, its own sheet in Excel.

    `label` is `附件1`, or empty when it continues the one before (the second project's table)."""

    label: str
    title: str
    sheet_name: str
    landscape: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ReferencedFigure:
    """A figure of the chapters that attachment formulas use; Excel keeps these on a sheet of their own."""

    address: Address
    section_label: str
    label: str
    unit: str
    value: Decimal | str | None
    formula: tuple[str | Address, ...] | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of the figures of `table`: a heading row, then what each point is called and its figures.

    Only Excel draws it; Word and PDF are the report as it is handed in.
    """

    title: str
    kind: Literal["column", "bar", "pie"]
    table: Grid


@dataclass(frozen=True, slots=True)
class Redaction:
    """A number covered in the public copy: what kind it is, how it shows now, and where it stands.

    A doubtful one may be no number of a person; `key` is that of the clerk's decision to print it after all.
    """

    kind: str
    redacted_text: str
    section_label: str
    is_doubtful: bool = False
    key: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report, ready to be written. `draft_mark` is empty for the final copy.

    With a `cover`, the title stands there and not above the body. `body_tables` are the body's own tables once more, as
    the sheets of the Excel workbook that come before the attachments. `redactions` and `omitted` say what the public
    copy hides.
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

    @property
    def author(self) -> str:
        """Who a file's properties name as author; nobody in the public copy."""
        return "" if self.edition == "public" else self.unit

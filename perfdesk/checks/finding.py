"""A finding: something in the report that is wrong, missing or doubtful, described in the user's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from perfdesk.definition.address import Address
from perfdesk.definition.severity import Severity

LEVEL_LABELS = {Severity.ERROR: "错误", Severity.MISSING: "未填", Severity.WARNING: "警告", Severity.NOTICE: "提示"}
#: The label of a warning that was accepted with a reason.
ACCEPTED_LABEL = "已说明"


class FindingCode(StrEnum):
    """The codes of the program's own findings; the findings of a form's rules carry the code of the rule.

    The codes of proofreading are P and the number of the mistake in the catalogue of reports sent back, or E and the
    number of the identity that the figures of a text break.
    """

    UNREADABLE = "UNREADABLE"
    LIMITS = "LIMITS"
    MISSING = "MISSING"
    REQUIRED = "REQUIRED"
    CARRIED = "CARRIED"
    UNPLACED = "UNPLACED"
    INTERNAL = "INTERNAL"
    STATED = "STATED"

    MONEY_UNIT = "P01"
    SUM = "P02"
    CONTRADICTING_FIGURE = "P03"
    RATE = "P05"
    ZERO_BASE = "P10"
    DECIMALS = "P11"
    FIGURE_NOTATION = "P12"
    RETIRED_STAFF = "P15"
    DECLARED_COUNT = "P17"
    UNIT_NAME = "P18"
    OTHER_YEAR = "P19"
    DOCUMENT_NUMBER = "P21"
    OUTDATED_REFERENCE = "P22"
    ELLIPSIS = "P28"
    MISSPELT_WORD = "P37"
    REPETITION = "P38"
    PLACEHOLDER = "P39"
    PUNCTUATION = "P40"
    BRACKETS = "P41"
    QUOTATION_MARKS = "P42"
    HEADING_NUMBER = "P43"
    MIXED_WORDING = "P45"
    CHANGE = "E25"
    SHARES = "E27"


_BLANK_ANSWER_CODES = (FindingCode.MISSING, FindingCode.REQUIRED)


@dataclass(frozen=True, slots=True)
class Fix:
    """A proven correction: the texts to enter, and a label for undo."""

    label: str
    texts: dict[Address, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    `code` is a `FindingCode`, or the code of a rule. `section_label` is the name of the chapter or table. `addresses`
    are all answers involved: the first is the one to go to, the first `highlighted_count` (0: all) are marked on
    screen, the others are what these are computed from. `expected` and `found` are in the unit of the answers. `span`
    is the range of characters in the first answer's text that the finding is about. `asks_for_answer`: filling in a
    blank answer, such as an explanation, settles the finding.
    """

    code: str
    severity: Severity
    message: str
    section: str
    section_label: str
    addresses: tuple[Address, ...]
    highlighted_count: int = 0
    expected: Decimal | None = None
    found: Decimal | None = None
    fix: Fix | None = None
    span: tuple[int, int] | None = None
    asks_for_answer: bool = False

    @property
    def is_blank_answer(self) -> bool:
        """Whether it only tells of blank answers; the window marks these quietly, without a message at each."""
        return self.severity == Severity.MISSING and self.code in _BLANK_ANSWER_CODES

    @property
    def highlighted(self) -> tuple[Address, ...]:
        """The answers that are marked on screen."""
        return self.addresses[: self.highlighted_count or None]


def unfinished_text(findings: Iterable[Finding]) -> str:
    """Return what a final export still lacks, such as `2 处错误、13 处未填`; empty if it lacks nothing."""
    counts = Counter(finding.severity for finding in findings)
    stopping = (severity for severity in Severity if severity.stops_final_export and counts[severity])
    return "、".join(f"{counts[severity]} 处{LEVEL_LABELS[severity]}" for severity in stopping)

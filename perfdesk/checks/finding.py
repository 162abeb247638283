"""Something the report says that cannot stand, told in the clerk's words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from perfdesk.definition.address import Address
from perfdesk.definition.model import Level

LEVEL_LABELS: dict[Level, str] = {"error": "错误", "warning": "警告", "notice": "提示"}
#: What a warning is called that stands with a reason.
ACCEPTED_LABEL = "已说明"


@dataclass(frozen=True, slots=True)
class Fix:
    """A proven repair: the texts to enter, under a name for undo."""

    label: str
    texts: dict[Address, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `section_label` is the chapter or table in the clerk's words; `addresses` every answer involved, the
    first being the one to go to, the first `highlighted_count` (0: all) those to mark on screen, the rest what these
    are made of;
    `expected` and `found` are figures in the unit of the answers; `span` are the characters of the first answer's text
    that the finding is about."""

    code: str
    severity: Level
    message: str
    section: str
    section_label: str
    addresses: tuple[Address, ...]
    highlighted_count: int = 0
    expected: Decimal | None = None
    found: Decimal | None = None
    fix: Fix | None = None
    span: tuple[int, int] | None = None

    @property
    def highlighted(self) -> tuple[Address, ...]:
        """The answers beside which the finding stands on screen."""
        return self.addresses[: self.highlighted_count or None]

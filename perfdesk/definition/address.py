"""The address of an answer: `section/field` or `section/table/row/column`."""

from __future__ import annotations

import re
import uuid
from typing import NamedTuple

_PART = re.compile(r"[A-Za-z0-9_\-]{1,60}")
_SECTION = re.compile(r"[A-Za-z0-9_\-]{1,60}(@[A-Za-z0-9_\-]{1,60})?")

#: The pseudo-column of a row's position. A row that the user added exists exactly while it has one.
ROW_POSITION = "#"


def form_section_of(section: str) -> str:
    """The id of a section in the form: `projects@r1` → `projects`, `cover` → `cover`."""
    return section.partition("@")[0]


def instance_of(section: str) -> str:
    """The project row to which a repeated section belongs: `projects@r1` → `r1`; empty for an ordinary section."""
    return section.partition("@")[2]


def new_row_id() -> str:
    """The id of a row that is added: no other row has it, in no copy of the report."""
    return f"r{uuid.uuid4().hex[:10]}"


class Address(NamedTuple):
    """The address of one answer. A section that is repeated for each project is written `section@row`.

    A named tuple, because a check of a large report makes and compares tens of thousands of them.
    """

    section: str
    field: str
    row: str = ""
    column: str = ""

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read `section/field` or `section/table/row/column`; ValueError when it is neither."""
        parts = text.split("/")
        if len(parts) not in (2, 4) or not _SECTION.fullmatch(parts[0]):
            raise ValueError(text)
        if not all(_PART.fullmatch(part) for part in parts[1:]):
            raise ValueError(text)
        return cls(*parts)

    def __str__(self) -> str:
        parts = (self.section, self.field, self.row, self.column)
        return "/".join(parts) if self.row else f"{self.section}/{self.field}"

    @property
    def form_section(self) -> str:
        """The id of the section in the form: `projects@r1` → `projects`."""
        return form_section_of(self.section)

    @property
    def instance(self) -> str:
        """The project row a repeated section belongs to: `projects@r1` → `r1`, else empty."""
        return instance_of(self.section)

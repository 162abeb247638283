"""Figures as the user's source states them (原件上的数), where the program computes or numbers by itself.

They are ordinary entries of a section that no form has, so saving, undo, history, copies and backups need no special
case: `#stated/SECTION/FIELD` or `#stated/SECTION/TABLE/ROW/COLUMN` is about the answer at the address after `#stated/`,
and `#stated/SECTION/#` about the number of a chapter.
"""

from __future__ import annotations

from perfdesk.definition.address import Address

STATED_SECTION = "#stated"
#: The field that stands for the number that the program gives to a chapter.
CHAPTER_NUMBER = "#"


def stated_address(about: Address) -> Address:
    """Return where the source's figure for an answer is kept."""
    return Address(STATED_SECTION, f"{about.section}/{about.field}", about.row, about.column)


def subject_of(address: Address) -> Address:
    """Return the answer that a stated figure is about; any other address as it is."""
    if address.section != STATED_SECTION:
        return address
    section, _, field = address.field.partition("/")
    return Address(section, field, address.row, address.column)


def parse_stated(text: str) -> Address | None:
    """Return the answer that the address of a stated figure is about; None for any other text.

    Raises ValueError when no answer can be there.
    """
    if not text.startswith(f"{STATED_SECTION}/"):
        return None
    about = text.removeprefix(f"{STATED_SECTION}/")
    section, _, field = about.partition("/")
    return Address(section, field) if field == CHAPTER_NUMBER else Address.parse(about)

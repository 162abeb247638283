"""Moves answers to new addresses when a newer version of the form asks for them elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Set

from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.definition.model import Form
from perfdesk.definition.validation.renames import current_address_of
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.entries.link_entries import links_section, text_with_links
from perfdesk.entries.stated import CHAPTER_NUMBER, STATED_SECTION, stated_address, subject_of


def migration_edits(form: Form, entries: Entries) -> tuple[Edit, ...]:
    """Return the edits that move every answer with a new address; if that has an answer already, both stay."""
    if not form.renamed:
        return ()
    moves = tuple(_moves(form, entries))
    return (*moves, *_link_moves(form, entries, {edit.address for edit in moves if edit.after is None}))


def _moves(form: Form, entries: Entries) -> Iterator[Edit]:
    taken: set[Address] = set()
    for address, text in entries:
        target = _target(form, address)
        if target == address or target in taken or entries.text(target) is not None or not _is_asked(form, target):
            continue
        taken.add(target)
        yield Edit(address, text, None)
        yield Edit(target, None, text)


def _link_moves(form: Form, entries: Entries, moved: Set[Address]) -> Iterator[Edit]:
    """Yield the edits that move the links of figures along with the texts that move."""
    for section in entries.sections:
        text = text_with_links(section)
        if text is None or text not in moved:
            continue
        target = current_address_of(form, text)
        for address, setting in entries.in_section(section):
            yield Edit(address, setting, None)
            yield Edit(Address(links_section(target), address.field), None, setting)


def _target(form: Form, address: Address) -> Address:
    current = current_address_of(form, subject_of(address))
    return stated_address(current) if address.section == STATED_SECTION else current


def _is_asked(form: Form, at: Address) -> bool:
    address = subject_of(at)
    if at.section == STATED_SECTION and address.field == CHAPTER_NUMBER:
        return any(section.id == address.section for section in form.sections)
    if address.column == ROW_POSITION:
        table = form.tables.get((address.form_section, address.field))
        return table is not None and table.open
    return form.question(address) is not None

"""The edits of each operation of the user: typing, adding, moving and deleting rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.definition.kinds import clean_text
from perfdesk.definition.model import Form
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.entries.limits import refuse_too_many_rows
from perfdesk.entries.link_entries import text_with_links
from perfdesk.entries.stated import subject_of


def typed_edits(form: Form, entries: Entries, texts: Mapping[Address, str]) -> tuple[Edit, ...]:
    """Return the edits that enter these texts; rows that do not exist yet are added at the end."""
    edits = {edit.address: edit for edit in _new_row_edits(form, entries, texts)}
    for address, text in texts.items():
        kept = clean_text(text)
        edits[address] = Edit(address, entries.text(address), kept if kept.strip() else None)
    return tuple(edits.values())


def renumber_edits(entries: Entries, section: str, table: str, rows: Sequence[str]) -> list[Edit]:
    """Return the edits that number the rows in this order; PerfDeskError when there are too many."""
    refuse_too_many_rows(len(rows))
    positions = {Address(section, table, row, ROW_POSITION): str(number) for number, row in enumerate(rows, 1)}
    return [Edit(address, entries.text(address), text) for address, text in positions.items()]


def add_row_edits(
    form: Form, entries: Entries, section: str, table: str, row: str, after: str | None, texts: Mapping[str, str]
) -> list[Edit]:
    """Return the edits that add a row with these texts by column, below the row `after` or at the end."""
    rows = list(entries.rows(section, table))
    rows.insert(rows.index(after) + 1 if after in rows else len(rows), row)
    edits = renumber_edits(entries, section, table, rows)
    kept = {column: clean_text(text) for column, text in texts.items()}
    edits += [Edit(Address(section, table, row, name), None, text) for name, text in kept.items() if text.strip()]
    return edits + dependent_section_edits(form, section, table, row)


def move_row_edits(entries: Entries, section: str, table: str, row: str, by: int) -> list[Edit]:
    """Return the edits that move a row up (negative `by`) or down, at most to the end of the table."""
    rows = list(entries.rows(section, table))
    target = max(0, min(len(rows) - 1, rows.index(row) + by))
    rows.remove(row)
    rows.insert(target, row)
    return renumber_edits(entries, section, table, rows)


def delete_row_edits(form: Form, entries: Entries, section: str, table: str, row: str) -> list[Edit]:
    """Return the edits that delete a row and the sections that depend on it."""
    edits = renumber_edits(entries, section, table, [known for known in entries.rows(section, table) if known != row])
    following = {f"{follower.id}@{row}" for follower in form.sections if follower.repeats_over == (section, table)}
    for address, text in entries:
        about = text_with_links(address.section) or subject_of(address)
        own = (about.section, about.field, about.row) == (section, table, row)
        if own or about.section in following:
            edits.append(Edit(address, text, None))
    return edits


def dependent_section_edits(form: Form, section: str, table: str, row: str) -> list[Edit]:
    """Return the edits for the initial rows of sections that a new row creates (an attachment per project)."""
    followers = {follower.id for follower in form.sections if follower.repeats_over == (section, table)}
    return [edit for key in form.tables if key[0] in followers for edit in _initial_row_edits(form, key, row)]


def initial_edits(form: Form) -> list[Edit]:
    """Return the edits for the initial rows of a new report."""
    return [edit for key in form.tables for edit in _initial_row_edits(form, key, "")]


def _initial_row_edits(form: Form, key: tuple[str, str], row: str) -> list[Edit]:
    section, name = key
    if (form.section(section).repeats_over is None) == bool(row):
        return []
    instance = f"{section}@{row}" if row else section
    edits: list[Edit] = []
    for number, starter in enumerate(form.tables[key].starters, 1):
        edits.append(Edit(Address(instance, name, f"s{number}", ROW_POSITION), None, str(number)))
        edits += [Edit(Address(instance, name, f"s{number}", column), None, text) for column, text in starter]
    return edits


def _new_row_edits(form: Form, entries: Entries, texts: Mapping[Address, str]) -> list[Edit]:
    """Return the edits that add the unknown rows, each below the previous row in `texts`, or at the end."""
    tables: dict[tuple[str, str], list[str]] = {}
    before: dict[tuple[str, str], str] = {}
    for address in texts:
        table = form.tables.get((address.form_section, address.field))
        if not address.row or table is None or not table.open:
            continue
        key = (address.section, address.field)
        rows = tables.setdefault(key, list(entries.rows(*key)))
        if address.row not in rows:
            rows.insert(rows.index(before[key]) + 1 if key in before else len(rows), address.row)
            refuse_too_many_rows(len(rows))
        before[key] = address.row
    edits: list[Edit] = []
    for key, rows in tables.items():
        edits += renumber_edits(entries, *key, rows)
        for row in set(rows) - set(entries.rows(*key)):
            edits += dependent_section_edits(form, *key, row)
    return edits

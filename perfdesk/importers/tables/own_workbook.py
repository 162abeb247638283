"""PerfDesk's own workbook: its hidden sheet says which cell holds which answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfdesk.budget import Budget
from perfdesk.definition.address import Address
from perfdesk.definition.expression import Ref
from perfdesk.definition.kinds import value_text
from perfdesk.definition.model import Form
from perfdesk.definition.sheets import Sheet
from perfdesk.document.file_marks import MAP_SHEET
from perfdesk.entries.proposal import Proposal, ProposedAnswer, is_entered
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.matching.target import name_column
from perfdesk.importers.row_names import RowNames
from perfdesk.importers.source import SourceDocument, SourceTable, SourceTableCell
from perfdesk.importers.tables.context import TableContext
from perfdesk.importers.tables.values import units_in

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MAP_COLUMNS = 3


def read_own_workbook(
    document: SourceDocument, answers: Answers, row_names: RowNames, year: int | None, budget: Budget
) -> tuple[ProposedAnswer, ...] | None:
    """What a workbook that PerfDesk exported says, answer by answer; None for any other workbook.

    A score that the program works out itself is not taken over as a typed one.
    """
    cells = dict(_mapped_cells(document))
    if not any(answers.form.question(address) is not None for address in cells):
        return None
    contexts = {
        id(table): TableContext(table, document.file, block, answers, row_names, year, budget, units_in(["单位：万元"]))
        for block, table in enumerate(document.blocks)
        if isinstance(table, SourceTable)
    }
    prefixes, rows = _prefixes(answers.form), _rows(answers, row_names, cells)
    proposed: list[ProposedAnswer] = []
    for address, (table, cell) in cells.items():
        context = contexts[id(table)]
        prefix = prefixes.get((address.form_section, address.field, address.column), "")
        text = cell.text.removeprefix(prefix) if prefix and not cell.figure else None
        context.propose(_with_rows(address, rows), cell, "sure", text=text)
    for context in contexts.values():
        proposed += context.proposed()
    return tuple(_without_computed(answers, proposed))


def _mapped_cells(document: SourceDocument) -> Iterator[tuple[Address, tuple[SourceTable, SourceTableCell]]]:
    """The first cell of each address that the hidden sheet names; hidden cells count, for that sheet names them."""
    sheets = {table.name: table for table in document.tables}
    mapping = sheets.get(MAP_SHEET)
    if mapping is None:
        return
    places = {name: {(cell.row, cell.column): cell for cell in table.cells} for name, table in sheets.items()}
    lines: dict[int, list[str]] = {}
    for cell in sorted(mapping.cells, key=lambda one: (one.row, one.column)):
        lines.setdefault(cell.row, []).append(cell.text)
    seen: set[Address] = set()
    for line in lines.values():
        found = _REFERENCE.fullmatch(line[1]) if len(line) == _MAP_COLUMNS and line[0] in sheets else None
        address = _address(line[2]) if found else None
        if found is None or address is None or address in seen:
            continue
        place = (int(found.group(2)) - 1, _column(found.group(1)))
        cell = places[line[0]].get(place)
        if cell is not None:
            seen.add(address)
            yield address, (sheets[line[0]], cell)


def _address(text: str) -> Address | None:
    try:
        return Address.parse(text)
    except ValueError:
        return None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _prefixes(form: Form) -> dict[tuple[str, str, str], str]:
    """The words that the form's sheets print before an answer, by section, field and column."""
    return {
        (cell.value.section, cell.value.field, cell.value.column): cell.prefix
        for section in form.sections
        for block in section.blocks
        if isinstance(block, Sheet)
        for line in block.lines
        for cell in line.cells
        if isinstance(cell.value, Ref) and cell.prefix
    }


def _rows(
    answers: Answers, row_names: RowNames, cells: dict[Address, tuple[SourceTable, SourceTableCell]]
) -> dict[str, str]:
    """The row of this report for each row of the exported one that has another id here, by its name."""
    rows: dict[str, str] = {}
    for address, (_, cell) in cells.items():
        table = answers.form.tables.get((address.form_section, address.field))
        named = name_column(table) if table is not None and table.open else None
        if table is None or named is None or address.column != named.id or address.instance:
            continue
        if address.row not in answers.rows(address.section, table.id):
            known = row_names.find(address.section, table, cell.text)
            if known:
                rows[address.row] = known
    return rows


def _with_rows(address: Address, rows: dict[str, str]) -> Address:
    section = f"{address.form_section}@{rows.get(address.instance, address.instance)}" if address.instance else ""
    return address._replace(section=section or address.section, row=rows.get(address.row, address.row))


def _without_computed(answers: Answers, proposed: list[ProposedAnswer]) -> Iterator[ProposedAnswer]:
    """Leave out what the program itself works out to the same from the other answers."""
    form = answers.form
    typed = [one for one in proposed if form.formula(one.address) is None]
    after = answers.after(Proposal(tuple(typed)).edits(form, answers.entries))
    for one in proposed:
        is_own = form.formula(one.address) is None or not is_entered(form, one.address)
        worked_out = after.text(one.address) if not is_own else ""
        if is_own or one.after not in (worked_out, value_text(after.value(one.address))):
            yield one

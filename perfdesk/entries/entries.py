"""All answers of a report as typed, at one point in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property

from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.entries.change import Edit

#: The section of the reasons for accepted warnings; no id of a form contains `#`.
ACCEPTED_SECTION = "#kept"


class Entries:
    """Immutable typed texts by address; a change creates new Entries. Blank answers are absent.

    `carried_over` are the texts carried over from last year's report, when this one was created or by an import.
    """

    def __init__(
        self, texts: Mapping[Address, str] | None = None, carried_over: Mapping[Address, str] | None = None
    ) -> None:
        self._texts = dict(texts or {})
        self._carried_over = dict(carried_over or {})

    def text(self, address: Address) -> str | None:
        """Return the typed text at an address; None when it is blank."""
        return self._texts.get(address)

    def unrevised(self) -> Iterator[tuple[Address, str]]:
        """Yield the answers that are still the same as in last year's report."""
        return ((address, text) for address, text in self._carried_over.items() if self._texts.get(address) == text)

    @property
    def carried_addresses(self) -> Set[Address]:
        """The answers that have a text carried over from last year's report."""
        return self._carried_over.keys()

    def carried_over(self, address: Address) -> str | None:
        """Return the text carried over from last year's report at an address; None when nothing was carried over."""
        return self._carried_over.get(address)

    def __iter__(self) -> Iterator[tuple[Address, str]]:
        return iter(self._texts.items())

    def __len__(self) -> int:
        return len(self._texts)

    def in_section(self, section: str) -> Sequence[tuple[Address, str]]:
        """Return the texts of one section, row positions included."""
        return self._by_section.get(section, ())

    @property
    def sections(self) -> Sequence[str]:
        """All sections with a typed text, in the order of their first one."""
        return tuple(self._by_section)

    def after(self, edits: tuple[Edit, ...]) -> Entries:
        """Return these entries after some edits."""
        after = Entries(self._texts, self._carried_over)
        for edit in edits:
            if edit.after is None:
                after._texts.pop(edit.address, None)
            else:
                after._texts[edit.address] = edit.after
        if all(edit.address.column != ROW_POSITION for edit in edits):
            after._rows = self._rows
        return after

    def carrying_over(self, edits: tuple[Edit, ...]) -> Entries:
        """Return these entries with the texts of some edits as carried over from last year's report."""
        carried = {edit.address: edit.after for edit in edits if edit.after is not None}
        return Entries(self._texts, {**self._carried_over, **carried})

    def rows(self, section: str, table: str) -> tuple[str, ...]:
        """Return the ids of the rows that the user added to an open table, in order."""
        return self._rows.get((section, table), ())

    @cached_property
    def _by_section(self) -> dict[str, list[tuple[Address, str]]]:
        found: dict[str, list[tuple[Address, str]]] = {}
        for address, text in self._texts.items():
            found.setdefault(address.section, []).append((address, text))
        return found

    @cached_property
    def _rows(self) -> dict[tuple[str, str], tuple[str, ...]]:
        placed: dict[tuple[str, str], list[tuple[int, str]]] = {}
        for address, text in self._texts.items():
            if address.column == ROW_POSITION:
                placed.setdefault((address.section, address.field), []).append((int(text), address.row))
        return {table: tuple(row for _, row in sorted(rows)) for table, rows in placed.items()}

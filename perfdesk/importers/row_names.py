"""Which row of a table an imported name belongs to: one that is there, or a new one, the same for all sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from perfdesk.definition.address import Address, instance_of
from perfdesk.definition.model import Table
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.matching.names import comparable_name
from perfdesk.importers.matching.target import name_column


@dataclass(slots=True)
class _KnownRows:
    """The rows of one table: by name and number among those of that name, those without a name, those named by number.

    Of those without a name, the texts are known by column.
    """

    by_name: dict[tuple[str, int], str]
    unnamed: dict[str, dict[str, str]]
    by_number: dict[int, str] = field(default_factory=dict[int, str])


@dataclass(slots=True)
class RowNames:
    """The rows of tables by name, for one import of any number of files.

    Every reader asks here, so that a project named in a sentence, a table and a second file is one row.
    """

    answers: Answers
    make_id: Callable[[], str]
    _rows: dict[tuple[str, str], _KnownRows] = field(default_factory=dict[tuple[str, str], _KnownRows], init=False)

    def row(
        self, section: str, table: Table, name: str, texts: Mapping[str, str] | None = None, number: int = 0
    ) -> str:
        """The id of the row of this name in an open table; of several of that name, the one with this number, from 0.

        A new name gets a row that is there without a name and agrees with `texts`, else a new id.
        """
        rows = self._known(section, table)
        key = (comparable_name(name), number)
        if key not in rows.by_name:
            given = (texts or {}).items()
            free = next((row for row, own in rows.unnamed.items() if own.items() <= given), "")
            rows.unnamed.pop(free, None)
            rows.by_name[key] = free or self.make_id()
        return rows.by_name[key]

    def find(self, section: str, table: Table, name: str) -> str:
        """The id of the row of this name that is there or was named before; blank if there is none."""
        return self._known(section, table).by_name.get((comparable_name(name), 0), "")

    def numbered_row(self, section: str, table: Table, number: int) -> str:
        """The id of the row with this number, from 0, in an open table whose rows have no names."""
        rows = self._known(section, table)
        if number not in rows.by_number:
            present = self.answers.rows(section, table.id)
            rows.by_number[number] = present[number] if number < len(present) else self.make_id()
        return rows.by_number[number]

    def _known(self, section: str, table: Table) -> _KnownRows:
        key = (section, table.id)
        if key not in self._rows:
            named = name_column(table)
            texts = self._texts(section, table)
            by_name: dict[tuple[str, int], str] = {}
            counted: Counter[str] = Counter()
            for row, own in texts.items():
                name = comparable_name(own.get(named.id, "")) if named else ""
                if name:
                    by_name[name, counted[name]] = row
                    counted[name] += 1
            named_rows = set(by_name.values())
            self._rows[key] = _KnownRows(by_name, {row: own for row, own in texts.items() if row not in named_rows})
        return self._rows[key]

    def _texts(self, section: str, table: Table) -> dict[str, dict[str, str]]:
        """The typed texts of each row by column; those of a project that is not there yet are what it begins with."""
        rows = self.answers.rows(section, table.id)
        if not rows and instance_of(section):
            return {f"s{number}": dict(starter) for number, starter in enumerate(table.starters, 1)}
        return {
            row: {
                column.id: text
                for column in table.columns
                if (text := self.answers.typed(Address(section, table.id, row, column.id)))
            }
            for row in rows
        }

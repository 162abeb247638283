"""Which row of a table an imported name belongs to: one that is there, or a new one, the same for all sources."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from perfdesk.definition.address import Address
from perfdesk.definition.model import Table
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.matching.names import comparable_name
from perfdesk.importers.matching.target import name_column


@dataclass(slots=True)
class RowNames:
    """The rows of tables by name, for one import of any number of files.

    Every reader asks here, so that a project named in a sentence, a table and a second file is one row.
    """

    answers: Answers
    make_id: Callable[[], str]
    _rows: dict[tuple[str, str], dict[str, str]] = field(
        default_factory=dict[tuple[str, str], dict[str, str]], init=False
    )

    def row(self, section: str, table: Table, name: str) -> str:
        """The id of the row of this name in an open table; a new id for a new name."""
        rows = self._known(section, table)
        key = comparable_name(name)
        if key not in rows:
            rows[key] = self.make_id()
        return rows[key]

    def find(self, section: str, table: Table, name: str) -> str:
        """The id of the row of this name that is there or was named before; blank if there is none."""
        return self._known(section, table).get(comparable_name(name), "")

    def _known(self, section: str, table: Table) -> dict[str, str]:
        key = (section, table.id)
        if key not in self._rows:
            named = name_column(table)
            rows = self.answers.rows(section, table.id)
            texts = {row: self.answers.text(Address(section, table.id, row, named.id)) for row in rows} if named else {}
            self._rows[key] = {comparable_name(text): row for row, text in texts.items() if text}
        return self._rows[key]

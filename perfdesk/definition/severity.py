"""How serious a finding is."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """A severity, most serious first; the values are the words of form TOML and of the JSON output.

    Defined here because the rules of a form state the severity of their findings.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"

    @property
    def rank(self) -> int:
        """The position when findings are sorted: 0 for an error."""
        return list(Severity).index(self)

"""How serious a finding is."""

from __future__ import annotations

from enum import StrEnum


class Severity(StrEnum):
    """A severity, most serious first; the values are the words of form TOML and of the JSON output.

    Defined here because the rules of a form state the severity of their findings. `MISSING` is what is not filled in
    yet: it is not wrong, but stops a final export as an error does. No rule of a form has it.
    """

    ERROR = "error"
    MISSING = "missing"
    WARNING = "warning"
    NOTICE = "notice"

    @property
    def rank(self) -> int:
        """The position when findings are sorted: 0 for an error."""
        return list(Severity).index(self)

    @property
    def stops_final_export(self) -> bool:
        """Whether a report with such a finding is a draft."""
        return self in (Severity.ERROR, Severity.MISSING)

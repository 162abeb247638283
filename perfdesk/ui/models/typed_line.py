"""The line that is being typed: it is not told to lack its full stop or its closing bracket before it is finished."""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.definition.address import Address

_UNFINISHED = (FindingCode.PUNCTUATION, FindingCode.BRACKETS, FindingCode.QUOTATION_MARKS)


@dataclass(frozen=True, slots=True)
class TypedLine:
    """The line of an answer in which the cursor is, by its first character and the one after its last."""

    address: Address
    start: int
    end: int

    def withholds(self, finding: Finding) -> bool:
        """Whether a finding may only say that this line is not finished."""
        if finding.span is None or finding.code not in _UNFINISHED or finding.addresses[:1] != (self.address,):
            return False
        return self.start <= finding.span[0] and finding.span[1] <= self.end


def typed_line(address: Address, before: str, text: str) -> TypedLine:
    """Return the line in which a text was changed last."""
    cursor = max(len(text) - _same_signs(before[::-1], text[::-1]), _same_signs(before, text))
    start = text.rfind("\n", 0, cursor) + 1
    end = text.find("\n", cursor)
    return TypedLine(address, start, end if end >= 0 else len(text))


def _same_signs(first: str, second: str) -> int:
    """Return how many signs two texts begin with in common."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((number for number, (one, other) in pairs if one != other), min(len(first), len(second)))

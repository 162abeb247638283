"""What a recognizer finds in a text: a number by which a person can be reached or known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NumberKind = Literal[
    "mobile", "landline", "hotline", "identity", "card", "account", "document", "email", "plate", "messenger"
]


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """One number from `start` to `end`; `digits` is the number without what separates its signs.

    It is certain when a label or its own check digit proves it, or when nothing else is written that way.
    """

    start: int
    end: int
    kind: NumberKind
    is_certain: bool
    digits: str

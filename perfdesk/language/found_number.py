"""The result of a recognizer: a number by which a person can be reached or identified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NumberKind = Literal[
    "mobile", "landline", "hotline", "identity", "card", "account", "document", "email", "plate", "messenger", "home"
]


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """One number from `start` to `end`; `digits` is the number without separators.

    It is certain if a label or its check digit proves it, or if nothing else is written that way.
    """

    start: int
    end: int
    kind: NumberKind
    is_certain: bool
    digits: str

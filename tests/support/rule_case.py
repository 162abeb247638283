"""One way to break one rule of a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """One way to break one rule."""

    rule: str
    changes: Mapping[str, str | None]
    named: str


def one(rule: str, address: str, text: str | None, **others: str | None) -> Case:
    extra = {name.replace("__", "/"): value for name, value in others.items()}
    return Case(rule, {address: text, **extra}, address)

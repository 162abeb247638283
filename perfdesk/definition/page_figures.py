"""The large figures at the top of a page, shown on screen only: an equation, or single figures such as a score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from perfdesk.definition.expression import Expression

#: What stands before a figure of an equation; empty before its first figure and before a single figure.
Sign = Literal["", "=", "+", "-"]


@dataclass(frozen=True, slots=True)
class PageFigure:
    """A number or text with its label, shown while `when` is true; `whole` is the most that it can be (98.50／100)."""

    label: str
    value: Expression
    sign: Sign = ""
    whole: Expression | None = None
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class PageFigures:
    """Figures side by side, numbers with `unit` and `decimals`."""

    figures: tuple[PageFigure, ...]
    unit: str
    decimals: int

    @property
    def is_equation(self) -> bool:
        """Whether the figures state an equation, which may be out of balance."""
        return any(figure.sign for figure in self.figures)

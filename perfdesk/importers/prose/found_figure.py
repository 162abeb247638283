"""A figure of a text with its place in the form."""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.definition.model import Question
from perfdesk.entries.proposal import Confidence
from perfdesk.importers.prose.vocabulary import OpenList, Target
from perfdesk.language.quantities import Quantity


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure with its target and column, or with the row of an open list that it names.

    `start` and `end` are its place in the text.
    """

    quantity: Quantity
    question: Question
    text: str
    confidence: Confidence
    start: int
    end: int
    target: Target | None = None
    listed: OpenList | None = None
    row_name: str = ""


def without_mentions(found: list[FoundFigure], section: str) -> list[FoundFigure]:
    """Without single figures that belong to another section: they are mentioned here, not stated."""
    elsewhere = [one for one in found if one.target is not None and one.target.section != section]
    if len(elsewhere) > 1 and len(elsewhere) == len(found):
        return found
    return [one for one in found if one not in elsewhere]

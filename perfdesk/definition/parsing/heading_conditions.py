"""The condition of a heading holds for all that stands under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from perfdesk.definition.expression import Expression, Operation
from perfdesk.definition.model import Field, Heading, Note, SectionBlock, Table
from perfdesk.definition.sheets import Sheet


def with_conditions_above(blocks: Iterable[SectionBlock]) -> Iterator[SectionBlock]:
    """Yield the blocks, each under the conditions of its headings and its own."""
    above: list[Heading] = []
    for block in blocks:
        while isinstance(block, Heading) and above and above[-1].level >= block.level:
            above.pop()
        made = _under(block, above[-1].when if above else None)
        if isinstance(made, Heading):
            above.append(made)
        yield made


def _under(block: SectionBlock, condition: Expression | None) -> SectionBlock:
    if condition is None or not isinstance(block, Heading | Note | Field | Table | Sheet):
        return block
    own = block.when
    return replace(block, when=condition if own is None else Operation("and", (condition, own), "truth"))

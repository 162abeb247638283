"""Which answers of the form take the text below a title: a prose field, an open list, or the words of a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from perfdesk.definition.expression import references
from perfdesk.definition.model import Field, Form, Heading, Question, SectionBlock, Table
from perfdesk.definition.validation.cycles import slot_expressions
from perfdesk.importers.prose.titles import Destination


@dataclass(frozen=True, slots=True)
class Place:
    """The answers that text below a title may belong to.

    `own` is set when the title is that of the list itself. `lead` is the prose field above the list, which takes the
    words that introduce it.
    """

    section: str
    prose: Field | None
    items: Table | None
    own: bool
    lead: Field | None
    sentences: tuple[Field, ...]
    tables: tuple[str, ...]


def sentence_fields(blocks: Iterable[SectionBlock]) -> tuple[Field, ...]:
    """The fields of which the form writes the sentence."""
    return tuple(block for block in blocks if isinstance(block, Field) and block.template is not None)


def place_of(form: Form, destination: Destination) -> Place:
    """The answers below a title."""
    blocks = _scope(form, destination)
    items = [block for block in blocks if isinstance(block, Table) and block.open and block.print == "items"]
    listed = items[0] if items else None
    lead = _lead(form, destination.section, listed)
    prose = [block for block in blocks if isinstance(block, Field) and block.question.kind == "prose"]
    if not isinstance(destination.block, Field):
        prose = [block for block in prose if block.print != "none" and block is not lead]
    return Place(
        destination.section,
        prose[0] if len(prose) == 1 else None,
        listed,
        isinstance(destination.block, Table) or (len(blocks) == 1 and listed is not None),
        lead,
        sentence_fields(blocks),
        tuple(block.id for block in blocks if isinstance(block, Table)),
    )


def _scope(form: Form, destination: Destination) -> list[SectionBlock]:
    """The blocks below a title: those of the section, or those from the block up to the next heading."""
    blocks = list(form.section(destination.section).blocks)
    titled = destination.block
    if titled is None:
        return blocks
    at = next(index for index, block in enumerate(blocks) if block is titled)
    if isinstance(titled, Field) or (isinstance(titled, Table) and titled.open and titled.print == "items"):
        return [titled]
    end = at + 1
    while end < len(blocks) and not _ends(blocks[end], titled):
        end += 1
    return blocks[at:end]


def _ends(block: SectionBlock, titled: SectionBlock) -> bool:
    level = titled.level if isinstance(titled, Heading) else 9
    return isinstance(block, Heading) and block.level <= level


def _lead(form: Form, section: str, items: Table | None) -> Field | None:
    """The prose field right above an open list."""
    blocks = form.section(section).blocks
    for above, block in pairwise(blocks):
        if block is items and isinstance(above, Field) and above.question.kind == "prose":
            return above
    return None


def item_column(table: Table) -> Question:
    """The column that takes the text of an item: the first one for words."""
    return next(column for column in table.columns if column.kind in ("text", "prose"))


def sentence_about(sentences: tuple[Field, ...], section: str, names: set[str]) -> Field | None:
    """The sentence that shows most of these fields and tables; the first if none shows any."""
    shown = {sentence.question.id: len(names & shown_in(sentence, section)) for sentence in sentences}
    return max(sentences, key=lambda sentence: shown[sentence.question.id], default=None)


def shown_in(sentence: Field, section: str) -> set[str]:
    """The fields and tables of a section that a sentence shows."""
    templates = [sentence.template, *(phrase.text for phrase in sentence.phrases)]
    found = {
        reference.field
        for template in templates
        for expression in slot_expressions(template)
        for reference in references(expression)
        if reference.section == section
    }
    return found | {phrase.table[1] for phrase in sentence.phrases if phrase.table and phrase.table[0] == section}

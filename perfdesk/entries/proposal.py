"""What would change in a report, to be reviewed first and then entered as one change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.entries.change import Edit
from perfdesk.entries.edits import delete_row_edits, renumber_edits, typed_edits
from perfdesk.entries.entries import Entries

#: How sure a reading is: by its label or several sources; by its position or a likeness; guessed or contradicted.
Confidence = Literal["sure", "likely", "doubtful"]
#: The surest first, as the user reads them.
CONFIDENCE_WORDS: dict[Confidence, str] = {"sure": "有把握", "likely": "多半对", "doubtful": "拿不准"}
CONFIDENCE_ORDER: dict[Confidence, int] = {one: number for number, one in enumerate(CONFIDENCE_WORDS)}
#: What was done in a Word file that came back: to a heading, to words, to a figure, a whole line; blank elsewhere.
ReturnedChange = Literal["", "heading", "wording", "figure", "added", "deleted"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text was read.

    `place` is in the user's words: a cell, a line, a paragraph. `file` is the file's name, blank for the clipboard.
    `quote` are the words that were read. `block` counts the paragraphs and tables of the file from 0, -1 if unknown;
    `cell` is row and column in the table, from 0.
    """

    place: str = ""
    file: str = ""
    quote: str = ""
    block: int = -1
    cell: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ProposedAnswer:
    """One answer that would be entered; blank `before` or `after` means no answer.

    `note` is what the user should know about it. `conflict` says what contradicts it: another source, or what was
    typed; blank if nothing does. `change` is what was done in a Word file that came back; an answer in a row of a list
    that was `deleted` there takes its row with it. A new row goes below the row `below`: blank for the top, None for
    the end.
    """

    address: Address
    before: str
    after: str
    note: str = ""
    source: Source = Source()
    confidence: Confidence = "sure"
    conflict: str = ""
    change: ReturnedChange = ""
    below: str | None = None


@dataclass(frozen=True, slots=True)
class UnplacedText:
    """A text that will not be entered, where it was read, and why it has no place."""

    text: str
    source: Source
    reason: str
    change: ReturnedChange = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Answers in the order in which they would be entered, and what could not be placed.

    `is_carried_over`: they are from last year's report, and their texts are marked until they are revised.
    """

    answers: tuple[ProposedAnswer, ...] = ()
    unplaced: tuple[UnplacedText, ...] = ()
    is_carried_over: bool = False

    @property
    def texts(self) -> dict[Address, str]:
        """The texts to enter by address; the last one counts where an address is proposed twice."""
        return {answer.address: answer.after for answer in self.answers}

    @property
    def sources(self) -> dict[Address, Source]:
        """Where the texts to enter were read, by address."""
        return {answer.address: answer.source for answer in self.answers}

    def without(self, rejected: Collection[Address]) -> Proposal:
        """The proposal without the answers that the user has rejected."""
        return replace(self, answers=tuple(answer for answer in self.answers if answer.address not in rejected))

    def without_unchanged(self) -> Proposal:
        """The proposal without the answers that are already there, for a review.

        Enter the whole proposal where it adds rows: the rows that exist say where the new ones go.
        """
        return replace(self, answers=tuple(answer for answer in self.answers if answer.before != answer.after))

    def edits(self, form: Form, entries: Entries) -> tuple[Edit, ...]:
        """The edits that enter all answers as one change; missing rows are added. PerfDeskError with too many rows.

        Answers at computed addresses are not entered: they are there to be checked against.
        """
        deleted = [answer.address for answer in self.answers if answer.change == "deleted" and answer.address.row]
        rows = {(address.section, address.field, address.row) for address in deleted}
        texts = {
            address: text
            for address, text in self.texts.items()
            if (address.section, address.field, address.row) not in rows and (not text or is_entered(form, address))
        }
        edits = {edit.address: edit for edit in typed_edits(form, entries, texts)}
        for section, table, row in rows:
            if row in entries.rows(section, table):
                edits |= {edit.address: edit for edit in delete_row_edits(form, entries, section, table, row)}
        return tuple((edits | self._placed_rows(entries.after(tuple(edits.values())), entries)).values())

    def _placed_rows(self, after: Entries, before: Entries) -> dict[Address, Edit]:
        """The edits that number the rows of each table that has new or deleted ones."""
        moved = [answer for answer in self.answers if answer.below is not None or answer.change == "deleted"]
        placed: dict[Address, Edit] = {}
        for section, table in dict.fromkeys((answer.address.section, answer.address.field) for answer in moved):
            rows = list(after.rows(section, table))
            for answer in moved:
                at = answer.address
                if (at.section, at.field) == (section, table) and answer.below is not None and at.row in rows:
                    rows.remove(at.row)
                    rows.insert(rows.index(answer.below) + 1 if answer.below in rows else 0, at.row)
            if rows:
                placed |= {edit.address: edit for edit in renumber_edits(before, section, table, rows)}
        return placed


def is_entered(form: Form, address: Address) -> bool:
    """Whether an answer at this address is entered, and not only checked against: it is not computed."""
    formula = form.formula(address)
    return formula is None or formula.overridable

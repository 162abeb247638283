"""The review of an import: what was read for each answer, and what the user has decided about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from perfdesk.application.import_files import has_its_row
from perfdesk.application.session import Session
from perfdesk.application.stated_differences import with_stated_figures
from perfdesk.definition.address import Address
from perfdesk.entries.proposal import Proposal, ProposedAnswer, UnplacedText, is_entered
from perfdesk.entries.stated import subject_of
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import answer_label, section_label
from perfdesk.importers.source import SourceDocument

#: `open`: the user has to look at it; it is not entered until he takes it.
Decision = Literal["taken", "open", "rejected"]


@dataclass(frozen=True, slots=True)
class ImportReading:
    """What was read out of files: the documents, what would be entered, and which year they are of.

    `year` is the year that the files name, None if unknown. With `is_last_year` they are those of the year before the
    report's. `is_returned`: the file is an export of the report itself that somebody has edited.
    """

    documents: tuple[SourceDocument, ...]
    proposal: Proposal
    year: int | None = None
    is_last_year: bool = False
    is_returned: bool = False

    @property
    def is_unchanged(self) -> bool:
        """Whether it is a returned file in which nothing was changed."""
        return self.is_returned and not self.proposal.answers and not self.proposal.unplaced

    @property
    def title(self) -> str:
        """What is done with which files, in a few words: the only one by its name."""
        verb, first, count = "取回改稿" if self.is_returned else "导入", self.documents[0].file, len(self.documents)
        return f"{verb}“{first}”" if count == 1 else f"{verb}“{first}”等 {count} 个文件"


#: Receives the report's present answers, whether the files are last year's (None to recognise it), and a function that
#: reports progress as text.
#: Returns what was read, and sentences about files that cannot be read. PerfDeskError if none can.
ReadFiles = Callable[[Answers, bool | None, Callable[[str], None]], tuple[ImportReading, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """Everything that was read for one answer; `readings` has the more trustworthy ones first."""

    address: Address
    section_label: str
    label: str
    unit: str
    readings: tuple[ProposedAnswer, ...]

    @property
    def section(self) -> str:
        """The section that it is about."""
        return subject_of(self.address).section

    @property
    def choices(self) -> tuple[ProposedAnswer, ...]:
        """The first reading of each text; more than one where the files disagree."""
        found: dict[str, ProposedAnswer] = {}
        for reading in self.readings:
            found.setdefault(reading.after, reading)
        return tuple(found.values())

    @property
    def is_doubtful(self) -> bool:
        """Whether something contradicts it, or the place was guessed."""
        best = self.readings[0]
        return best.confidence == "doubtful" or bool(best.conflict) or len(self.choices) > 1


class ImportReview:
    """Answers to be taken and to be looked at, in the order of the form, and texts without a place.

    Taken from the beginning is only what is sure, what nothing contradicts, and what replaces no other answer but the
    one that was changed in a returned file.
    """

    def __init__(self, session: Session, proposal: Proposal) -> None:
        best: dict[Address, str] = {}
        for answer in proposal.answers:
            best.setdefault(answer.address, answer.after)
        self._session, self._preview = session, session.preview(best)
        self._proposal = with_stated_figures(session.answers, self._preview, proposal)
        self.items = _review_items(self._preview, self._proposal)
        self.unplaced: tuple[UnplacedText, ...] = proposal.unplaced
        self._chosen = {item.address: item.readings[0] for item in self.items}
        self._decisions: dict[Address, Decision] = {
            item.address: "taken" if self._is_taken_at_once(item) else "open" for item in self.items
        }
        self._replaced = {item.address: self.before(item) for item in self.items}

    def before(self, item: ReviewItem) -> str:
        """The answer that the report contains now."""
        return self._session.entries.text(item.address) or ""

    def in_words(self, item: ReviewItem, text: str) -> str:
        """Return a text of an answer as the user knows it: a link as the row that it points to."""
        return self._preview.in_words(item.address, text)

    def chosen(self, item: ReviewItem) -> ProposedAnswer:
        """The reading that would be entered."""
        return self._chosen[item.address]

    def decision(self, item: ReviewItem) -> Decision:
        """What was decided about an answer."""
        return self._decisions[item.address]

    def is_unchanged(self, item: ReviewItem) -> bool:
        """Whether the report already contains what was read, and nothing else was read."""
        return len(item.choices) == 1 and self.before(item) == item.readings[0].after

    def listed(self, decision: Decision) -> list[ReviewItem]:
        """The answers with this decision that would change; of those to be looked at the doubtful ones first."""
        found = [item for item in self.items if self.decision(item) == decision and not self.is_unchanged(item)]
        return sorted(found, key=lambda item: not item.is_doubtful) if decision == "open" else found

    def unchanged_count(self) -> int:
        """How many answers the report already contains."""
        return sum(self.is_unchanged(item) for item in self.items)

    def decide(self, item: ReviewItem, decision: Decision) -> None:
        """Take, reject or put back an answer; a computed one that cannot be entered is not taken."""
        if decision == "taken" and not self.can_be_taken(item):
            return
        self._decisions[item.address] = decision
        self._replaced[item.address] = self.before(item)

    def can_be_taken(self, item: ReviewItem) -> bool:
        """Whether an answer can be entered: it is not computed from others."""
        return is_entered(self._session.form, item.address)

    def reconsider(self) -> None:
        """After a change of the report: what was taken, but would replace something else now, is to be looked at."""
        for item in self.items:
            before = self.before(item)
            is_new = before not in ("", self._replaced[item.address], self.chosen(item).after)
            if is_new and self.decision(item) == "taken":
                self._decisions[item.address] = "open"

    def choose(self, item: ReviewItem, reading: ProposedAnswer) -> None:
        """Select which of several readings would be entered."""
        self._chosen[item.address] = reading

    def likely_in(self, section: str) -> list[ReviewItem]:
        """The answers of a section that are to be looked at and that nothing contradicts or replaces."""
        return [
            item
            for item in self.listed("open")
            if item.section == section and not item.is_doubtful and not self.before(item)
        ]

    def to_enter(self) -> Proposal:
        """The proposal of the answers taken.

        It contains what is unchanged, too: rows that exist say where added ones go. A section that belongs to a row is
        left out with its row.
        """
        entered = {item.address for item in self.items if self.decision(item) == "taken" or self.is_unchanged(item)}
        in_order = dict.fromkeys(answer.address for answer in self._proposal.answers if answer.address in entered)
        kept = (address for address in in_order if has_its_row(self._session.answers, address, entered))
        return replace(self._proposal, answers=tuple(self._chosen[address] for address in kept))

    def _is_taken_at_once(self, item: ReviewItem) -> bool:
        best, before = item.readings[0], self.before(item)
        is_replaced = before not in ("", best.after) and not best.change
        is_sure = best.confidence == "sure" and not item.is_doubtful
        return is_sure and not is_replaced and self.can_be_taken(item)


def _review_items(answers: Answers, proposal: Proposal) -> tuple[ReviewItem, ...]:
    readings: dict[Address, list[ProposedAnswer]] = {}
    for answer in proposal.answers:
        # A total changed in a returned file is shown although it is not entered: the user has to change its parts.
        if is_entered(answers.form, answer.address) or answer.change:
            readings.setdefault(answer.address, []).append(answer)
    by_section: dict[str, list[Address]] = {}
    for address in readings:
        by_section.setdefault(subject_of(address).section, []).append(address)
    return tuple(
        _review_item(answers, address, tuple(readings[address]))
        for section in _sections(answers)
        for address in by_section.get(section, ())
    )


def _sections(answers: Answers) -> Iterator[str]:
    for section in answers.form.sections:
        yield from answers.instances(section)


def _review_item(answers: Answers, address: Address, readings: tuple[ProposedAnswer, ...]) -> ReviewItem:
    about = subject_of(address)
    question, label = answers.form.question(about), answer_label(answers, about)
    return ReviewItem(
        address,
        section_label(answers, about.section),
        label if about == address else f"{label}（原件上的数）",
        question.unit if question is not None else "",
        readings,
    )

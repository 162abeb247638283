"""Compare what an importer proposes with an oracle of the corpus: answers, and the sections of paragraphs."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import parse_answer
from perfdesk.definition.model import Form
from perfdesk.entries.proposal import Proposal, ProposedAnswer
from perfdesk.importers.source import SourceDocument, SourceParagraph
from support.corpus import CORPUS

#: The Word reports of each half.
SPLIT: dict[str, list[str]] = {
    half: [name for name in names if name.startswith("a")]
    for half, names in json.loads((CORPUS / "split.json").read_text(encoding="utf-8")).items()
}
Fact = dict[str, Any]


@dataclass
class ImportScore:
    """Counts of proposed answers that the oracle has, by confidence; what it has and was not proposed; paragraphs."""

    right: dict[str, int] = field(default_factory=lambda: {"sure": 0, "likely": 0, "doubtful": 0})
    wrong: list[tuple[str, str]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    placed: int = 0
    misplaced: list[str] = field(default_factory=list)

    def add(self, other: ImportScore) -> None:
        """Add the counts of another file."""
        for confidence, times in other.right.items():
            self.right[confidence] += times
        self.wrong += other.wrong
        self.missed += other.missed
        self.placed += other.placed
        self.misplaced += other.misplaced

    @property
    def precision(self) -> float:
        """The share of right ones among all proposed."""
        right = sum(self.right.values())
        return right / max(1, right + len(self.wrong))

    @property
    def sure_precision(self) -> float:
        """The share of right ones among those called sure."""
        wrong = sum(confidence == "sure" for confidence, _ in self.wrong)
        return self.right["sure"] / max(1, self.right["sure"] + wrong)

    @property
    def recall(self) -> float:
        """The share of the oracle's facts that were proposed."""
        right = sum(self.right.values())
        return right / max(1, right + len(self.missed))

    @property
    def sections(self) -> float:
        """The share of paragraphs in the right section."""
        return self.placed / max(1, self.placed + len(self.misplaced))

    def line(self, name: str) -> str:
        """One line of the table."""
        return (
            f"{name:<8} sure {self.sure_precision:7.2%}  proposed {self.precision:7.2%}  recall {self.recall:7.2%}  "
            f"sections {self.sections:7.2%}  ({sum(self.right.values())} right, {len(self.wrong)} wrong, "
            f"{len(self.missed)} missed)"
        )


def oracle(name: str) -> dict[str, Any]:
    """The oracle of a report of the corpus."""
    (path,) = (CORPUS / "a_reports").glob(f"{name}_*.json")
    return json.loads(path.read_text(encoding="utf-8"))


def text_of(read: dict[str, Any]) -> SourceDocument:
    """The paragraphs of an oracle as a document, without tables."""
    paragraphs = tuple(
        SourceParagraph(one["text"], one["n"], one.get("number") or "", in_part=one["in"]) for one in read["text"]
    )
    return SourceDocument(read["file"], "docx", paragraphs)


def new_ids() -> Iterator[str]:
    """Row ids for new rows."""
    return (f"r{number}" for number in itertools.count(1))


def score(form: Form, proposal: Proposal, read: dict[str, Any], facts: Sequence[Fact]) -> ImportScore:
    """Score the answers of a proposal against facts."""
    result = ImportScore()
    names = _row_names(form, proposal)
    wanted = {(fact["address"], _row(fact), _comparable(form, fact["address"], fact["value"])): fact for fact in facts}
    also = {
        (address, _row(fact), _comparable(form, address, fact["value"]))
        for fact in facts
        for address in fact.get("also", ())
    }
    stated = {(fact["address"], _row(fact)) for fact in facts}
    seen: set[tuple[str, str, object]] = set()
    for answer in proposal.answers:
        pattern = _pattern(form, answer.address)
        row = _row_of(answer.address, names, pattern)
        key = (pattern, row, _comparable(form, pattern, answer.after))
        if key in seen:
            continue
        seen.add(key)
        lines = _lines_of(wanted, key)
        seen.update(lines)
        if key in wanted or lines:
            result.right[answer.confidence] += 1
        elif any((pattern, row, key[2]) == one for one in also):
            continue
        elif (pattern, row) in stated or _is_figure(form, answer.address):
            result.wrong.append((answer.confidence, f"{read['file'][:3]} {pattern} {row} {answer.after!r}"))
    result.missed += [
        f"{read['file'][:3]} {fact['address']} {_row(fact)} {fact['value']} {fact['quote']!r}"
        for key, fact in wanted.items()
        if key not in seen and not fact.get("approx")
    ]
    return result


def _lines_of(
    wanted: dict[tuple[str, str, object], Fact], key: tuple[str, str, object]
) -> set[tuple[str, str, object]]:
    """The facts that are paragraphs of one answer."""
    if not isinstance(key[2], str):
        return set()
    return {one for one in wanted if one[:2] == key[:2] and isinstance(one[2], str) and one[2] in key[2]}


def score_sections(result: ImportScore, proposal: Proposal, read: dict[str, Any]) -> None:
    """Add how the paragraphs are placed.

    A paragraph is in its section if an answer of that section quotes it; one without section, if it has no place.
    """
    sections: dict[int, set[str]] = {}
    for answer in proposal.answers:
        for number in _paragraphs_of(answer, read):
            sections.setdefault(number, set()).add(answer.address.form_section)
    for one in read["text"]:
        if one["role"].startswith("heading") or one["role"] in ("title", "attachment", "caption", "signature"):
            continue
        found = sections.get(one["n"], set())
        # The oracles are older than the place for the introduction.
        section = "cover" if one["role"] == "introduction" else one["section"]
        wanted = {section, (one.get("address") or "").split("/")[0]} - {None, ""}
        if bool(found & wanted) if wanted else not found:
            result.placed += 1
        else:
            result.misplaced.append(
                f"{read['file'][:3]} {one['n']} {one['section']} {sorted(found)} {one['text'][:40]}"
            )


def _paragraphs_of(answer: ProposedAnswer, read: dict[str, Any]) -> Iterator[int]:
    for one in read["text"]:
        at_place = answer.source.place == f"第 {one['n']} 段"
        if at_place or (len(one["text"]) > 3 and one["text"].strip() in answer.after):
            yield one["n"]


def _is_figure(form: Form, address: Address) -> bool:
    question = form.question(address)
    return question is not None and question.kind in ("number", "year")


def _pattern(form: Form, address: Address) -> str:
    table = form.tables.get((address.form_section, address.field))
    section = f"{address.form_section}@*" if "@" in address.section else address.section
    if table is not None and table.open:
        return str(Address(section, address.field, "*", address.column))
    return str(Address(section, address.field, address.row, address.column))


def _row_of(address: Address, names: dict[tuple[str, ...], str], pattern: str) -> str:
    """The names of the project and of the row, as far as the pattern has them."""
    project = names.get(("", address.instance), "?") if "@" in pattern else ""
    row = names.get((address.section, address.field, address.row), "?") if "/*/" in pattern else ""
    return "/".join(filter(None, (project, row)))


def _row_names(form: Form, proposal: Proposal) -> dict[tuple[str, ...], str]:
    """How the oracle calls the rows of open tables: by name, else by number; projects also without their section."""
    found: dict[tuple[str, ...], str] = {}
    counts: dict[tuple[str, str], int] = {}
    for answer in proposal.answers:
        address = answer.address
        table = form.tables.get((address.form_section, address.field))
        if table is None or not table.open or (address.section, address.field, address.row) in found:
            continue
        if any(column.id == "name" for column in table.columns):
            if address.column == "name":
                found[(address.section, address.field, address.row)] = found[("", address.row)] = _plain(answer.after)
        else:
            key = (address.section, address.field)
            counts[key] = counts.get(key, 0) + 1
            found[(address.section, address.field, address.row)] = str(counts[key])
    return found


def _row(fact: Fact) -> str:
    return "/".join(map(_plain, fact.get("row") or []))


def _plain(text: str) -> str:
    return "".join(str(text).split())


def _comparable(form: Form, pattern: str, value: object) -> object:
    parts = pattern.split("/")
    question = form.questions.get((parts[0].partition("@")[0], parts[1], parts[3] if len(parts) > 3 else ""))
    if question is None or question.kind in ("number", "year"):
        unit = question.unit if question is not None else ""
        typed = parse_answer("number", unit, str(value)).value
        try:
            return typed if isinstance(typed, Decimal) else Decimal(str(value))
        except InvalidOperation:
            return str(value)
    return _plain(str(value)).rstrip("。；")


def facts_in_text(read: dict[str, Any]) -> list[Fact]:
    """The facts with an address that stand in paragraphs, without those of footnotes."""
    parts = {one["n"]: one["in"] for one in read["text"]}
    return [
        fact
        for fact in read["facts"]
        if fact["address"] and "paragraph" in fact["where"] and parts[fact["where"]["paragraph"]] != "footnote"
    ]

"""How many facts of an oracle the tables of a document give, and how many of the answers proposed are right."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

from perfdesk.definition.address import Address
from perfdesk.definition.kinds import parse_answer
from perfdesk.definition.loader import shipped_form
from perfdesk.definition.model import Form
from perfdesk.entries.entries import Entries
from perfdesk.entries.proposal import ProposedAnswer
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.matching.names import comparable_name
from perfdesk.importers.row_names import RowNames
from perfdesk.importers.source import SourceDocument
from perfdesk.importers.tables.read import read_document_tables
from support.corpus import CORPUS

FORM = "hunan_overall_2023"
#: An address without the ids of its rows, and the names of these rows.
Key = tuple[str, tuple[str, ...]]
Fact = dict[str, Any]
_SPLIT: dict[str, list[str]] = json.loads((CORPUS / "split.json").read_text(encoding="utf-8"))


@dataclass(slots=True)
class TableScore:
    """The facts wanted and found, and the answers right, wrong, and unknown to the oracle, by confidence."""

    wanted: int = 0
    missed: list[str] = field(default_factory=list)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of the facts that were found."""
        return 1 - len(self.missed) / max(1, self.wanted)

    def precision(self, confidences: tuple[str, ...] = ("sure", "likely", "doubtful")) -> float:
        """The share of right answers among those of these confidences."""
        right = sum(self.right[one] for one in confidences)
        wrong = sum(confidence in confidences for confidence, _ in self.wrong)
        return right / max(1, right + wrong)

    def add(self, other: TableScore) -> None:
        """Count those of another document, too."""
        self.wanted += other.wanted
        self.missed += other.missed
        self.right += other.right
        self.wrong += other.wrong

    def __str__(self) -> str:
        sure, all_ = self.precision(("sure",)), self.precision()
        return f"recall {self.recall:.1%} of {self.wanted}, precision {sure:.2%} among sure, {all_:.2%} among all"


def half_of(name: str) -> str:
    """Whether a file of the corpus was developed with, or is kept to measure."""
    return next(half for half, names in _SPLIT.items() if name[:3] in names)


def oracle_of(path: Path) -> dict[str, Any]:
    """The oracle beside a file; that of the original for a variant."""
    own = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    original = own.get("oracle")
    return json.loads((path.parent / original).read_text(encoding="utf-8")) if original else own


def proposals_of(document: SourceDocument, year: int, form: Form | None = None) -> list[ProposedAnswer]:
    """What the tables of a document propose for a blank report."""
    answers, numbers = Answers(form or shipped_form(FORM), Entries()), count(1)
    proposed, _ = read_document_tables(document, answers, RowNames(answers, lambda: f"r{next(numbers)}"), year)
    return list(proposed)


def score(document: SourceDocument, oracle: dict[str, Any]) -> TableScore:
    """Compare what the tables of a document propose with the facts of its oracle that stand in tables.

    An answer at an address that the oracle does not have counts as wrong if it is a figure.
    """
    form = shipped_form(FORM)
    facts = [fact for fact in oracle["facts"] if fact["address"] and "paragraph" not in fact["where"]]
    facts += oracle.get("derived", [])
    wanted: dict[Key, list[Fact]] = {}
    for fact in facts:
        rows = tuple(map(comparable_name, fact.get("row", ())))
        for address in (fact["address"], *fact.get("also", ())):
            wanted.setdefault((address, rows), []).append(fact)
    result, found = TableScore(len(facts)), set[int]()
    for answer, key in _keyed(form, proposals_of(document, oracle["year"])):
        question = form.question(answer.address)
        known = wanted.get(key, [])
        same = [fact for fact in known if _is_same(fact["value"], answer.after)]
        if not same and _is_same("".join(fact["value"] for fact in known), answer.after):
            same = known  # the paragraphs of one answer
        found |= {id(fact) for fact in same}
        if same:
            result.right[answer.confidence] += 1
        elif key in wanted or (question is not None and question.kind in ("number", "measure")):
            result.wrong.append((answer.confidence, f"{key}: {answer.after[:30]} ({answer.source.place})"))
    result.missed = [
        f"{fact['address']} {fact.get('row', '')} {fact['value'][:30]}" for fact in facts if id(fact) not in found
    ]
    return result


def _keyed(form: Form, answers: list[ProposedAnswer]) -> Iterator[tuple[ProposedAnswer, Key]]:
    """Each answer with its address by the names of its rows, or by their numbers where rows have no names."""
    names = {_row(one.address): comparable_name(one.after) for one in answers if one.address.column == "name"}
    numbered: dict[tuple[str, str], list[str]] = {}
    for answer in answers:
        address = answer.address
        section, rows = address.section, list[str]()
        if address.instance:
            section = f"{address.form_section}@*"
            rows.append(names.get(("spending", "projects", address.instance), address.instance))
        if not address.row:
            yield answer, (f"{section}/{address.field}", tuple(rows))
            continue
        row = address.row
        if form.tables[(address.form_section, address.field)].open:
            known = numbered.setdefault((address.section, address.field), [])
            known += [row] * (row not in known)
            rows.append(names.get(_row(address), str(known.index(row) + 1)))
            row = "*"
        yield answer, (f"{section}/{address.field}/{row}/{address.column}", tuple(rows))


def _row(address: Address) -> tuple[str, str, str]:
    return address.section, address.field, address.row


def _is_same(one: str, other: str) -> bool:
    values = [parse_answer("number", "", text).value for text in (one, other)]
    if all(isinstance(value, Decimal) for value in values):
        return values[0] == values[1]
    return "".join(one.split()) == "".join(other.split())

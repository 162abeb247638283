"""Quantities and relations of complete reports compared with their oracles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pytest

from perfdesk.language.quantities import Quantity
from perfdesk.language.reader import Reading, read
from support.measurements import Record

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
SPLIT: dict[str, list[str]] = json.loads((CORPUS / "split.json").read_text(encoding="utf-8"))

Fact = dict[str, Any]


@dataclass
class Score:
    """Counts of right, wrong and missing readings."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + len(self.wrong) + len(self.missed))

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.wrong))

    def line(self, name: str) -> str:
        return f"{name}: precision {self.precision:.1%}, recall {self.recall:.1%} ({self.right} right)"


def oracles(half: str) -> Iterator[dict[str, Any]]:
    for name in SPLIT[half]:
        for path in (CORPUS / "a_reports").glob(f"{name}_*.json"):
            yield json.loads(path.read_text(encoding="utf-8"))


def figure_facts(oracle: dict[str, Any]) -> Iterator[tuple[Fact, int, int, int, Decimal]]:
    """The numeric facts of paragraphs: the fact, its paragraph and the position of the figure."""
    texts = {text["n"]: text["text"] for text in oracle["text"]}
    for fact in oracle["facts"]:
        if "paragraph" not in fact["where"] or not any(map(str.isdigit, str(fact["written"]))):
            continue
        try:
            value = Decimal(str(fact["value"]))
        except InvalidOperation:
            continue
        number = fact["where"]["paragraph"]
        at = texts[number].find(fact["quote"])
        inner = fact["quote"].rfind(fact["written"])
        # A table that was pasted as lines holds its figures apart from their unit.
        if at >= 0 and inner >= 0 and fact["unit"] and "\u3000" not in fact["quote"]:
            yield fact, number, at + inner, at + inner + len(fact["written"]), value


def fits(one: Quantity, fact: Fact, value: Decimal) -> bool:
    if one.kind == "money":
        return one.base / 10_000 == value
    return value in (one.value, one.base)


def measured(half: str) -> tuple[Score, Score]:
    """Measure how the figures and their relations are read."""
    figures, relations = Score(), Score()
    for oracle in oracles(half):
        texts = {text["n"]: text["text"] for text in oracle["text"]}
        readings = {number: read(text, oracle["year"]) for number, text in texts.items()}
        places: dict[str, tuple[int, int]] = {}
        for fact, number, start, end, value in figure_facts(oracle):
            there = [one for one in readings[number].quantities if one.start < end and start < one.end]
            where = f"{oracle['file']} {fact['quote']!r} {fact['value']}"
            if not there:
                figures.missed.append(where)
            elif any(fits(one, fact, value) for one in there):
                figures.right += 1
                places[fact["id"]] = number, next(one.start for one in there if fits(one, fact, value))
            else:
                figures.wrong.append(f"{where} read as {there[0].text}")
        related(oracle, readings, places, relations)
    return figures, relations


def related(
    oracle: dict[str, Any], readings: dict[int, Reading], places: dict[str, tuple[int, int]], relations: Score
) -> None:
    """Sums, rates and changes with all figures in one paragraph."""
    for one in oracle["sums"]:
        names = {"sum": ("total",), "rate": ("result", "top", "bottom"), "change": ("result", "now", "before")}
        ids = [one[name] for name in names.get(one["kind"], ())] + one.get("parts", [])
        if one.get("minus") or one["kind"] not in names or not all(name in places for name in ids):
            continue
        if len({places[name][0] for name in ids}) != 1:
            continue
        reading, spots = readings[places[ids[0]][0]], [places[name][1] for name in ids]
        where = f"{oracle['file']} {one['what']}"
        if one["kind"] == "sum":
            if stated(reading, spots[0], set(spots[1:])):
                summed(reading, spots, where, relations)
        else:
            compared(reading, one["kind"], spots, where, relations)


def summed(reading: Reading, spots: list[int], where: str, relations: Score) -> None:
    found = [one for one in reading.totals if one.total.start == spots[0]]
    if any({part.start for part in one.parts} == set(spots[1:]) for one in found):
        relations.right += 1
    elif found:
        relations.wrong.append(f"{where}: {[part.text for part in found[0].parts]}")
    else:
        relations.missed.append(where)


def compared(reading: Reading, kind: str, spots: list[int], where: str, relations: Score) -> None:
    of_changes = [(one.rate or one.amount or one.points, one.new, one.old) for one in reading.changes]
    found = [(one.result, one.top, one.bottom) for one in reading.rates] if kind == "rate" else of_changes
    readings = next((others for others in found if others[0] is not None and others[0].start == spots[0]), None)
    if readings is not None and [one.start if one else None for one in readings] == spots:
        relations.right += 1
    elif readings is not None and readings[1] is not None and readings[2] is not None:
        relations.wrong.append(f"{where}: {[one.text if one else None for one in readings]}")
    else:
        relations.missed.append(where)


def stated(reading: Reading, total: int, parts: set[int]) -> bool:
    """Whether the parts follow their total, with at most one sentence end between."""
    if total >= min(parts):
        return False
    between = reading.text[total : min(parts)]
    return "（包括" in between or (between.count("。") <= 1 and "其中" in between)


@pytest.mark.parametrize(("half", "least"), [("develop", 0.99), ("measure", 0.97)])
def test_figures_of_the_corpus_are_read(half: str, least: float, record_measurement: Record) -> None:
    figures, relations = measured(half)
    record_measurement(figures.line(f"figures in prose ({half})"))
    record_measurement(relations.line(f"relations in prose ({half})"))
    assert figures.right > 100
    assert figures.precision >= 0.995, figures.wrong
    assert figures.recall >= least, figures.missed
    assert relations.right > 5
    assert relations.recall >= 0.9, (relations.wrong, relations.missed)


def test_relations_in_correct_reports_are_consistent(record_measurement: Record) -> None:
    """No relation is found in a correct sentence that its own figures contradict."""
    stated_there, contradicted = 0, []
    for oracle in (one for half in SPLIT for one in oracles(half) if one["clean"]):
        reading = read("\n".join(text["text"] for text in oracle["text"]), oracle["year"])
        readings = [(one.total.text, one.agrees) for one in reading.totals]
        readings += [(one.announced.text, one.agrees) for one in reading.counts]
        for rate in reading.rates:
            if rate.computed is not None:
                readings.append((rate.result.text, rate.result.low <= round(rate.computed, 2) <= rate.result.high))
        for change in reading.changes:
            if change.computed is not None:
                readings.append((change.cue, (change.computed > 0) == (change.direction == "up")))
        stated_there += len(readings)
        contradicted += [f"{oracle['file']} {words}" for words, holds in readings if not holds]
    record_measurement(f"relations in right prose: {stated_there} worked out, {len(contradicted)} contradicted")
    assert stated_there > 50
    assert contradicted == []

"""The reports of the corpus entered into the form by the addresses of their oracles, in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.definition.model import Form
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.entries.stated import stated_address
from perfdesk.evaluation.answers import Answers
from support.corpus import CORPUS

SPLIT: dict[str, list[str]] = json.loads((CORPUS / "split.json").read_text(encoding="utf-8"))
#: Where the form has the words before chapter one; the oracles are older than this answer.
INTRODUCTION = "cover/introduction"
_PROSE = ("prose", "sentence")


@dataclass(frozen=True, slots=True)
class EnteredReport:
    """A report as a clerk enters it, and the address of each fact of its oracle by the fact's id."""

    answers: Answers
    places: dict[str, Address]


def reports_in(half: str) -> list[str]:
    """The names of the reports, without the workbooks, of one half of the corpus."""
    return [name for name in SPLIT[half] if name.startswith("a")]


def oracle_of(name: str) -> dict[str, Any]:
    """The oracle of a report."""
    (path,) = (CORPUS / "a_reports").glob(f"{name}_*.json")
    return json.loads(path.read_text(encoding="utf-8"))


def entered(form: Form, oracle: dict[str, Any]) -> EnteredReport:
    """Enter the figures of a report into the tables, and its paragraphs as own texts."""
    projects: dict[str, str] = {}
    places = dict(_places(form, oracle, projects))
    texts: dict[Address, str] = {}
    for address, text in [*_facts(form, oracle, places), *_paragraphs(form, oracle, projects)]:
        texts[address] = text
    edits = [Edit(address, None, text) for address, text in texts.items()]
    rows: dict[tuple[str, str], dict[str, None]] = {}
    for address in texts:
        table = form.tables.get((address.form_section, address.field))
        if address.row and table is not None and table.open:
            rows.setdefault((address.section, address.field), {})[address.row] = None
    for (section, table), names in rows.items():
        for at, row in enumerate(names, 1):
            edits.append(Edit(Address(section, table, row, ROW_POSITION), None, str(at)))
    return EnteredReport(Answers(form, Entries()).after(tuple(edits)), places)


def _places(form: Form, oracle: dict[str, Any], projects: dict[str, str]) -> Iterator[tuple[str, Address]]:
    for fact in oracle["facts"]:
        address = _address(str(fact["address"]), fact.get("row") or [], projects) if fact["address"] else None
        if address is not None and form.question(address) is not None:
            yield str(fact["id"]), address


def _facts(form: Form, oracle: dict[str, Any], places: dict[str, Address]) -> Iterator[tuple[Address, str]]:
    """The figures; one of a table is preferred to one in the text, and an exact one to a rounded one.

    What the report states for computed answers is entered as such (原件上的数).
    """
    of_tables = {places[fact["id"]] for fact in oracle["facts"] if _in_table(fact) and fact["id"] in places}
    lines: dict[Address, list[str]] = {}
    for fact in oracle["facts"]:
        address = places.get(fact["id"])
        if address is None or fact.get("approx") or (address in of_tables and not _in_table(fact)):
            continue
        formula, question = form.formula(address), form.question(address)
        if question is None:
            continue
        if formula is not None and not formula.overridable:
            lines[stated_address(address)] = [str(fact["value"])]
            continue
        value = str(fact["value"])
        text = value if question.kind != "number" or _is_number(value) else str(fact["written"])
        lines.setdefault(address, []).append(text)
    for address, found in lines.items():
        question = form.question(address)
        yield address, "\n".join(found) if question is not None and question.kind in _PROSE else found[-1]


def _paragraphs(form: Form, oracle: dict[str, Any], projects: dict[str, str]) -> Iterator[tuple[Address, str]]:
    lines: dict[Address, list[str]] = {}
    numbers: dict[str, int] = {}
    for text in oracle["text"]:
        name = text.get("address") or (INTRODUCTION if text["role"] == "introduction" else "")
        if not name:
            continue
        numbers[name] = numbers.get(name, 0) + 1
        address = _address(name, [str(numbers[name])], projects)
        if address is not None and form.question(address) is not None:
            lines.setdefault(address, []).append(text.get("value", text["text"]))
    for address, parts in lines.items():
        yield address, "\n".join(parts)


def _address(name: str, row: list[str], projects: dict[str, str]) -> Address | None:
    """The address with a row instead of each `*`; projects are rows that two sections share."""
    for key in row:
        if name.startswith(("spending/projects/*", "project_evaluation@*")):
            name = name.replace("*", projects.setdefault(key, f"p{len(projects) + 1}"), 1)
        else:
            name = name.replace("*", "r" + "".join(f"{ord(sign):x}" for sign in key[:12]), 1)
    return None if "*" in name else Address.parse(name)


def _in_table(fact: dict[str, Any]) -> bool:
    return "paragraph" not in fact["where"]


def _is_number(value: str) -> bool:
    try:
        Decimal(value)
    except InvalidOperation:
        return False
    return True

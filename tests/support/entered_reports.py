"""The reports of the corpus entered into the form by the addresses of their oracles, in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.definition.model import Form
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.evaluation.answers import Answers

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
SPLIT: dict[str, list[str]] = json.loads((CORPUS / "split.json").read_text(encoding="utf-8"))


def reports_in(half: str) -> list[str]:
    """The names of the reports, without the workbooks, of one half of the corpus."""
    return [name for name in SPLIT[half] if name.startswith("a")]


def oracle_of(name: str) -> dict[str, Any]:
    """The oracle of a report."""
    (path,) = (CORPUS / "a_reports").glob(f"{name}_*.json")
    return json.loads(path.read_text(encoding="utf-8"))


def entered(form: Form, oracle: dict[str, Any]) -> Answers:
    """A report as a clerk enters it: its figures into the tables, its paragraphs as own texts."""
    answers = Answers(form, Entries())
    texts = dict(_values(form, oracle))
    edits = [Edit(address, None, text) for address, text in texts.items()]
    rows: dict[tuple[str, str], list[str]] = {}
    for address in texts:
        if address.row and form.tables[(address.form_section, address.field)].open:
            known = rows.setdefault((address.section, address.field), [])
            if address.row not in known:
                known.append(address.row)
    for (section, table), names in rows.items():
        for at, row in enumerate(names):
            edits.append(Edit(Address(section, table, row, ROW_POSITION), None, str(at + 1)))
    return answers.after(tuple(edits))


def _values(form: Form, oracle: dict[str, Any]) -> Iterator[tuple[Address, str]]:
    projects: dict[str, str] = {}
    of_tables = {str(fact["address"]) for fact in oracle["facts"] if "paragraph" not in fact["where"]}
    for fact in oracle["facts"]:
        name = fact["address"]
        in_prose = "paragraph" in fact["where"]
        if not name or fact.get("approx") or (in_prose and name in of_tables and "*" not in name):
            continue
        address = _address(str(name), fact.get("row") or [], projects)
        if address is None or not _is_typed(form, address):
            continue
        value = str(fact["value"])
        yield address, value if _is_sensible(form, address, value) else str(fact["written"])
    lines: dict[Address, list[str]] = {}
    numbers: dict[str, int] = {}
    for text in oracle["text"]:
        name = text.get("address")
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
    parts = list(row)
    while "*" in name and parts:
        key = parts.pop(0)
        is_project = name.startswith(("spending/projects/*", "project_evaluation@*"))
        known = projects.setdefault(key, f"p{len(projects) + 1}") if is_project else f"r{abs(hash(key)) % 10**9}"
        name = name.replace("*", known if is_project else "r" + "".join(f"{ord(sign):x}" for sign in key[:12]), 1)
    return None if "*" in name else Address.parse(name)


def _is_typed(form: Form, address: Address) -> bool:
    question, formula = form.question(address), form.formula(address)
    return question is not None and (formula is None or formula.overridable)


def _is_sensible(form: Form, address: Address, value: str) -> bool:
    question = form.question(address)
    if question is None or question.kind != "number":
        return True
    try:
        Decimal(value)
    except InvalidOperation:
        return False
    return True

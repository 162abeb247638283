"""The reports of `tests/corpus/` with what a reader must find in them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


@dataclass(frozen=True, slots=True)
class Oracle:
    """A report: its unit and year, its paragraphs, the texts of its answers, and the slips in it."""

    name: str
    unit: str
    year: int
    is_clean: bool
    texts: tuple[str, ...]
    answers: dict[str, str]
    slips: tuple[dict[str, Any], ...]


def _oracle(path: Path) -> Oracle:
    read = json.loads(path.read_text(encoding="utf-8"))
    answers: dict[str, list[str]] = {}
    for text in read["text"]:
        if text.get("address") and "*" not in text["address"]:
            answers.setdefault(text["address"], []).append(text.get("value", text["text"]))
    return Oracle(
        path.name[:3],
        read["unit"],
        read["year"],
        read["clean"],
        tuple(text["text"] for text in read["text"]),
        {address: "\n".join(lines) for address, lines in answers.items()},
        tuple(read["slips"]),
    )


ORACLES = tuple(_oracle(path) for path in sorted((CORPUS / "a_reports").glob("*.json")))

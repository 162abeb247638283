"""The table of what must be covered and what must stay, read for the tests of the recognizer and of the public copy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).parent / "personal_numbers.tsv"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: a text, and the parts of it that must be covered."""

    kind: str
    text: str
    covered: tuple[tuple[int, int], ...]


def lines() -> list[Line]:
    """Every line of the table."""
    rows = [row for row in TABLE.read_text(encoding="utf-8").splitlines() if not row.startswith("#")]
    return [_line(*row.split("\t")) for row in rows]


def _line(expected: str, kind: str, marked: str) -> Line:
    signs = {"n": "\n", "t": "\t"}
    marked = re.sub(r"\\u([0-9a-f]{4})|\\([nt])", lambda m: chr(int(m[1], 16)) if m[1] else signs[m[2]], marked)
    pieces = re.split("[«»]", marked)
    covered: list[tuple[int, int]] = []
    at = 0
    for number, piece in enumerate(pieces):
        if number % 2:
            covered.append((at, at + len(piece)))
        at += len(piece)
    assert bool(covered) == (expected == "cover"), marked
    return Line(kind, "".join(pieces), tuple(covered))

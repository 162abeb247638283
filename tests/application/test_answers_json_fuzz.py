"""Corrupted VALUES.json: flipped bytes, cut off, absurd values. They are entered or refused in one sentence."""

from __future__ import annotations

import json
import os
import random
import re
import time
from pathlib import Path

import pytest

from perfdesk.application.answers_json import dump_values, fill_values, json_text, read_values
from perfdesk.application.session import Session
from perfdesk.errors import PerfDeskError
from support.corrupt_bytes import corrupted
from support.measurements import Record

pytestmark = pytest.mark.slow

FILES = int(os.environ.get("PERFDESK_TORTURE", "10")) * 10
PATIENCE = 2.0
VALUES = [
    "9" * 5000,
    "-0.0000000000000000000000000000000000000000000000000001",
    "1e999999999",
    "NaN",
    "-Infinity",
    "true",
    "null",
    "{}",
    "[]",
    "[" * 5000 + "]" * 5000,
    "[" * 500 + "]" * 500,
    '{"a": {"b": 1}}',
    '""',
    json.dumps("字" * 100_000),
    r'"\ud800"',
    r'"\u0000\u202e\uffff"',
    '"=cmd()"',
    '"1e999999999"',
    json.dumps("9" * 60),
    '"0.' + "0" * 55 + '1"',
    '"9999年12月31日"',
    '"0000年1月1日"',
    '"≥' + "9" * 40 + '次"',
]


def mutated(text: str, dice: random.Random) -> bytes:
    """A file corrupted by accident or on purpose."""
    kind = dice.randrange(6)
    if kind < 2:
        return corrupted(text.encode(), dice, cut=kind == 1)
    pairs = re.findall(r'^  ("[^"]+"): (.*?),?$', text, re.MULTILINE)
    chosen = dice.sample(pairs, 12)
    if kind == 2:
        values = [dice.choice(VALUES) for _ in chosen]
    elif kind == 3:
        values = [value for _, value in dice.sample(pairs, 12)]
    else:
        values = [value for _, value in chosen]
        at = dice.randrange(12)
        values[at] = dice.choice(VALUES)
        if kind == 5:
            name = chosen[at][0]
            spot = dice.randrange(1, len(name) - 1)
            chosen[at] = (name[:spot] + dice.choice("/@#*^.x ") + name[spot + dice.randrange(2) :], values[at])
    found = (f"{name}: {value}" for (name, _), value in zip(chosen, values, strict=True))
    return ("{" + ", ".join(found) + "}").encode("utf-8", "surrogatepass")


def exercise(session: Session, path: Path) -> bool:
    """Enter the values, read everything and undo; return whether they were entered."""
    begun = time.thread_time()
    try:
        fill_values(session, read_values(path), "填入")
    except PerfDeskError as error:
        assert re.fullmatch(r"[^\n]*[一-鿿][^\n]*[。？]", str(error))
        return False
    finally:
        took = time.thread_time() - begun
        assert took < PATIENCE, f"{took:.1f} s"
    json.loads(json_text(dump_values(session.answers)))
    if session.undo_label == "填入":
        session.undo()
    return True


def test_strange_values_are_entered_or_refused_in_one_sentence(
    demo: Session, tmp_path: Path, record_measurement: Record
) -> None:
    before, path, dice, taken = dump_values(demo.answers), tmp_path / "VALUES.json", random.Random(3), 0
    whole = json_text(before)
    for _ in range(FILES):
        path.write_bytes(mutated(whole, dice))
        taken += exercise(demo, path)
    record_measurement(f"{FILES} strange VALUES.json: {taken} could be filled in, the rest were refused in a sentence")
    assert 0 < taken < FILES
    assert dump_values(demo.answers) == before

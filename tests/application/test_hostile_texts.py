"""Untrusted forms and VALUES.json: no outside access, no endless run, no crash; errors are one sentence."""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.application.answers_json import fill_values, read_values
from perfdesk.application.session import Session
from perfdesk.definition.loader import load_form
from perfdesk.definition.model import Form
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.errors import PerfDeskError
from perfdesk.paths import RESOURCES
from perfdesk.storage.report_handle import ReportHandle
from support.measurements import Record

pytestmark = pytest.mark.slow

TEXTS = int(os.environ.get("PERFDESK_TORTURE", "25")) * 2
PATIENCE = 2.0

FORMULAS = [
    "__import__('os').system('touch /tmp/owned')",
    "open('/etc/passwd').read()",
    "().__class__.__bases__[0].__subclasses__()",
    "sums.one.actual.__class__",
    "exec('1')",
    "(lambda: 1)()",
    "[x for x in (1,)]",
    "9**9**9**9",
    "'a' * 999999999",
    "1e999999999",
    "9" * 100_000,
    "(" * 5000 + "1" + ")" * 5000,
    "-" * 20_000 + "1",
    "+".join(["1"] * 50_000),
    "if(1, " * 500 + "1" + ", 1)" * 500,
    "sum(sums)" * 2,
    "print(1)",
    "f'{sums}'",
    "(x := 1)",
    "yield 1",
    "1 if 1 else 2",
    "\\u0000",
    "double",
    "",
]

VALUES = [
    b"",
    b"[]",
    b"null",
    b'{"cover/year": 1e999999999}',
    b'{"spending/wages/e30101/actual": 1e999999}',
    b'{"spending/wages/e30101/actual": -1E-999999}',
    b'{"spending/wages/e30101/actual": ' + b"9" * 200_000 + b"}",
    b'{"spending/wages/e30101/actual": "' + b"9" * 200_000 + b'"}',
    b'{"spending/wages/e30101/actual": NaN}',
    b'{"spending/wages/e30101/actual": Infinity}',
    b'{"spending/wages/e30101/actual": true}',
    b'{"spending/wages/e30101/actual": {"a": 1}}',
    b'{"cover/unit_name": "' + "字".encode() * 2_000_000 + b'"}',
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"' + b"a" * 1_000_000 + b'": 1}',
    b'{"../../etc/passwd": 1}',
    b'{"cover/unit_name": "\\ud800"}',
    b'{"cover\\u0000/unit_name": "x"}',
    b"\xff\xfe{\x00}\x00",
    b"{" + b",".join(b'"spending/projects/r%d/name": "x"' % n for n in range(3000)) + b"}",
    b"{" + b",".join(b'"nowhere/f%d": "x"' % n for n in range(30_000)) + b"}",
]


def quickly(action: Callable[[], object]) -> bool:
    """Run an action; return whether it succeeded. Errors are one sentence, and raised soon."""
    begun = time.thread_time()
    try:
        action()
    except PerfDeskError as error:
        assert re.fullmatch(r"[^\n]*[一-鿿][^\n]*。？?", str(error)) or str(error).endswith("？"), str(error)
        return False
    finally:
        took = time.thread_time() - begun
        assert took < PATIENCE, f"{took:.1f} s"
    return True


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda formula: formula[:30])
@pytest.mark.parametrize("kind", ["formula", "rule"])
def test_a_hostile_expression_is_refused_or_harmless(
    small_form: Callable[..., Form], tmp_path: Path, formula: str, kind: str
) -> None:
    before = "sums.all.actual * 2" if kind == "formula" else 'found = "sums.one.actual"'
    after = formula if kind == "formula" else f'found = "{formula}"'

    def load_and_build() -> None:
        form = small_form((before, after))
        session = Session.create(tmp_path / "r.db", form)
        session.close()

    quickly(load_and_build)
    assert not Path("/tmp/owned").exists()


def test_mutated_forms_load_or_report_what_is_wrong(shipped_copy: Path, record_measurement: Record) -> None:
    files = sorted(shipped_copy.rglob("*.toml"))
    dice, loaded = random.Random(3), 0
    for _ in range(TEXTS):
        file = dice.choice(files)
        whole = file.read_bytes()
        file.write_bytes(mutated(whole, dice))
        loaded += quickly(lambda: load_form(shipped_copy))
        file.write_bytes(whole)
    record_measurement(f"{TEXTS} mutated forms: {loaded} loaded, the rest were refused in a sentence")


@pytest.mark.parametrize("text", VALUES, ids=lambda text: str(text[:40]))
def test_hostile_values_are_refused_or_entered(demo_file: Path, form: Form, text: bytes) -> None:
    path = demo_file.with_name("values.json")
    path.write_bytes(text)
    with ReportFile.open(demo_file) as file:
        session = Session(form, ReportHandle(file))
        before = dict(session.entries)
        if not quickly(lambda: fill_values(session, read_values(path), "填入")):
            assert dict(session.entries) == before


def test_mutated_values_are_refused_or_entered(demo_file: Path, form: Form, record_measurement: Record) -> None:
    whole = (RESOURCES / "samples" / "demo-2024.json").read_bytes()
    path, dice, entered = demo_file.with_name("values.json"), random.Random(4), 0
    with ReportFile.open(demo_file) as file:
        session = Session(form, ReportHandle(file))
        for _ in range(TEXTS):
            path.write_bytes(mutated(whole, dice))
            entered += quickly(lambda: fill_values(session, read_values(path), "填入"))
    record_measurement(f"{TEXTS} mutated VALUES.json: {entered} entered, the rest were refused in a sentence")


def mutated(whole: bytes, dice: random.Random) -> bytes:
    """A corrupted text: bytes changed, pieces lost, doubled or moved."""
    data = bytearray(whole)
    for _ in range(dice.choice([1, 1, 2, 5])):
        at, length = dice.randrange(len(data)), dice.choice([1, 1, 3, 20, 200])
        piece = data[at : at + length]
        kind = dice.randrange(5)
        if kind == 0:
            data[at] ^= 1 << dice.randrange(8)
        elif kind == 1:
            data[at : at + length] = b""
        elif kind == 2:
            data[at:at] = piece
        elif kind == 3:
            elsewhere = dice.randrange(len(data))
            data[elsewhere:elsewhere] = piece
        else:
            data[at:at] = dice.choice(
                [b'"', b"{", b"[", b"\\", b"9" * 400, b"#", b"\n", b"@", b"=", "，".encode(), b"-"]
            )
    return bytes(data)

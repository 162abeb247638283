"""Mutated and hostile forms: flipped bytes, truncated files, odd values, formulas that access other things.

Each one works or is rejected with one sentence, without a crash or a hang.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import time
from pathlib import Path

import pytest

from perfdesk.application.answers_json import form_addresses
from perfdesk.application.export import write_files
from perfdesk.application.session import initial_edits
from perfdesk.checks.run import run
from perfdesk.definition.address import Address
from perfdesk.definition.form_check import check_folder
from perfdesk.definition.kinds import Kind
from perfdesk.definition.loader import load_form
from perfdesk.definition.model import Form
from perfdesk.document.build import build
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.paths import FORMS
from support.corrupt_bytes import corrupted
from support.measurements import Record
from support.small_form import SMALL_FORM, SMALL_LIST

FORMS_TRIED = int(os.environ.get("PERFDESK_TORTURE", "20")) * 10
PATIENCE = 2.0
README = (FORMS / "README.md").read_text(encoding="utf-8")
TYPED: dict[Kind, str] = {"number": "12.34", "year": "2024", "date": "2025年3月10日", "measure": "≥12次"}

#: What takes the place of a value in quotes.
FORMULAS = [
    "__import__('os').system('touch /tmp/x')",
    "().__class__.__bases__[0].__subclasses__()",
    "open('/etc/passwd')",
    "sums.__class__",
    "lambda: 1",
    "[x for x in sums]",
    "f'{sums}'",
    "9" * 400,
    "9**9**9",
    "1e999999999",
    "1/0",
    "0x10",
    "round(1, 99999999)",
    "round(1, -99999999)",
    "floor(sums.all.actual / 0)",
    "if(" * 60,
    "(" * 300 + "1" + ")" * 300,
    "-" * 1500 + "1",
    "not " * 400 + "1",
    "1" + "+1" * 900,
    "sum(" + "double," * 300 + "1)",
    "a." * 500 + "b",
    "{" * 50,
    "{double:9}",
    "{{double}}",
    "{rows}",
    "from:",
    "from:x",
    "../../../etc/passwd",
    "CON",
    "",
    " ",
    "x" * 100_000,
    "\\u0000",
    "\\ud800",
    "<b>&amp;",
]
VALUES = [
    "9" * 5000,
    "-9223372036854775809",
    "1" + "0" * 400,
    "1e400",
    "inf",
    "nan",
    "-1",
    "0",
    "true",
    "1979-05-27",
    "{}",
    "[]",
    "[" * 500 + "]" * 500,
    "[[],{},1]",
    "{ a = { b = { c = 1 } } }",
    '"""\nx\n"""',
    "'x'",
]


def bases() -> list[dict[str, str]]:
    """Valid forms by file: the small one, the one of the README, and a shipped one."""
    shipped = FORMS / "yueyang_overall_2023"
    files = {path.relative_to(shipped).as_posix(): path.read_text(encoding="utf-8") for path in shipped.rglob("*.toml")}
    readme = dict(re.findall(r"```toml (\S+)\n(.*?)```", README, re.DOTALL))
    return [{"form.toml": SMALL_LIST, "money.toml": SMALL_FORM}] * 6 + [readme] * 3 + [files]


def mutated(text: str, dice: random.Random) -> bytes:
    """Mutate a file of a form by accident or malice."""
    kind = dice.randrange(8)
    if kind < 2:
        return corrupted(text.encode(), dice, cut=kind == 1)
    lines = text.splitlines(keepends=True)
    at, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    if kind == 2:
        lines[at], lines[other] = lines[other], lines[at]
    elif kind == 3:
        del lines[at : at + dice.choice([1, 1, 5])]
    elif kind == 4:
        lines[at:at] = lines[other : other + dice.choice([1, 10])]
    elif kind == 5:
        return _instead(text, r'"[^"\n]*"', lambda: f'"{dice.choice(FORMULAS)}"', dice)
    elif kind == 6:
        return _instead(text, r"(?<== )[^\n,}]+", lambda: dice.choice(VALUES), dice)
    else:
        words = re.findall(r'"([^"\n]*)"', text)
        return _instead(text, r'"[^"\n]*"', lambda: f'"{dice.choice(words)}"', dice)
    return "".join(lines).encode()


def _instead(text: str, pattern: str, made, dice: random.Random) -> bytes:
    found = list(re.finditer(pattern, text))
    for one in sorted(dice.sample(found, min(len(found), dice.choice([1, 1, 3]))), key=lambda one: -one.start()):
        text = text[: one.start()] + made() + text[one.end() :]
    return text.encode("utf-8", "surrogatepass")


def known_files(folder: Path) -> set[str]:
    """The files of a form, as its check names them."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.toml")}


def exercise(folder: Path, whole: bool) -> bool:
    """Load a form and, if it is valid, use it; return whether it is valid."""
    begun = time.thread_time()
    form_check = check_folder(folder)
    try:
        form = load_form(folder)
    except PerfDeskError as error:
        assert re.fullmatch(r"[^\n]*[一-鿿][^\n]*。", str(error))
        assert form_check.diagnostics
        return False
    finally:
        took = time.thread_time() - begun
        assert took < PATIENCE, f"{took:.1f} s"
    # What only the check reports does not stop a form that is in use; it names file and line like the rest.
    assert all(found.file in known_files(folder) and found.message for found in form_check.diagnostics)
    answers = Answers(form, Entries().after((*initial_edits(form), *_typed(form))))
    report = build(answers, run(answers), draft=True)
    if whole:
        try:
            write_files(report, [folder.with_suffix(".docx"), folder.with_suffix(".xlsx")], lambda _: None)
        except PerfDeskError as error:
            assert re.fullmatch(r"[^\n]*[一-鿿][^\n]*。", str(error))
    assert time.thread_time() - begun < 2 * PATIENCE
    return True


def _typed(form: Form) -> list[Edit]:
    """Texts for every answer."""
    found = [(address, question) for address, question in form_addresses(form) if "*" not in str(address)]
    return [Edit(address, None, TYPED.get(question.kind, "字")) for address, question in found]


@pytest.mark.slow
def test_mutated_forms_are_loaded_or_rejected(tmp_path: Path, record_measurement: Record) -> None:
    dice, known, taken = random.Random(7), bases(), 0
    for number in range(FORMS_TRIED):
        texts = dice.choice(known)
        folder = tmp_path / "form"
        shutil.rmtree(folder, ignore_errors=True)
        strange = dice.choice(sorted(texts))
        for file, text in texts.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            data = mutated(text, dice) if file == strange else text.encode()
            (folder / file).write_bytes(data)
        taken += exercise(folder, whole=number % 40 == 0)
    record_measurement(f"{FORMS_TRIED} strange forms: {taken} could still be read, the rest were refused in a sentence")
    assert 0 < taken < FORMS_TRIED


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_formula_accesses_anything_outside_the_form(tmp_path: Path, formula: str) -> None:
    (tmp_path / "form.toml").write_text(SMALL_LIST, encoding="utf-8")
    text = SMALL_FORM.replace('"sums.all.actual * 2"', f'"{formula}"')
    (tmp_path / "money.toml").write_text(text, encoding="utf-8")
    taken = exercise(tmp_path, whole=False)
    assert not taken or not re.search(r"import|class|open|lambda|for|'", formula)


def _chain(length: int, formula: str) -> str:
    """Fields that are each computed from the previous one."""
    blocks = (
        f'\n[[block]]\ntype = "field"\nid = "f{number}"\nlabel = "数"\nkind = "number"\nformula = "{formula}"\n'
        for number in range(1, length)
    )
    text = "".join(block.replace("$", f"f{number}") for number, block in enumerate(blocks))
    return f'\n[[block]]\ntype = "field"\nid = "f0"\nlabel = "数"\nkind = "number"\n{text}'


@pytest.mark.parametrize("formula", ["$ * $", "$ / 3 / $", "sum($, $, $, $)", "if($ > 1, $ - 1, $ * 99999)"])
def test_overflowing_numbers_are_unknown(small_form, formula: str) -> None:
    form = small_form(add=_chain(28, formula))
    begun = time.thread_time()
    answers = Answers(form, Entries().after(tuple(_typed(form))))
    answers.value(Address("money", "f27"))
    build(answers, run(answers), draft=True)
    assert time.thread_time() - begun < PATIENCE


@pytest.mark.slow
def test_endless_chains_of_formulas_are_rejected(refusal) -> None:
    nested = "abs(" * 35 + "$" + ")" * 35
    for length, formula in ((1500, "$ + 1"), (20, nested)):
        assert "公式一个引着一个，套得太深" in refusal(add=_chain(length, formula))


@pytest.mark.slow
def test_a_form_with_very_many_rows_fields_or_files_is_loaded_or_rejected_quickly(refusal, small_form) -> None:
    begun = time.thread_time()
    rows = "".join(f'{{ id = "r{number}", label = "行" }},\n' for number in range(9000))
    table = '\n[[block]]\ntype = "table"\nid = "big"\nlabel = "表"\ncolumns = [{ id = "c", label = "列" }]\nrows = ['
    assert "最多 500 个，写了 9000 个" in refusal(add=f"{table}{rows}]\n")
    assert "超过 500 KB" in refusal(add=f"{table}{rows * 3}]\n")
    fields = "".join(f'\n[[block]]\ntype = "field"\nid = "f{number}"\nlabel = "字"\n' for number in range(4000))
    assert len(small_form(add=fields).questions) > 4000
    listed = [f'"{number}.toml"' for number in range(3000)]
    others = {f"{number}.toml": f'id = "s{number}"\ntitle = "章"\ntab = "章"\n' for number in range(3000)}
    names = ('files = ["money.toml"]', f'files = ["money.toml", {", ".join(listed)}]')
    assert "最多 100 个文件，写了 3001 个" in refusal(names, others=others)
    assert time.thread_time() - begun < 4 * PATIENCE

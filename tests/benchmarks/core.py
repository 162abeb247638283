"""The core: recheck everything, load a form, open a report, save one answer against SQLite alone."""

from __future__ import annotations

import datetime
import itertools
import sqlite3
from collections.abc import Callable
from pathlib import Path

from reports import sample_file

from perfdesk.application.session import Session
from perfdesk.checks.run import run
from perfdesk.definition.address import Address
from perfdesk.definition.loader import load_form
from perfdesk.document.build import build
from perfdesk.entries.change import Change, Edit
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.evaluation.answers import Answers
from perfdesk.paths import FORMS

_ANSWER = Address("spending", "controls", "total", "actual")


def core_cases(folder: Path) -> dict[str, Callable[[], object]]:
    """Cases without a floor to compare with: name and work."""
    path = sample_file(folder)
    session = Session.open(path)
    form, entries = session.form, session.entries
    session.close()
    return {
        "recheck everything": lambda: run(Answers(form, entries)),
        "build the report": lambda: build(Answers(form, entries), (), draft=False),
        "load the form": lambda: load_form(FORMS / form.id),
        "open the report": lambda: Session.open(path).close(),
    }


def save_cases(folder: Path) -> tuple[Callable[[], object], Callable[[], object], Callable[[], object]]:
    """One answer entered (saved and everything rechecked), one change saved, and the same rows by sqlite3 alone."""
    session = Session.open(sample_file(folder))
    file = ReportFile.open(sample_file(folder))
    raw = _raw_file(folder / "raw.db")
    now, answers = datetime.datetime.now().astimezone(), [file.entries().text(_ANSWER)]
    number, saved = itertools.count(1), itertools.count(file.last_change()[0] + 1)

    def enter() -> None:
        session.enter(_ANSWER, f"{next(number)}.5")

    def save() -> None:
        count = next(saved)
        answers.append(f"{count}.5")
        file.save(Change(count, now, "who", "label", (Edit(_ANSWER, answers[-2], answers[-1]),)))

    def floor() -> None:
        count = next(number)
        raw.execute("BEGIN")
        raw.execute("INSERT INTO change VALUES (?, 'now', 'who', 'label', 'do', 0, 0)", (count,))
        raw.execute("INSERT INTO edit VALUES (?, 0, 's', 'f', 'r', 'c', 'before', 'after')", (count,))
        raw.execute("INSERT OR REPLACE INTO entry VALUES ('s', 'f', 'r', 'c', ?)", (f"{count}.5",))
        raw.execute("COMMIT")

    return enter, save, floor


def _raw_file(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=DELETE", "synchronous=FULL", "foreign_keys=ON"):
        raw.execute(f"PRAGMA {pragma}")
    raw.execute("CREATE TABLE change (id INTEGER PRIMARY KEY, at, who, label, deed, of, joins)")
    raw.execute(
        "CREATE TABLE edit (change, number, section, field, row, col, before, after, PRIMARY KEY (change, number))"
    )
    raw.execute("CREATE TABLE entry (section, field, row, col, text, PRIMARY KEY (section, field, row, col))")
    return raw

"""Files made to be read forever are read or refused in one sentence, in little time and memory."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.budget import Budget, TooMuchError
from perfdesk.definition.toml_screen import screen_toml
from perfdesk.paths import FORMS
from perfdesk.safe_open import open_regular
from support.costs import Run
from support.measurements import Record

VALUES: dict[str, Callable[[], str]] = {
    "rows": lambda: json.dumps({f"spending/duties/r{n}/name": "职能" for n in range(40_000)}),
    "many rows": lambda: json.dumps({f"base_data/projects/r{n}/name": "项目" for n in range(90_000)}),
    "attachments": lambda: json.dumps({f"project_evaluation@r{n}/name": "项目" for n in range(40_000)}),
    "cells": lambda: json.dumps({f"a/b/r{n}/c{m}": 1 for n in range(40_000) for m in range(5)}),
    "nested": lambda: "[" * 5_000_000,
    "objects": lambda: '{"a":' * 3_000_000,
    "lists": lambda: '{"a":[' + "[]," * 6_000_000 + "1]}",
    "never closed": lambda: '{"a": "' + '\\"' * 9_000_000,
    "long": lambda: '{"cover/unit_name": "' + "长" * 9_000_000 + '"}',
    "digits": lambda: '{"cover/year": ' + "9" * 19_000_000 + "}",
    "exponent": lambda: '{"cover/year": 1e99999999999999999999}',
    "small exponent": lambda: '{"cover/year": 1e-99999999999999999999}',
}


def test_the_garbage_collector_is_not_counted() -> None:
    """A program that holds much collects slowly: a right file must not be refused for it."""
    held: list[object] = [[number] for number in range(200_000)]
    budget, start = Budget(0, seconds=0.02), time.thread_time()
    while time.thread_time() - start < 0.1:
        gc.collect()
    budget.tick()
    assert len(held) == 200_000


@pytest.mark.slow
@pytest.mark.parametrize("kind", VALUES)
def test_endless_values_are_refused(tmp_path: Path, demo_file: Path, kind: str) -> None:
    (tmp_path / "v.json").write_text(VALUES[kind](), encoding="utf-8")
    before = demo_file.read_bytes()
    Run("fill", demo_file, tmp_path / "v.json").refused("。")
    assert demo_file.read_bytes() == before


@pytest.mark.slow
def test_a_sparse_file_of_values_is_not_read(tmp_path: Path, demo_file: Path) -> None:
    with (tmp_path / "v.json").open("wb") as file:
        file.truncate(900_000_000)
    Run("fill", demo_file, tmp_path / "v.json").refused("超过 20 MB")


@pytest.mark.slow
@pytest.mark.parametrize("command", ["log", "doctor", "check"])
@pytest.mark.parametrize("kind", ["joins", "undo"])
def test_a_journal_whose_changes_form_one_long_chain_is_read_in_time(demo_file: Path, command: str, kind: str) -> None:
    with contextlib.closing(sqlite3.connect(demo_file)) as raw:
        last = raw.execute("SELECT max(id) FROM change").fetchone()[0]
        made = range(last + 1, last + 60_001)
        heads = ((n, "do", 0, n - 1) if kind == "joins" else (n, "undo", n - 1, 0) for n in made)
        raw.executemany("INSERT INTO change VALUES (?, '2024-03-05T12:00:00', '李', '', ?, ?, ?)", heads)
        raw.executemany("INSERT INTO edit VALUES (?, 0, 'cover', 'phone', '', '', '1', '2')", ((n,) for n in made))
        raw.execute("DELETE FROM property WHERE name = 'seal'")
        raw.commit()
    run = Run(command, demo_file)
    assert run.code in (0, 1, 2)
    if command == "log" and kind == "joins":
        assert "更早的" in run.error


@pytest.mark.slow
@pytest.mark.parametrize("written", ["1e99999999999999999999", "1e41", "9" * 41])
def test_an_absurd_figure_is_refused(tmp_path: Path, demo_file: Path, written: str) -> None:
    (tmp_path / "v.json").write_text(f'{{"spending/wages/e30101/actual": {written}}}', encoding="utf-8")
    Run("fill", demo_file, tmp_path / "v.json").refused(f"“{written[:40]}")


@pytest.mark.slow
def test_a_duplicate_key_is_refused_by_name(tmp_path: Path, demo_file: Path) -> None:
    (tmp_path / "v.json").write_text('{"cover/phone": "1", "cover/year": 2024, "cover/phone": "2"}', encoding="utf-8")
    Run("fill", demo_file, tmp_path / "v.json").refused("“cover/phone”写了不止一次")


def test_the_budget_counts_the_bytes_read_and_not_the_reported_size(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"x" * 2000)
    budget = Budget(3000)
    assert len(budget.read(tmp_path / "f")) == 2000
    with pytest.raises(TooMuchError, match="超过 1 KB"):
        budget.read(tmp_path / "f")
    for place in (tmp_path, Path("/dev/zero")):
        with pytest.raises(OSError):
            open_regular(place)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a regular file"):
        open_regular(tmp_path / "pipe")


def test_shipped_forms_are_far_below_the_limits(record_measurement: Record) -> None:
    most = 0
    for path in FORMS.rglob("*.toml"):
        text = path.read_text(encoding="utf-8")
        budget = Budget(0, entries=5_000, nesting=6)
        screen_toml(text, budget)
        most = max(most, 5_000 - budget._entries_left)
    record_measurement(f"the largest file of a shipped form has {most} entries; 1,000,000 are allowed")

"""The README of the form language is complete: its example loads, and it names every key of the loader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perfdesk.definition.loader import load_form
from perfdesk.definition.toml.table import TomlTable
from perfdesk.paths import FORMS

README = (FORMS / "README.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"```toml (\S+)\n(.*?)```", README, re.DOTALL))


def _write_example(folder: Path) -> Path:
    for name, text in EXAMPLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_example_of_the_readme_loads(tmp_path):
    form = load_form(_write_example(tmp_path))
    assert [section.id for section in form.sections] == ["front", "one", "table", "sheet_of"]


def test_the_readme_shows_every_key_that_the_loader_reads(tmp_path, monkeypatch: pytest.MonkeyPatch):
    asked: set[str] = set()
    done = TomlTable.reject_unknown

    def recording_keys(keys: TomlTable) -> None:
        if not keys.location.endswith("starters"):  # there the keys are the table's own columns
            asked.update(keys.known_keys)
        done(keys)

    monkeypatch.setattr(TomlTable, "reject_unknown", recording_keys)
    load_form(_write_example(tmp_path))
    load_form(FORMS / "hunan_overall_2023")
    shown = set(re.findall(r"[a-z_]+", "".join(EXAMPLES.values())))
    assert len(asked) > 50
    assert asked - shown - {"block", "rule", "line"} == set()

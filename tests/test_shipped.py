"""Shipped forms and samples are named in data files, never in code: another one is a folder and a line."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from perfdesk.definition.library import default_form
from perfdesk.definition.loader import form_ids, shipped_form
from perfdesk.definition.sample_list import samples
from perfdesk.paths import FORMS, RESOURCES

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the checkout, in which other forms and samples can be added."""
    shutil.copytree(ROOT / "perfdesk", tmp_path / "perfdesk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(FORMS, tmp_path / "forms")
    shutil.copytree(RESOURCES, tmp_path / "resources", ignore=shutil.ignore_patterns("fonts"))
    (tmp_path / "resources" / "fonts").symlink_to(RESOURCES / "fonts")
    return tmp_path


def run(tree: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "perfdesk", *arguments]
    return subprocess.run(
        command, cwd=tree, env=environment, check=True, capture_output=True, encoding="utf-8", timeout=60
    ).stdout


def test_a_form_that_is_first_in_the_alphabet_does_not_become_the_default(tree: Path) -> None:
    shutil.copytree(tree / "forms" / "yueyang_overall_2023", tree / "forms" / "a_county_2023")
    head = tree / "forms" / "a_county_2023" / "form.toml"
    head.write_text(head.read_text(encoding="utf-8").replace("yueyang_overall_2023", "a_county_2023"), encoding="utf-8")
    assert run(tree, "fields") == run(tree, "fields", "--form", default_form())
    assert run(tree, "fields") != run(tree, "fields", "--form", "a_county_2023")


def test_one_line_makes_another_form_the_default(tree: Path) -> None:
    (tree / "forms" / "index.toml").write_text('default = "yueyang_overall_2023"\n', encoding="utf-8")
    assert run(tree, "fields") == run(tree, "fields", "--form", "yueyang_overall_2023")


@pytest.mark.parametrize("index", ["", 'default = "gone"', "default = [", "default = 3"])
def test_an_index_without_a_form_still_gives_a_default(tree: Path, index: str) -> None:
    (tree / "forms" / "index.toml").write_text(index, encoding="utf-8")
    assert run(tree, "fields") == run(tree, "fields", "--form", form_ids()[0])


def test_another_sample_is_a_file_and_a_line(tree: Path) -> None:
    folder = tree / "resources" / "samples"
    form = shipped_form("yueyang_overall_2023")
    (folder / "blank-2025.json").write_text(
        json.dumps({str(form.report_fields.unit): "青石县档案局"}), encoding="utf-8"
    )
    with (folder / "samples.toml").open("a", encoding="utf-8") as listed:
        listed.write(f'\n[blank-2025]\nform = "{form.id}"\ntitle = "青石县档案局 2025 年度"\nabout = "刚开头"\n')
    output = run(tree, "new", "r.db", "--sample", "blank-2025")
    assert output == "已新建“r.db”，填入样例：青石县档案局 2025 年度（刚开头）。\n"
    assert json.loads(run(tree, "dump", "r.db"))[str(form.report_fields.unit)] == "青石县档案局"
    assert "blank-2025" in run(tree, "new", "--help")


def test_no_form_and_no_sample_is_named_in_code() -> None:
    named = {*form_ids(), *samples()}
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "perfdesk").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in named
    ]
    assert found == []


def test_every_sample_has_its_form_and_its_answers() -> None:
    assert all(sample.form in form_ids() and sample.values.is_file() for sample in samples().values())
    assert {path.stem for path in (RESOURCES / "samples").glob("*.json")} == samples().keys()

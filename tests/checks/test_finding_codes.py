"""Codes and severities of findings: every one is a member of its enum, and no module repeats their texts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfdesk.application.session import Session
from perfdesk.checks.finding import LEVEL_LABELS, FindingCode
from perfdesk.checks.proofreading.passage import Passage
from perfdesk.checks.proofreading.run import find_issues
from perfdesk.definition.severity import Severity

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "perfdesk").rglob("*.py"))
HOMES = [ROOT / "perfdesk/checks/finding.py", ROOT / "perfdesk/definition/severity.py"]
MISTAKES = "待填\n根据道政办发[2020]34号文件，，完成2O万元。\n一是抓组织。三是抓落实。（含机关)"


def texts_in(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def compared_texts(tree: ast.AST) -> Iterator[str]:
    """Yield every text that is compared with something or passed to a finding."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) or (
            isinstance(node, ast.Call) and ast.unparse(node.func) in ("Finding", "TextIssue", "replace")
        ):
            yield from texts_in(node)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_repeats_the_text_of_a_code_or_compares_with_that_of_a_severity(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path not in HOMES:
        assert set(FindingCode).isdisjoint(texts_in(tree))
    assert set(Severity).isdisjoint(compared_texts(tree))


@pytest.mark.slow
def test_every_code_of_the_program_is_used() -> None:
    tree = [ast.parse(path.read_text(encoding="utf-8")) for path in FILES]
    nodes = (node for module in tree for node in ast.walk(module) if isinstance(node, ast.Attribute))
    used = {node.attr for node in nodes if isinstance(node.value, ast.Name) and node.value.id == "FindingCode"}
    assert used == {code.name for code in FindingCode}


def test_every_finding_has_a_code_of_the_program_or_of_a_rule(daoxian: Session) -> None:
    rules = {rule.code for rule in daoxian.form.rules}
    own = [finding.code for finding in daoxian.findings if finding.code not in rules]
    assert own
    assert {type(code) for code in own} == {FindingCode}
    assert {type(finding.severity) for finding in daoxian.findings} == {Severity}


def test_every_text_issue_has_a_code_of_the_program() -> None:
    issues = [issue for group in find_issues(Passage(MISTAKES, 2023, "道县管理局", True)) for issue in group]
    assert {type(issue.code) for issue in issues} == {FindingCode}
    assert len({issue.code for issue in issues}) > 4


def test_severities_are_ordered_and_named() -> None:
    assert [severity.rank for severity in Severity] == [0, 1, 2, 3]
    assert list(LEVEL_LABELS) == list(Severity) == ["error", "missing", "warning", "notice"]

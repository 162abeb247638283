"""The returned files of the corpus: every declared change is found, and none is invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from perfdesk.application.import_returned import ReturnedChanges, propose_returned
from perfdesk.application.session import Session
from perfdesk.entries.proposal import ProposedAnswer, UnplacedText
from perfdesk.importers.returned.line_text import line_key
from support.corpus import CORPUS
from support.measurements import Record
from support.returned_corpus import corpus_report

pytestmark = pytest.mark.slow

FOLDER = CORPUS / "c_returned"
FILES = sorted(path for path in FOLDER.glob("*.docx") if not path.name.startswith("c00"))
KINDS = {"figure_in_table": "figure"}
Change = dict[str, Any]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """The report from which the corpus was exported."""
    session = Session.open(corpus_report(tmp_path_factory.mktemp("corpus") / "demo.db"), read_only=True)
    yield session
    session.close()


@pytest.fixture(scope="module")
def found(report: Session) -> dict[str, ReturnedChanges]:
    """What is found in each file."""
    return {path.name: propose_returned(report.answers, report.file, path) for path in FILES}


def changes_of(path: Path) -> list[Change]:
    return json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))["changes"]


def is_it(change: Change, answer: ProposedAnswer | UnplacedText) -> bool:
    """Whether a finding is a declared change: its kind, its place and its text."""
    if answer.change != KINDS.get(change["kind"], change["kind"]):
        return False
    if isinstance(answer, UnplacedText):
        return change["kind"] == "heading" and [answer.text] == change["after"]
    figures = change.get("figures", [])
    if figures:
        address = figures[0]["address"].replace("*", figures[0].get("row", ["*"])[0])
        return (str(answer.address), answer.after) == (address, figures[0]["after"])
    section, *_ = change["address"].split("/")
    words = change["before"] if change["kind"] == "deleted" else change["after"]
    quoted = all(line_key(line) in line_key(answer.source.quote) for line in words)
    row = change.get("row", [""])[0]
    below = change.get("below")
    return (
        answer.address.section == section
        and quoted
        and (not row or answer.address.row == row)
        and (below is None or answer.below == below)
    )


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_declared_change_is_found_and_none_invented(
    found: dict[str, ReturnedChanges], path: Path, record_measurement: Record
) -> None:
    proposal, declared = found[path.name].proposal, changes_of(path)
    findings = [*proposal.answers, *proposal.unplaced]
    missed = [change for change in declared if not any(is_it(change, one) for one in findings)]
    invented = [one for one in findings if not any(is_it(change, one) for change in declared)]
    known = f"{len(declared) - len(missed)} of {len(declared)} changes found"
    record_measurement(f"returned {path.name}: {known}, {len(invented)} invented")
    assert missed == []
    assert invented == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_change_that_breaks_a_sum_says_so(found: dict[str, ReturnedChanges], path: Path) -> None:
    breaks = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))["breaks"]
    conflicts = [answer.conflict for answer in found[path.name].proposal.answers if answer.conflict]
    for broken in breaks:
        gap = broken["gap"].lstrip("-")
        assert any(gap in conflict for conflict in conflicts), (broken, conflicts)
    doubtful = {answer.address for answer in found[path.name].proposal.answers if answer.confidence == "doubtful"}
    assert doubtful == {answer.address for answer in found[path.name].proposal.answers if answer.conflict}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_exported_state_is_known_where_the_file_names_it(found: dict[str, ReturnedChanges], path: Path) -> None:
    remarks = found[path.name].remarks
    if path.name.startswith("c04"):
        assert len(remarks) == 1
        assert "没有导出时的记录" in remarks[0]
    else:
        assert not any("现在的内容" in remark for remark in remarks)


def test_an_unchanged_file_has_no_changes(report: Session) -> None:
    unchanged = propose_returned(report.answers, report.file, FOLDER / "c00_export.docx")
    assert unchanged.is_unchanged
    assert unchanged.remarks == ()

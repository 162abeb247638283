"""A Word file names the state of the report that it was exported from; the journal finds that state again."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from perfdesk.__main__ import main
from perfdesk.application.send_copy import send_copy
from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.document.blocks import Edition
from perfdesk.document.build import build
from perfdesk.document.file_marks import state_in, state_properties
from perfdesk.entries.report_state import ReportState
from perfdesk.writers.docx.document import write_docx

PROSE = Address("others", "text")


def exported(session: Session, path: Path, edition: Edition = "submission") -> dict[str, bytes]:
    """The parts of the Word file of a report."""
    shot = session.snapshot()
    write_docx(build(shot.answers, shot.findings, draft=False, edition=edition, state=shot.state), path)
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def custom_properties(part: bytes) -> dict[str, str]:
    """The custom properties by name."""
    return {str(node.get("name")): str(node[0].text) for node in etree.fromstring(part)}


def test_an_export_names_report_and_change_and_nothing_else(demo: Session, tmp_path: Path) -> None:
    demo.enter(PROSE, "改过一次。")
    parts = exported(demo, tmp_path / "a.docx")
    found = custom_properties(parts["docProps/custom.xml"])
    assert state_in(found) == demo.file.state()
    assert found["PerfDeskReport"] == demo.file.report_id()
    assert found["PerfDeskChange"] == str(demo.file.last_change()[0])
    assert len(found) == 3
    assert demo.file.last_change()[1].encode() not in parts["docProps/custom.xml"], "the time stays here"


@pytest.mark.slow
def test_exports_of_one_state_are_equal_and_of_two_states_differ(demo: Session, tmp_path: Path) -> None:
    first, again = (exported(demo, tmp_path / name) for name in ("a.docx", "b.docx"))
    assert first == again
    demo.enter(Address("spending", "adjustment_note"), "")
    demo.fill({Address("cover", "contact"): "改过"}, "改")
    later = exported(demo, tmp_path / "c.docx")
    assert later["docProps/custom.xml"] != first["docProps/custom.xml"]


def test_the_public_edition_names_no_report(demo: Session, tmp_path: Path) -> None:
    parts = exported(demo, tmp_path / "a.docx", "public")
    assert "docProps/custom.xml" not in parts
    assert not [name for name, part in parts.items() if demo.file.report_id().encode() in part]


@pytest.mark.slow
@pytest.mark.parametrize("suffix", ["docx", "folder"])
def test_the_command_line_names_the_state(demo_file: Path, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / "out" / ("a.docx" if suffix == "docx" else "")
    assert main(["export", str(demo_file), "--to", str(target)]) == 0
    (path,) = (tmp_path / "out").glob("*.docx")
    with zipfile.ZipFile(path) as package:
        found = custom_properties(package.read("docProps/custom.xml"))
    session = Session.open(demo_file, read_only=True)
    assert state_in(found) == session.file.state()
    session.close()


@pytest.mark.slow
def test_every_earlier_state_is_rebuilt_from_the_changes_after_it(demo: Session) -> None:
    states = [(demo.file.state(), dict(demo.entries))]
    row = demo.add_row("problems", "items", None, {"text": "新问题"})
    states.append((demo.file.state(), dict(demo.entries)))
    demo.delete_row("problems", "items", "q1")
    states.append((demo.file.state(), dict(demo.entries)))
    demo.undo()
    demo.enter(Address("problems", "items", row, "text"), "改写的问题")
    for state, texts in states:
        changes = demo.file.changes_after(state)
        assert changes is not None
        edits = [edit.inverted() for change in reversed(changes) for edit in reversed(change.edits)]
        assert dict(demo.entries.after(tuple(edits))) == texts
    assert demo.file.changes_after(demo.file.state()) == []


def test_a_state_of_another_journal_is_not_found(demo: Session, tmp_path: Path) -> None:
    send_copy(demo.file.path, tmp_path / "copy.db", history=True)
    send_copy(demo.file.path, tmp_path / "bare.db", history=False)
    copy = Session.open(tmp_path / "copy.db")
    copy.enter(PROSE, "副本里改的。")
    demo.enter(PROSE, "这里改的。")
    assert copy.file.state().change == demo.file.state().change
    assert demo.file.changes_after(copy.file.state()) is None, "the same number in a copy is another change"
    copy.close()
    bare = Session.open(tmp_path / "bare.db")
    assert bare.file.report_id() == demo.file.report_id()
    assert bare.file.changes_after(demo.file.state()) is None
    assert bare.file.changes_after(bare.file.state()) == []
    bare.close()
    other = ReportState("0" * 32, demo.file.state().change, demo.file.state().checksum)
    assert demo.file.changes_after(other) is None


@pytest.mark.parametrize("change", ["", "-1", "1.5", "９", "1" * 40, "x"])
def test_properties_with_a_wrong_number_name_no_state(change: str) -> None:
    named = state_properties(ReportState("a" * 32, 7, "b"))
    assert state_in(named) == ReportState("a" * 32, 7, "b")
    assert state_in({**named, "PerfDeskChange": change}) is None
    assert state_in({**named, "PerfDeskReport": ""}) is None

"""Every read, write and sync fails once, and the disk is full at every write: the file is the old or the new one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.errors import PerfDeskError
from perfdesk.storage.backup import back_up, list_backups
from perfdesk.storage.recovery import pending_copies
from perfdesk.storage.report_handle import ReportHandle
from support.faulty_disk import FULL, Fault, FaultyDisk, faulty_disk
from support.measurements import Record

pytestmark = pytest.mark.slow

UNIT = Address("cover", "unit_name")
OPERATIONS: dict[str, Callable[[Session], object]] = {
    "enter": lambda session: session.enter(UNIT, "青石县水利局"),
    "clear": lambda session: session.enter(UNIT, ""),
    "fill": lambda session: session.fill({Address("performance", "text"): "字" * 30_000, UNIT: "乙"}, "填入"),
    "add a row": lambda session: session.add_row("spending", "projects"),
    "undo": lambda session: session.undo(),
}


@pytest.fixture
def disk() -> Iterator[FaultyDisk]:
    """A disk that fails on request."""
    with faulty_disk() as disk:
        yield disk


@pytest.fixture
def small_file(blank: Session) -> Path:
    """A report that is checked quickly."""
    blank.enter(UNIT, "青石县林业局")
    blank.close()
    return blank.file.path


def is_a_sentence(error: PerfDeskError) -> bool:
    return re.fullmatch(r"[^\n]*[一-鿿][^\n]*。", str(error)) is not None


def attempt(disk: FaultyDisk, fault: Fault, operation: Callable[[], object]) -> bool:
    """Run an operation on a failing disk; return whether it succeeded. Its error must be a sentence."""
    disk.fault = fault
    try:
        operation()
    except PerfDeskError as error:
        assert is_a_sentence(error)
        return False
    finally:
        disk.fault = Fault()
    return True


def every_fault(full: bool) -> Iterator[Fault]:
    """Yield faults: each operation fails once, or the disk is full from one write on; ends when none occurs."""
    for at in range(1, 1000):
        fault = Fault(at, ("write",), True, FULL) if full else Fault(at)
        yield fault
        if not fault.failed:
            return


@pytest.mark.parametrize("full", [False, True], ids=["each operation fails once", "disk full"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_a_change_on_a_failing_disk_is_saved_completely_or_not_at_all(
    disk: FaultyDisk, form: Form, small_file: Path, name: str, full: bool, record_measurement: Record
) -> None:
    struck = 0
    for fault in every_fault(full):
        path = Path(shutil.copy(small_file, small_file.with_name("try.db")))
        session = Session(form, ReportHandle(ReportFile.open(path)))
        before, label = dict(session.entries), session.undo_label
        done = attempt(disk, fault, lambda session=session: OPERATIONS[name](session))
        struck += bool(fault.failed)
        after = dict(session.entries)
        assert done == (after != before)
        assert done or session.undo_label == label
        with ReportFile.open(path) as file:
            assert dict(file.entries()) == after
        assert session.enter(Address("cover", "short_name"), "之后")  # the disk is well again
        with ReportFile.open(path) as file:
            assert dict(file.entries()) == {**after, Address("cover", "short_name"): "之后"}
        session.close()
    record_measurement(f"{name}: {struck} faults")
    assert struck > (3 if full else 20)


@pytest.mark.parametrize("read_only", [False, True])
def test_opening_on_a_failing_disk_succeeds_or_reports_an_error(
    disk: FaultyDisk, small_file: Path, read_only: bool, record_measurement: Record
) -> None:
    whole, struck = small_file.read_bytes(), 0
    for fault in every_fault(full=False):
        opened: list[ReportFile] = []
        attempt(disk, fault, lambda opened=opened: opened.append(ReportFile.open(small_file, read_only)))
        for file in opened:
            file.close()
        struck += bool(fault.failed)
        assert small_file.read_bytes() == whole
    record_measurement(f"opening: {struck} faults")
    assert struck > 10


@pytest.mark.parametrize("full", [False, True], ids=["each operation fails once", "disk full"])
def test_a_copy_and_a_backup_on_a_failing_disk_are_complete_or_missing(
    disk: FaultyDisk, small_file: Path, full: bool, record_measurement: Record
) -> None:
    struck = 0
    with ReportFile.open(small_file) as file:
        target = small_file.with_name("copy.db")
        for fault in every_fault(full):
            target.unlink(missing_ok=True)
            done = attempt(disk, fault, lambda: file.copy_to(target))
            assert done == target.exists()
            struck += bool(fault.failed)
        for fault in every_fault(full):
            for backup in list_backups(file.report_id()):
                backup.path.unlink()
            done = attempt(disk, fault, lambda: back_up(file))
            made = list_backups(file.report_id())
            assert bool(made) == done
            for backup in made:
                ReportFile.open(backup.path, read_only=True).close()
            struck += bool(fault.failed)
        assert sorted(path.name for path in small_file.parent.glob("*.db*")) in (
            [small_file.name],
            [small_file.name, target.name],
            [target.name, small_file.name],
        )
    record_measurement(f"copy and backup: {struck} faults")


@pytest.mark.parametrize("full", [False, True], ids=["each operation fails once", "disk full"])
def test_a_new_report_on_a_failing_disk_is_complete_or_missing(
    disk: FaultyDisk, blank: Session, full: bool, record_measurement: Record
) -> None:
    path = blank.file.path.with_name("new.db")
    struck = 0
    for fault in every_fault(full):
        made = attempt(disk, fault, lambda: Session.create(path, blank.form).close())
        struck += bool(fault.failed)
        if path.exists():
            ReportFile.open(path).close()
            path.unlink()
        else:
            assert not made
    record_measurement(f"new: {struck} faults")


def test_a_synced_report_keeps_a_committed_state_while_the_local_disk_fails(
    disk: FaultyDisk, small_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_measurement: Record
) -> None:
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "own"))
    (tmp_path / "坚果云").mkdir()
    place = small_file.rename(tmp_path / "坚果云" / "报告.db")
    whole, struck, old, new = place.read_bytes(), 0, "青石县林业局", "青石县水利局"

    def work() -> None:
        session = Session.open(place)
        try:
            session.enter(UNIT, new)
            session.publish()
        finally:
            session.close()

    for fault in every_fault(full=False):
        place.write_bytes(whole)
        done = attempt(disk, fault, work)
        struck += bool(fault.failed)
        with ReportFile.open(place, read_only=True) as file:
            assert file.entries().text(UNIT) in ((new,) if done else (old, new))
        again = Session.open(place)  # the disk is well again
        again.enter(UNIT, new)
        again.close()
        assert (pending_copies(), list((tmp_path / "own" / "working").iterdir())) == ([], [])
        assert [path.name for path in place.parent.iterdir()] == [place.name]
    record_measurement(f"hard place: {struck} faults")
    assert struck > 40

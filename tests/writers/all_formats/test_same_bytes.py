"""The same answers give the same files, byte for byte, whenever and in whatever process they are written."""

from __future__ import annotations

import getpass
import os
import subprocess
import sys
from pathlib import Path

import pytest

from perfdesk.definition.sample_list import samples

pytestmark = pytest.mark.slow

_EXPORT = """
import sys
from pathlib import Path
from perfdesk.application.export import export_report
from perfdesk.application.session import Session
for path in map(Path, sys.argv[2:]):
    session = Session.open(path)
    files = [Path(sys.argv[1]) / f"{path.stem}{suffix}" for suffix in (".docx", ".pdf", ".xlsx")]
    export_report(session.answers, session.findings, files, draft=True, progress=lambda _: None)
    session.close()
"""


def _exported(folder: Path, seed: int, zone: str, reports: list[Path]) -> dict[str, bytes]:
    folder.mkdir()
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "TZ": zone, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", _EXPORT, str(folder), *map(str, reports)]
    subprocess.run(command, check=True, env=environment, timeout=120)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_two_exports_of_the_same_state_are_byte_identical(sample_files: dict[str, Path], tmp_path: Path):
    reports = list(sample_files.values())
    first = _exported(tmp_path / "first", 1, "Asia/Shanghai", reports)
    second = _exported(tmp_path / "second", 2, "America/New_York", reports)
    assert len(first) == 3 * len(samples())
    assert [name for name in first if first[name] != second[name]] == []


def test_files_contain_no_path_account_or_time_of_the_machine(all_exported):
    for exported in all_exported.values():
        for path in (exported.docx, exported.pdf, exported.xlsx):
            content = path.read_bytes()
            assert str(path.parent).encode() not in content
            assert f"/home/{getpass.getuser()}".encode() not in content

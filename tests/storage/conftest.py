"""A report in a hard place, and the user's own folder it is worked on in."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder, empty."""
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "own"))
    return tmp_path / "own"


@pytest.fixture
def cloud(demo_file: Path, own: Path) -> Path:
    """A report in a folder that a cloud service copies, worked on in an empty folder of one's own."""
    folder = own.with_name("坚果云")
    folder.mkdir()
    return demo_file.rename(folder / "报告 2024😀.db")

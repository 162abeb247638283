"""A report in a synced folder, and the user's data folder."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data folder, empty."""
    monkeypatch.setenv("PERFDESK_DATA", str(tmp_path / "own"))
    return tmp_path / "own"


@pytest.fixture
def cloud(demo_file: Path, own: Path) -> Path:
    """A report in a synced folder, with an empty data folder for its working copy."""
    folder = own.with_name("坚果云")
    folder.mkdir()
    return demo_file.rename(folder / "报告 2024😀.db")

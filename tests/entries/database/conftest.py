"""A received report, and a file that it must not affect."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def received(demo_file: Path, tmp_path: Path) -> Path:
    """The only file in a folder."""
    (tmp_path / "received").mkdir()
    return demo_file.rename(tmp_path / "received" / "报告.db")


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A file that must not be changed."""
    path = tmp_path / "victim.txt"
    path.write_text("dear county\n", encoding="utf-8")
    return path

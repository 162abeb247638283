"""The command that draws pictures of the window."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


@pytest.mark.slow
def test_help_is_printed_and_nothing_is_drawn(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "screenshots", "--help"]
    environment = {"PYTHONPATH": f"{TESTS.parent}:{TESTS}", "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert run.returncode == 0
    assert run.stdout.startswith("usage: python -m screenshots")
    assert list(tmp_path.iterdir()) == []

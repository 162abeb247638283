"""A command run as its user does: its exit code, its output, its errors."""

from __future__ import annotations

import pytest

from perfdesk.__main__ import main
from support.commands import Run


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        return (code, *capsys.readouterr())

    return call

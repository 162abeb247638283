"""The kind of function that runs a command: exit code, output and errors."""

from __future__ import annotations

from collections.abc import Callable

Run = Callable[..., tuple[int, str, str]]

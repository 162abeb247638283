"""The sample reports shipped with the program, with their titles and forms."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from perfdesk.paths import RESOURCES

_FOLDER = RESOURCES / "samples"


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample: its name on the command line, form id, title, description and file of answers."""

    name: str
    form: str
    title: str
    about: str
    values: Path


@cache
def samples() -> dict[str, Sample]:
    """Return all samples by name, in the order of the start page."""
    listed = tomllib.loads((_FOLDER / "samples.toml").read_text(encoding="utf-8"))
    return {
        name: Sample(name, about["form"], about["title"], about["about"], _FOLDER / f"{name}.json")
        for name, about in listed.items()
    }

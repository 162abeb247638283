"""The sample reports shipped with the program: answers in the same JSON that `perfdesk fill` reads."""

from __future__ import annotations

from pathlib import Path

from perfdesk.definition.loader import shipped_form
from perfdesk.errors import PerfDeskError
from perfdesk.resources import RESOURCES, SAMPLES
from perfdesk.session import Session
from perfdesk.values import fill_values, read_values

_FORM = "hunan_overall_2023"


def make_sample(name: str, path: Path) -> None:
    """Write a sample as a new report file; PerfDeskError when there is no such sample or the file stands already."""
    if name not in SAMPLES:
        raise PerfDeskError(f"没有名为“{name}”的样例。", f"可用的样例：{'、'.join(SAMPLES)}。")
    values = read_values(RESOURCES / "samples" / f"{name}.json")
    form = shipped_form(_FORM)
    Session.create(path, form, fill=lambda new: fill_values(new, values, f"样例 {name}")).close()

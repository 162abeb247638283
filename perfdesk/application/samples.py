"""The sample reports shipped with the program: answers in the same JSON that `perfdesk fill` reads."""

from __future__ import annotations

from pathlib import Path

from perfdesk.application.answers_json import fill_values, read_values
from perfdesk.application.session import Session
from perfdesk.definition.loader import shipped_form
from perfdesk.definition.sample_list import samples
from perfdesk.errors import PerfDeskError


def make_sample(name: str, path: Path) -> None:
    """Write a sample as a new report file; PerfDeskError when there is no such sample or the file exists."""
    sample = samples().get(name)
    if sample is None:
        raise PerfDeskError(f"没有名为“{name}”的样例。", f"可用的样例：{'、'.join(samples())}。")
    values = read_values(sample.values)
    form = shipped_form(sample.form)
    Session.create(path, form, fill=lambda new: fill_values(new, values, f"样例 {name}")).close()

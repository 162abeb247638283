"""A form that moves on to its second version, and a report made with its first."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.library import find_form
from perfdesk.paths import FORMS

FORM = "moving"
#: What the next version of the shipped form changes: a section, a field, a table, a column and a row are renamed, a
#: question is dropped.
NEXT_VERSION = {
    "form.toml": [
        ("version = 1", "version = 2"),
        (
            "[report]",
            "[renamed]\n"
            'others = "remarks"\n'
            '"basics.duties_lead" = "basics.duties_source"\n'
            '"measures.items" = "measures.steps"\n'
            '"basics.goals.done" = "basics.goals.outcome"\n'
            '"spending.flow.cut" = "spending.flow.reduced"\n\n'
            "[report]",
        ),
    ],
    "sections/10_others.toml": [('id = "others"', 'id = "remarks"')],
    "sections/08_measures.toml": [('id = "items"', 'id = "steps"'), ("count(items.text)", "count(steps.text)")],
    "sections/01_basics.toml": [('id = "duties_lead"', 'id = "duties_source"'), ('id = "done"', 'id = "outcome"')],
    "sections/02_spending.toml": [('id = "cut"', 'id = "reduced"'), ("flow.cut.amount", "flow.reduced.amount")],
    "attachments/2_self_evaluation.toml": [("{done}", "{outcome}"), ("blank(done)", "blank(outcome)")],
    "sections/00_cover.toml": [
        (
            "[[block]]\n"
            'type = "field"\n'
            'id = "budget_code"\n'
            'label = "预算编码"\n'
            'print = "none"\n'
            'aliases = ["部门编码", "单位编码", "预算单位编码"]\n'
            'kind = "text"\n'
            'help = "部门预算编码，例如 219 或 219001。"\n',
            "",
        )
    ],
}


def first_version(forms: Path) -> Path:
    """The bureau's own copy of the shipped form, in its first version."""
    folder = Path(shutil.copytree(FORMS / "hunan_overall_2023", forms / FORM))
    text = (folder / "form.toml").read_text(encoding="utf-8")
    text = text.replace('id = "hunan_overall_2023"', f'id = "{FORM}"')
    text = re.sub(r"(?m)^version = \d+$", "version = 1", re.sub(r"\[\[new\]\]\n(?:.+\n)+", "", text), count=1)
    (folder / "form.toml").write_text(text, encoding="utf-8")
    return folder


def replace_in_form(folder: Path, pieces: dict[str, list[tuple[str, str]]]) -> None:
    """Change a form's text in some places, each of which must be there."""
    for name, replaced in pieces.items():
        text = (folder / name).read_text(encoding="utf-8")
        for old, new in replaced:
            assert old in text, (name, old)
            text = text.replace(old, new)
        (folder / name).write_text(text, encoding="utf-8")


def report_of_first_version(path: Path, answers: Iterable[tuple[Address, str]]) -> Path:
    """A report of that form with these answers."""
    session = Session.create(path, find_form(FORM))
    session.fill({address: text for address, text in answers if address.column != "#"}, "样例")
    session.close()
    return path

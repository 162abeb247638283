"""The sample reports shipped with the program: answers in the same JSON that `perfdesk fill` reads."""

from __future__ import annotations

from pathlib import Path

from perfdesk.definition.loader import shipped_form
from perfdesk.errors import PerfDeskError
from perfdesk.resources import RESOURCES
from perfdesk.session import Session
from perfdesk.values import fill_values, read_values

#: Sample names and what they are called on screen.
SAMPLES = {
    "daoxian-2023": "道县应急管理局 2023 年度（真实报告，错误照原样保留）",
    "demo-2024": "青石县林业局 2024 年度（虚构，完整无误的范例）",
}
_FORM = "hunan_overall_2023"


def make_sample(name: str, path: Path) -> None:
    """Write a sample as a new report file; PerfDeskError when there is no such sample or the file stands already."""
    if name not in SAMPLES:
        raise PerfDeskError(f"没有名为“{name}”的样例。", f"可用的样例：{'、'.join(SAMPLES)}。")
    values = read_values(RESOURCES / "samples" / f"{name}.json")
    session = Session.create(path, shipped_form(_FORM))
    try:
        fill_values(session, values, f"样例 {name}")
    finally:
        session.close()

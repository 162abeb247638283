"""Where the program's own files lie, from a checkout, an installed package or a PyInstaller folder."""

from __future__ import annotations

import sys
from pathlib import Path


def _root() -> Path:
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) if bundle else Path(__file__).resolve().parent.parent


RESOURCES = _root() / "resources"
FORMS = _root() / "forms"

#: Sample names and what they are called on screen.
SAMPLES = {
    "daoxian-2023": "道县应急管理局 2023 年度（真实报告，错误照原样保留）",
    "demo-2024": "青石县林业局 2024 年度（虚构，完整无误的范例）",
}

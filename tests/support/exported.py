"""What the tests of exports share: the reports they export, and one of them with its files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from perfdesk.definition.sample_list import samples
from perfdesk.document.blocks import Report
from perfdesk.evaluation.answers import Answers

#: What a user should not, but can, paste into any field.
HOSTILE = "=cmd|' /C calc'!A0<img src='file:///etc/passwd'/>&amp;\u202eעברית\u200f😀龘\x00\x0b“”——……@SUM(A1)"
#: Both samples, and the filled example of the form with a cover and its tables in the body.
PRINTED = (*sorted(samples()), "yueyang")
REPORTS = (*PRINTED, "hostile")

#: Files, the suffix to convert them to, a folder for the results.
Convert = Callable[[list[Path], str, Path], list[Path]]


@dataclass(frozen=True)
class Exported:
    """One report with its three files."""

    name: str
    answers: Answers
    report: Report
    docx: Path
    pdf: Path
    xlsx: Path

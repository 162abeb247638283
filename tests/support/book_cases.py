"""The cases of the trade's book: what is entered into a right report, and what the checks must then say, or not say."""

from __future__ import annotations

import contextlib
import json
import re
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from perfdesk.application.answers_json import fill_values, propose_values
from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.checks.accepted import split_accepted
from perfdesk.checks.finding import Finding
from perfdesk.checks.run import run
from perfdesk.definition.loader import shipped_form
from perfdesk.document.blocks import Edition
from perfdesk.document.build import build
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.writers.formats import FORMATS

BOOK = Path(__file__).resolve().parent.parent / "corpus" / "book"
SAMPLE = "demo-2024"


@dataclass(frozen=True)
class BookCase:
    """One case. `via` says what is looked at: findings (`check`), a refused entry, or the text of a Word file."""

    no: str
    title: str
    values: dict[str, object]
    expected: str
    codes: list[str] = field(default_factory=list)
    message: str = ""
    via: str = "check"
    base: str = ""
    contains: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The number and the title."""
        return f"{self.no} {self.title}"


def book_cases() -> list[BookCase]:
    """Every case, in the order of the book."""
    return [BookCase(**known) for known in _read_json("cases.json")]


def _read_json(name: str) -> Any:
    text = (BOOK / name).read_text(encoding="utf-8")
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


class BookReplay:
    """Replays cases in memory on reports that are made once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sessions: dict[str, Session] = {}

    def close(self) -> None:
        """Close the reports."""
        for session in self._sessions.values():
            session.close()

    def is_right(self, case: BookCase) -> bool:
        """Whether the program does what the book asks for."""
        session = self._base(case.base)
        try:
            answers = self._after(session, case)
        except PerfDeskError:
            return case.via == "refused"
        if case.via == "refused":
            return False
        if case.via in ("docx", "public"):
            text = self._word_text(answers, "public" if case.via == "public" else "submission")
            return all(one in text for one in case.contains) and not any(one in text for one in case.absent)
        return _is_as_expected(case, self.findings(case))

    def findings(self, case: BookCase) -> tuple[Finding, ...]:
        """The open findings of a case."""
        answers = self._after(self._base(case.base), case)
        return split_accepted(answers, run(answers))[0]

    def _base(self, name: str) -> Session:
        if name not in self._sessions:
            path = self._folder / f"{Path(name or SAMPLE).stem}.db"
            if name:
                known = _read_json(name)
                values = known["values"]
                form = shipped_form(known["form"])
                Session.create(path, form, fill=lambda new: fill_values(new, values, "")).close()
            else:
                make_sample(SAMPLE, path)
            self._sessions[name] = Session.open(path)
        return self._sessions[name]

    def _after(self, session: Session, case: BookCase) -> Answers:
        edits = propose_values(session, case.values).edits(session.form, session.entries)
        return session.answers.after(tuple(edits))

    def _word_text(self, answers: Answers, edition: Edition) -> str:
        path = self._folder / "case.docx"
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        word = next(known for known in FORMATS if known.suffix == ".docx")
        word.write(build(answers, (), False, edition), path)
        with zipfile.ZipFile(path) as packed:
            parts = [packed.read(name).decode("utf-8") for name in packed.namelist() if name.endswith(".xml")]
        raw = "\n".join(parts)
        return raw + re.sub(r"<[^>]+>", "", raw)


def _is_as_expected(case: BookCase, findings: tuple[Finding, ...]) -> bool:
    if case.expected == "none":
        return not findings
    if case.message:
        shown = (f"{one.code}:{one.severity}{'+fix' if one.fix else ''} {one.message}" for one in findings)
        return any(re.search(case.message, one) for one in shown)
    return any(not case.codes or one.code in case.codes for one in findings)

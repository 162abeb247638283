"""All errors of a form with file and line, for authors of forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from perfdesk.budget import Budget, TooMuchError
from perfdesk.definition.diagnostics import LARGEST_FORM, Diagnostics, FormError
from perfdesk.definition.form_folder import FORM_FILE, toml_files
from perfdesk.definition.loader import MAX_DIAGNOSTICS, read_form
from perfdesk.definition.model import Form
from perfdesk.definition.style.word_styles import WORD_FILES
from perfdesk.definition.toml.source_lines import line_of

#: Reports what is wrong in further files of a sound form.
FurtherCheck = Callable[[Path, Form, Diagnostics], None]
_ID = re.compile(r"^id\s*=\s*[\"'](\w+)[\"']", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One error: its file, its line (0 if unknown), its location in the file and a message."""

    file: str
    line: int
    location: str
    message: str


@dataclass(frozen=True, slots=True)
class FormCheck:
    """The errors of a form, in the order of its files and lines.

    `is_incomplete`: some files could not be read, so that names in them are unknown. `is_truncated`: there are more
    errors. `form` is the part that could be read. `remarks` are about what is allowed but hardly meant.
    """

    diagnostics: tuple[Diagnostic, ...]
    is_incomplete: bool
    is_truncated: bool
    form: Form | None
    remarks: tuple[Diagnostic, ...] = ()


def check_folder(folder: Path, *further: FurtherCheck) -> FormCheck:
    """Return all errors of the form in a folder; `further` checks are of files that other packages read."""
    form, collected = read_form(folder)
    if form is not None and not collected.errors:
        with suppress(FormError):  # the error that reached the limit
            for check in further:
                check(folder, form, collected)
    texts = _texts(folder) if collected.errors or collected.remarks else {}
    sections = {found[1]: file for file, text in texts.items() if (found := _ID.search(text)) and file != FORM_FILE}
    budget = Budget(0)
    errors, remarks = (
        tuple(
            sorted(
                (_diagnostic(error, texts, sections, budget, collected.repetitions[error.cause]) for error in found),
                key=lambda one: _sort_key(one, texts),
            )
        )
        for found in (collected.errors, collected.remarks)
    )
    return FormCheck(
        errors, collected.is_incomplete, len(collected.errors) >= MAX_DIAGNOSTICS, form, () if errors else remarks
    )


def _texts(folder: Path) -> dict[str, str]:
    """Return the texts of a form's files; empty for unreadable or too large ones."""
    budget, texts = Budget(LARGEST_FORM), {str(file): "" for file in WORD_FILES}
    with suppress(TooMuchError, OSError):
        texts |= dict.fromkeys(sorted(toml_files(folder)), "")
    for file in texts:
        with suppress(TooMuchError, OSError):
            if file not in WORD_FILES:
                texts[file] = budget.read(folder / file).decode("utf-8-sig", errors="replace")
    return texts


def _diagnostic(
    error: FormError, texts: dict[str, str], sections: dict[str, str], budget: Budget, repetitions: int
) -> Diagnostic:
    file, _, location = error.location.partition(" ")
    if file not in texts:  # an error of the whole form: its location is section.name
        section, _, name = file.partition(".")
        file, location = sections.get(section, file), f"[{name}]" if name else ""
    line = 0
    with suppress(TooMuchError):  # without the line rather than not at all
        budget.tick()
        line = line_of(texts.get(file, ""), location, error.problem)
    more = f"{'' if error.problem.endswith('？') else '；'}另有 {repetitions} 处同样" if repetitions else ""
    return Diagnostic(file, line, location, error.problem + more)


def _sort_key(diagnostic: Diagnostic, texts: dict[str, str]) -> tuple[bool, str, bool, int]:
    return (
        diagnostic.file != FORM_FILE and diagnostic.file in texts,
        diagnostic.file,
        diagnostic.line == 0,
        diagnostic.line,
    )

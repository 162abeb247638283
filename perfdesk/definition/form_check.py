"""Every mistake of a form with its file and line, for whoever writes the form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from perfdesk.definition.loader import FORM_FILE, MOST_TOLD, mistakes_in
from perfdesk.definition.mistakes import FormError
from perfdesk.definition.toml_lines import line_of
from perfdesk.definition.word_style import WORD_FILES
from perfdesk.safe_open import is_folder, read_regular

_ID = re.compile(r"^id\s*=\s*[\"'](\w+)[\"']", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Told:
    """One mistake: its file, the line if it can be found (0 if not), the place in the file and what is wrong."""

    file: str
    line: int
    place: str
    clause: str


@dataclass(frozen=True, slots=True)
class FormCheck:
    """What is wrong with a form, in the order of its files and lines.

    With `is_partial` some files could not be read, and names in them not be looked up; with `is_cut` there is more.
    """

    told: tuple[Told, ...]
    is_partial: bool
    is_cut: bool


def check_folder(folder: Path) -> FormCheck:
    """Everything that is wrong with the form in a folder."""
    mistakes = mistakes_in(folder)
    texts = {path.relative_to(folder).as_posix(): _text(path) for path in _toml_files(folder)}
    texts |= dict.fromkeys(WORD_FILES, "")
    sections = {found[1]: file for file, text in texts.items() if (found := _ID.search(text)) and file != FORM_FILE}
    told = sorted((_told(error, texts, sections) for error in mistakes.found), key=lambda one: _order(one, texts))
    return FormCheck(tuple(told), mistakes.is_partial, len(mistakes.found) >= MOST_TOLD)


def _told(error: FormError, texts: dict[str, str], sections: dict[str, str]) -> Told:
    file, _, place = error.where.partition(" ")
    if file not in texts:  # what only the whole form shows is told by section and name
        section, _, name = file.partition(".")
        file, place = sections.get(section, file), f"[{name}]" if name else ""
    return Told(file, line_of(texts.get(file, ""), place, error.clause), place, error.clause)


def _order(told: Told, texts: dict[str, str]) -> tuple[bool, str, bool, int]:
    return told.file != FORM_FILE and told.file in texts, told.file, told.line == 0, told.line


def _toml_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.toml")) if is_folder(folder) else []


def _text(path: Path) -> str:
    try:
        return read_regular(path).decode("utf-8", "replace")
    except OSError:
        return ""

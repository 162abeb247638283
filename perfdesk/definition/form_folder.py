"""The files in a form's folder, and the forms in a folder; reads no more than a form can have."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from perfdesk.atomic_file import write_bytes_atomically
from perfdesk.budget import Budget, TooMuchError
from perfdesk.definition.toml_screen import screen_toml
from perfdesk.safe_open import open_regular

FORM_FILE = "form.toml"
#: What tables from elsewhere look like; importers read it.
IMPORTS_FILE = "imports.toml"
#: Beside the bureau's own forms: folders elsewhere with a form that reports were made of, one a line.
LIST_FILE, _LIST_SIZE = "folders.txt", 100_000
#: The maximum number of files and folders in a form's folder, and of nested folders.
_MAX_ENTRIES, _MAX_DEPTH = 10_000, 6
#: The maximum number of a bureau's own forms, and the bytes read of each to list it.
MAX_FORMS, _HEAD_SIZE = 300, 16_000


def toml_files(folder: Path) -> set[str]:
    """Return the TOML files below a folder as relative names; TooMuchError for more than a form can have."""
    return set(_below(folder, "", Budget(0, entries=_MAX_ENTRIES, nesting=_MAX_DEPTH), 0))


def _below(folder: Path, name: str, budget: Budget, depth: int) -> Iterator[str]:
    budget.go_down(depth)
    with suppress(PermissionError), os.scandir(folder) as found:
        for one in found:
            budget.spend()
            if one.is_dir(follow_symlinks=False):
                yield from _below(Path(one.path), f"{name}{one.name}/", budget, depth + 1)
            elif one.name.endswith(".toml"):
                yield name + one.name


def form_folders(folder: Path) -> list[Path]:
    """Return at most MAX_FORMS form folders in a folder; none when it cannot be read."""
    try:
        with os.scandir(folder) as found:
            names = sorted(one.name for one in islice(found, MAX_FORMS))
    except OSError:  # missing or another user's: reports of shipped forms can still be opened
        return []
    return [folder / name for name in names if is_form(folder / name)]


def listed_folders(forms: Path) -> list[Path]:
    """Return at most MAX_FORMS folders elsewhere that were added to the list and contain a form now."""
    with suppress(OSError):
        return [folder for line in _listed_lines(forms) if is_form(folder := Path(line))]
    return []


def list_folder(forms: Path, folder: Path) -> None:
    """Add a folder elsewhere to the list, also if others are away, such as on a drive that is not connected.

    Raises OSError; a list that cannot be read stays as it is.
    """
    added = str(folder.resolve())
    lines = [added, *(line for line in _listed_lines(forms) if line != added)]
    forms.mkdir(parents=True, exist_ok=True)
    write_bytes_atomically(forms / LIST_FILE, "".join(f"{line}\n" for line in lines[:MAX_FORMS]).encode("utf-8"))


def _listed_lines(forms: Path) -> list[str]:
    """Return at most MAX_FORMS lines of the list; raises OSError if there is one that cannot be read."""
    try:
        lines = Budget(_LIST_SIZE).read(forms / LIST_FILE).decode("utf-8-sig").splitlines()
    except FileNotFoundError:
        return []
    except (TooMuchError, UnicodeDecodeError) as error:
        raise OSError(f"{LIST_FILE} cannot be read") from error
    return [text for line in lines if (text := line.strip())][:MAX_FORMS]


def is_form(folder: Path) -> bool:
    """Whether a folder contains a form."""
    with suppress(OSError):  # the name is too long, or it is another user's
        return (folder / FORM_FILE).is_file()
    return False


def head_of(folder: Path, file_name: str = FORM_FILE) -> dict[str, str]:
    """Return the texts at the head of a form's first file (`id`, `title`, `about`); reads only the head."""
    try:
        with open_regular(folder / file_name) as file:
            text = file.read(_HEAD_SIZE).decode("utf-8-sig", errors="replace")
        head = text.partition("\n[")[0]
        screen_toml(head, Budget(_HEAD_SIZE, entries=1000))
        found = _parsed(head)
    except (OSError, TooMuchError):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)}


def _parsed(head: str) -> dict[str, object]:
    """Parse the head as TOML; if it is cut inside a value, the lines before."""
    lines = head.splitlines(keepends=True)
    while lines:
        try:
            return tomllib.loads("".join(lines))
        except (ValueError, RecursionError):
            del lines[len(lines) // 2 :]
    return {}

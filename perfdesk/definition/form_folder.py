"""What lies in a folder of a form, or of forms, looked at only as far as forms go."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from perfdesk.budget import Budget, TooMuchError
from perfdesk.definition.toml_screen import screen_toml
from perfdesk.safe_open import open_regular

FORM_FILE = "form.toml"
#: Of files and folders in a form's folder, and of folders in each other.
_MOST_INSIDE, _DEEPEST = 10_000, 6
#: Of forms that a bureau keeps, and in bytes of what is read of each to offer it.
MOST_FORMS, _HEAD = 300, 16_000


def toml_files(folder: Path) -> set[str]:
    """The TOML files below a folder by name; TooMuchError when more lies there than belongs to a form."""
    return set(_below(folder, "", Budget(0, entries=_MOST_INSIDE, nesting=_DEEPEST), 0))


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
    """The folders of forms in a folder, the first MOST_FORMS that are found; none when it cannot be read."""
    try:
        with os.scandir(folder) as found:
            names = sorted(one.name for one in islice(found, MOST_FORMS))
    except OSError:  # none at all, or another user's: no reason not to open a report of a shipped form
        return []
    return [folder / name for name in names if is_form(folder / name)]


def is_form(folder: Path) -> bool:
    """Whether a form lies in a folder."""
    with suppress(OSError):  # a name too long for the disk, or another user's
        return (folder / FORM_FILE).is_file()
    return False


def head_of(folder: Path, file_name: str = FORM_FILE) -> dict[str, str]:
    """The texts at the head of a form's first file (`id`, `title`, `about`), read no further than they stand."""
    try:
        with open_regular(folder / file_name) as file:
            text = file.read(_HEAD).decode("utf-8", errors="replace")
        head = text.partition("\n[")[0]
        screen_toml(head, Budget(_HEAD, entries=1000))
        found = _parsed(head)
    except (OSError, TooMuchError):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)}


def _parsed(head: str) -> dict[str, object]:
    """The head as TOML; when it was cut in the middle of something, the lines before that."""
    lines = head.splitlines(keepends=True)
    while lines:
        try:
            return tomllib.loads("".join(lines))
        except (ValueError, RecursionError):
            del lines[len(lines) // 2 :]
    return {}

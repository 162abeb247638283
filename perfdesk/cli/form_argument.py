"""The argument `--form`: the id of a form, or the folder that contains it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from perfdesk.definition.library import default_form, find_form, known_form_ids
from perfdesk.definition.model import Form
from perfdesk.safe_open import is_folder


def find_form_argument(form: str | None, load: Callable[[Path], Form]) -> Form:
    """The form with this id or in this folder, which `load` reads; the default form for None."""
    if form is None:
        return find_form(default_form())
    return load(Path(form)) if form not in known_form_ids() and is_folder(Path(form)) else find_form(form)

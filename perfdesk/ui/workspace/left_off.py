"""Where the user left off in a report, so that it is opened there again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfdesk.definition.address import Address
from perfdesk.ui.pages.focus import focused_address
from perfdesk.ui.settings import remember, remembered

if TYPE_CHECKING:
    from perfdesk.ui.workspace.workspace import Workspace

_SETTINGS_KEY = "left_off"
#: The settings keep the places of this many reports.
_MOST = 30


def remember_place(workspace: Workspace) -> None:
    """Remember the answer at the cursor."""
    address = focused_address(workspace.page)
    if address is not None:
        mark = f"{workspace.model.session.file.report_id()} "
        places = [place for place in _places() if not place.startswith(mark)]
        remember(_SETTINGS_KEY, "\n".join([f"{mark}{address}", *places][:_MOST]))


def go_to_place(workspace: Workspace) -> bool:
    """Go to the answer at which the report was left; return False if it is not known, or no longer there."""
    mark = f"{workspace.model.session.file.report_id()} "
    place = next((place for place in _places() if place.startswith(mark)), "")
    try:
        return bool(place) and workspace.go_to(Address.parse(place.removeprefix(mark)))
    except ValueError:
        return False


def _places() -> list[str]:
    return str(remembered(_SETTINGS_KEY, "")).split("\n")

"""The marks by which the answers in an exported file are recognised: Word bookmarks and a hidden Excel sheet."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from perfdesk.definition.address import Address
from perfdesk.entries.report_state import ReportState

#: The hidden sheet of a workbook that maps cells to addresses.
MAP_SHEET = "_perfdesk"
#: The custom properties of a Word file that name the state of the report that it was exported from.
REPORT_ID_PROPERTY, CHANGE_PROPERTY, CHECKSUM_PROPERTY = "PerfDeskReport", "PerfDeskChange", "PerfDeskChecksum"

#: Digits of the number of a change: SQLite has no larger integers.
_LONGEST_NUMBER = 19
_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9]+")


def bookmark_name(address: Address) -> str:
    """The bookmark of an answer, the same in every document: `pd_`, a readable start, 16 hex digits.

    Word allows 40 letters, digits and underscores and ignores case, so an address itself is not a valid name; the hex
    digits make the name unique.
    """
    written = str(address)
    readable = _NOT_IN_NAME.sub("_", written)[:20]
    return f"pd_{readable}_{hashlib.sha256(written.encode('utf-8', 'replace')).hexdigest()[:16]}"


def state_properties(state: ReportState) -> dict[str, str]:
    """The custom properties of a file that was exported from a state of a report."""
    return {
        REPORT_ID_PROPERTY: state.report_id,
        CHANGE_PROPERTY: str(state.change),
        CHECKSUM_PROPERTY: state.checksum,
    }


def state_in(properties: Mapping[str, str]) -> ReportState | None:
    """The state that the custom properties of a file name; None when they name none."""
    report_id, change = properties.get(REPORT_ID_PROPERTY, ""), properties.get(CHANGE_PROPERTY, "")
    if not report_id or not (change.isascii() and change.isdigit() and len(change) < _LONGEST_NUMBER):
        return None
    return ReportState(report_id, int(change), properties.get(CHECKSUM_PROPERTY, ""))

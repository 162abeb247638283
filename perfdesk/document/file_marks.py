"""The marks by which the answers in an exported file are recognised: Word bookmarks and a hidden Excel sheet."""

from __future__ import annotations

import hashlib
import re

from perfdesk.definition.address import Address

#: The hidden sheet of a workbook that maps cells to addresses.
MAP_SHEET = "_perfdesk"

_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9]+")


def bookmark_name(address: Address) -> str:
    """The bookmark of an answer, the same in every document: `pd_`, a readable start, 16 hex digits.

    Word allows 40 letters, digits and underscores and ignores case, so an address itself is not a valid name; the hex
    digits make the name unique.
    """
    written = str(address)
    readable = _NOT_IN_NAME.sub("_", written)[:20]
    return f"pd_{readable}_{hashlib.sha256(written.encode('utf-8', 'replace')).hexdigest()[:16]}"

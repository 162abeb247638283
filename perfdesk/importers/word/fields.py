"""Fields of a Word file: their results are read, their codes are not."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from perfdesk.importers.word.tags import DELETED, MOVED_FROM, W

FIELD_MARK, FIELD_CODE = f"{W}fldChar", f"{W}instrText"
_KIND = f"{W}fldCharType"
_CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)


class Fields:
    """Where the reading stands among the fields of one part, which may be nested and span paragraphs.

    In a part where beginnings and ends do not match, everything but the codes themselves counts as text.
    """

    def __init__(self, part: Element) -> None:
        self._is_sound = _is_balanced(part)
        #: One entry for each open field: its code so far, and whether its result has begun.
        self._open: list[tuple[str, bool]] = []

    @property
    def is_in_code(self) -> bool:
        """Whether words here belong to a code."""
        return any(not has_result for _, has_result in self._open)

    @property
    def is_in_contents(self) -> bool:
        """Whether words here belong to an automatic table of contents."""
        return any(_CONTENTS.match(code) for code, _ in self._open)

    def pass_mark(self, mark: Element) -> None:
        """Pass the beginning, middle or end of a field."""
        kind = mark.get(_KIND)
        if not self._is_sound:
            return
        if kind == "begin":
            self._open.append(("", False))
        elif kind == "separate" and self._open:
            self._open[-1] = (self._open[-1][0], True)
        elif kind == "end" and self._open:
            self._open.pop()

    def pass_code(self, code: str) -> None:
        """Pass a piece of a code."""
        if self._open and len(self._open[-1][0]) < 100:
            self._open[-1] = (self._open[-1][0] + code, self._open[-1][1])


def _is_balanced(part: Element) -> bool:
    depth = 0
    for mark in part.iter(FIELD_MARK):
        if not _is_deleted(mark):
            depth += {"begin": 1, "end": -1}.get(mark.get(_KIND, ""), 0)
            if depth < 0:
                return False
    return depth == 0


def _is_deleted(mark: Any) -> bool:
    return next(mark.iterancestors(DELETED, MOVED_FROM), None) is not None

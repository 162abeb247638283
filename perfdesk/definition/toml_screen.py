"""A check of TOML before it is parsed: deep nesting and long names take tomllib extremely long."""

from __future__ import annotations

import re

from perfdesk.budget import Budget, TooMuchError

#: Whole strings and comments, then the tokens of tables and lists; possessive, so that time is linear.
_TOKEN = re.compile(
    r'''"""(?:[^"\\]++|\\.|"(?!""))*+"{0,5}|"(?:[^"\\\n]++|\\[^\n])*+"?'''
    r"""|'{3}(?:[^']++|'(?!''))*+'{0,5}|'[^'\n]*+'?|\#[^\n]*+|[\[\]{}=,.\n]""",
    re.DOTALL,
)
#: The maximum number of parts of a name such as `a.b.c`; forms have three.
_LONGEST_NAME = 12


def screen_toml(text: str, budget: Budget) -> None:
    """Raise TooMuchError if a text nests deeper, has longer names or more entries than any form."""
    depth = dots = 0
    for found in _TOKEN.finditer(text):
        token = found.group()
        if token == ".":
            dots += 1
            if dots >= _LONGEST_NAME:
                raise TooMuchError(f"有的名字超过 {_LONGEST_NAME} 段")
        elif token in "[{":
            depth, dots = depth + 1, 0
            budget.go_down(depth)
            budget.spend()
        elif token in "]}":
            depth = max(0, depth - 1)
        elif token in "=,\n":
            dots = 0
            if token != "\n":
                budget.spend()

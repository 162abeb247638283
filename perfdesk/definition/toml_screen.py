"""A look at TOML before it is read: on nests and long names the standard library's reader spends time without end."""

from __future__ import annotations

import re

from perfdesk.budget import Budget, TooMuchError

#: Strings and comments whole, then what builds tables and lists; nothing is ever looked at twice.
_TOKEN = re.compile(
    r'''"""(?:[^"\\]++|\\.|"(?!""))*+"{0,5}|"(?:[^"\\\n]++|\\[^\n])*+"?'''
    r"""|'{3}(?:[^']++|'(?!''))*+'{0,5}|'[^'\n]*+'?|\#[^\n]*+|[\[\]{}=,.\n]""",
    re.DOTALL,
)
#: Parts of one name, `a.b.c`: forms have three.
_LONGEST_NAME = 12


def screen_toml(text: str, budget: Budget) -> None:
    """TooMuchError when the text nests deeper, names longer or holds more than any form does."""
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

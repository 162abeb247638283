"""Text as a reader sees it: one character for each kind of digit, blank, dash, dot and bracket; nothing invisible.

The position of every character in the source is kept, so that what is found can be replaced there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_DASHES = "‐‑‒–—―⁃−﹘﹣－~～∼〜˗ー─━"
_DOTS = "·・‧∙⋅•．﹒․"
_STOPS = "。｡"
_OPENING = "（［｛〔【「『《〈﹙﹝[{"
_CLOSING = "）］｝〕】」』》〉﹚﹞]}"
_LINES = "\n\r\x0b\x0c\x85\u2028\u2029\x1e"
#: Letters that are displayed as a blank.
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0\u2800\u180e"
#: Characters written in place of the X at the end of an identity number.
_CROSSES = "×✕✖╳Хх𝖷ΧχⅩⅹ"
_EQUIVALENT = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(_DOTS, "."),
    **dict.fromkeys(_STOPS, "。"),
    **dict.fromkeys(_OPENING, "("),
    **dict.fromkeys(_CLOSING, ")"),
    **dict.fromkeys(_LINES, "\n"),
    **dict.fromkeys(_BLANK_LETTERS, " "),
    **dict.fromkeys(_CROSSES, "X"),
    "\t": " ",
    "，": ",",
}
#: Format, control and private-use characters, combining marks, lone surrogates and unassigned code points.
_INVISIBLE = {"Cf", "Cc", "Cs", "Cn", "Mn", "Me"}
_NUMERALS = {
    **{sign: str(value) for value, sign in enumerate("零一二三四五六七八九")},
    **{sign: str(value) for value, sign in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    **dict.fromkeys("○ΟО", "0"),
    **dict.fromkeys("幺弌", "1"),
    **dict.fromkeys("两貳", "2"),
    "參": "3",
    "陸": "6",
}
#: A run of these counts as one: `——` is one dash.
_COLLAPSED = re.compile(r"[ \n]{2,}|-{2,}")


class Normalized:
    """A normalized text with the position of each of its characters in the source."""

    def __init__(self, source: str, signs: _Signs) -> None:
        self._source, self._signs = source, signs
        self._starts: list[int] | None = None
        self.text = _COLLAPSED.sub(_first, source.translate(signs))

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the source of a non-empty part of the normalized text."""
        if self._starts is None:
            self._starts = list(self._places())
        return self._starts[start], self._starts[end - 1] + 1

    def _places(self) -> Iterator[int]:
        kept = [place for place, sign in enumerate(self._source) if self._signs[ord(sign)]]
        end = 0
        for run in _COLLAPSED.finditer(self._source.translate(self._signs)):
            yield from kept[end : run.start() + 1]
            end = run.end()
        yield from kept[end:]


class _Signs(dict[int, str]):
    """A table for `str.translate` from source to normalized characters, filled when a character is first seen."""

    def __init__(self, numerals: bool) -> None:
        super().__init__()
        self._numerals = numerals

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        read = self._numeral(sign) if self._numerals else ""
        self[code] = read or _read(sign)
        return self[code]

    @staticmethod
    def _numeral(sign: str) -> str:
        """The value of a Chinese, circled or raised digit; empty for other characters."""
        if sign in _NUMERALS:
            return _NUMERALS[sign]
        value = unicodedata.digit(sign, None)
        if value is None and unicodedata.category(sign) == "No" and unicodedata.numeric(sign) == 0:
            value = 0
        return "" if value is None else str(value)


_PLAIN, _WITH_NUMERALS = _Signs(numerals=False), _Signs(numerals=True)


def normalized(text: str, numerals: bool = False) -> Normalized:
    """Normalize a text; with `numerals`, Chinese and circled digits become digits, too."""
    return Normalized(text, _WITH_NUMERALS if numerals else _PLAIN)


def _first(run: re.Match[str]) -> str:
    """One character for a run of blanks, line ends or dashes."""
    return "\n" if "\n" in run[0] else run[0][0]


def is_numeral(sign: str) -> bool:
    """Whether a character is a digit only with `numerals`: a Chinese or circled digit."""
    return _PLAIN[ord(sign)] != _WITH_NUMERALS[ord(sign)]


def _read(sign: str) -> str:
    if " " < sign < "\x7f" and sign not in _EQUIVALENT:
        return sign
    if sign in _EQUIVALENT:
        return _EQUIVALENT[sign]
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(sign)
    if category in _INVISIBLE:
        return ""
    if category == "Zs":
        return " "
    folded = unicodedata.normalize("NFKC", sign)
    if category == "Pd":
        return "-"
    return folded if len(folded) == 1 and not folded.isdigit() else sign

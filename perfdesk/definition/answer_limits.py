"""What a form says of an answer beyond its kind: the least and the largest figure, and how a text is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from perfdesk.definition.kinds import Value, plain_number

#: `beginning`: more characters can make the text fit.
Fit = Literal["whole", "beginning", "none"]
_LONGEST_PATTERN = 100
_SLOT = re.compile(r"\{([^{}]*)\}")
_RUN = re.compile(r"(?:([1-9][0-9]{0,2}) *位)?(数字|字母|字母或数字|汉字|文字)")
_KINDS: dict[str, Callable[[str], bool]] = {
    "数字": lambda sign: sign.isascii() and sign.isdigit(),
    "字母": lambda sign: sign.isascii() and sign.isalpha(),
    "字母或数字": lambda sign: sign.isascii() and sign.isalnum(),
    "汉字": lambda sign: "\u4e00" <= sign <= "\u9fff",
    "文字": lambda _: True,
}
#: Characters of each kind, to show what a text may look like.
_EXAMPLES = {"数字": "12", "字母": "AB", "字母或数字": "A1", "汉字": "示例", "文字": "示例"}


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of one kind: `length` of them, or with 0 one or more."""

    kind: str
    length: int

    @property
    def example(self) -> str:
        """Characters that fit."""
        signs = _EXAMPLES[self.kind]
        return (signs * (self.length // len(signs) + 1))[: self.length or len(signs)]

    def ends(self, text: str, starts: set[int]) -> tuple[set[int], bool]:
        """Return where the characters can end, and whether the end of the text comes first."""
        fits, ends, is_cut = _KINDS[self.kind], set[int](), False
        for start in sorted(starts):
            if not self.length and start + 1 in ends:  # inside of a run that has been read
                continue
            end = start
            while end < len(text) and end - start != (self.length or -1) and fits(text[end]):
                end += 1
            is_cut = is_cut or end == len(text)
            ends |= set(range(start + 1, end + 1)) if not self.length else {end} & {start + self.length}
        return ends, is_cut


@dataclass(frozen=True, slots=True)
class TextPattern:
    """How a text is written: fixed characters and runs, such as `〔{4位数字}〕{数字}号`; compared in linear time."""

    source: str
    parts: tuple[str | _Run, ...]

    def fit(self, text: str) -> Fit:
        """Whether a text fits as a whole, as the beginning of one that fits, or not at all."""
        starts, is_cut = {0}, False
        for part in self.parts:
            if isinstance(part, _Run):
                starts, cut_here = part.ends(text, starts)
            else:
                cut_here = any(len(text) - at < len(part) and part.startswith(text[at:]) for at in starts)
                starts = {at + len(part) for at in starts if text.startswith(part, at)}
            is_cut = is_cut or cut_here
        return "whole" if len(text) in starts else "beginning" if is_cut else "none"

    @property
    def example(self) -> str:
        """A text that fits."""
        return "".join(part if isinstance(part, str) else part.example for part in self.parts)


def parse_pattern(text: str) -> TextPattern:
    """Read a pattern; ValueError with a Chinese message.

    >>> parse_pattern("湘财绩〔{4位数字}〕{数字}号").fit("湘财绩〔2024〕15号")
    'whole'
    >>> parse_pattern("湘财绩〔{4位数字}〕{数字}号").example
    '湘财绩〔1212〕12号'
    """
    if len(text) > _LONGEST_PATTERN:
        raise ValueError(f"“pattern”太长（{len(text)} 个字，最多 {_LONGEST_PATTERN} 个）")
    pieces = _SLOT.split(text)
    if any(re.search(r"[{}]", piece) for piece in pieces[::2]):
        raise ValueError("“pattern”里的花括号不成对，一段写成 {数字}")
    parts = (_run(piece) if number % 2 else piece for number, piece in enumerate(pieces))
    return TextPattern(text, tuple(part for part in parts if part))


def _run(inside: str) -> _Run:
    found = _RUN.fullmatch(inside)
    if found is None:
        known = "、".join(f"{{{kind}}}" for kind in _KINDS)
        raise ValueError(f"“pattern”里不能写“{{{inside[:30]}}}”，可用：{known}，要几位写成 {{4位数字}}")
    return _Run(found[2], int(found[1] or 0))


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    """The limits of an answer, and the form's own sentence about them, if it has one."""

    least: Decimal | None = None
    most: Decimal | None = None
    pattern: TextPattern | None = None
    sentence: str = ""

    @property
    def wording(self) -> str:
        """What the limits are, in words."""
        if self.sentence:
            return self.sentence
        if self.pattern is not None:
            return f"要写成“{self.pattern.source}”的样子"
        if self.least is not None and self.most is not None:
            return f"要在 {plain_number(self.least)} 到 {plain_number(self.most)} 之间"
        return f"不能小于 {plain_number(self.least)}" if self.least is not None else f"不能大于 {_shown(self.most)}"

    def nearest(self, value: Decimal) -> Decimal:
        """The figure within the limits that is nearest to one."""
        above = value if self.least is None else max(value, self.least)
        return above if self.most is None else min(above, self.most)

    def fit(self, value: Value) -> Fit:
        """How a known value fits the limits; a blank one fits."""
        if isinstance(value, str) and self.pattern is not None:
            return self.pattern.fit(value.strip())
        if isinstance(value, Decimal):
            return "none" if self.is_outside(value, value) else "whole"
        return "whole"

    def is_outside(self, low: Decimal | None, high: Decimal | None) -> bool:
        """Whether every figure between two bounds is outside of the limits; None is no bound."""
        too_large = self.most is not None and low is not None and low > self.most
        return too_large or (self.least is not None and high is not None and high < self.least)


def _shown(figure: Decimal | None) -> str:
    return plain_number(figure) if figure is not None else ""

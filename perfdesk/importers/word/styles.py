"""What the styles of a Word file say about paragraphs and words: headings, bold, hidden, centred, numbered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from perfdesk.importers.word.tags import PARAGRAPH_PROPERTIES, RUN_PROPERTIES, W, count_of, switch_of, value_of

#: Word itself allows chains of at most eleven styles based on each other.
_MAX_CHAIN = 50
_BODY_LEVEL = 9
_HEADING = re.compile(r"heading ([1-9])")
_CONTENTS = re.compile(r"toc [1-9]")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, its base styles included; None where none of them says anything.

    `outline_level` is 1 to 9. `list_id` and `list_level` are its numbering as written.
    """

    name: str = ""
    is_bold: bool | None = None
    is_hidden: bool | None = None
    is_centered: bool | None = None
    outline_level: int | None = None
    list_id: str = ""
    list_level: int | None = None

    @property
    def is_contents(self) -> bool:
        """Whether it is one of the styles of a table of contents."""
        return _CONTENTS.fullmatch(self.name) is not None


class Styles:
    """The styles of a file by id. An unknown id is a style that says nothing."""

    def __init__(self, root: Element | None) -> None:
        found = list(root.iter(f"{W}style")) if root is not None else []
        self._elements = {style.get(f"{W}styleId", ""): style for style in found}
        self._styles: dict[str, Style] = {}
        defaults = (style for style in found if style.get(f"{W}default", "") in ("1", "true", "on"))
        self._default = next((s.get(f"{W}styleId", "") for s in defaults if s.get(f"{W}type") == "paragraph"), "")

    def paragraph(self, style_id: str) -> Style:
        """The style of a paragraph; the default one for a blank or unknown id."""
        return self.style(style_id if style_id in self._elements else self._default)

    def style(self, style_id: str) -> Style:
        """The style of this id."""
        if style_id not in self._styles:
            self._styles[style_id] = self._resolved(style_id)
        return self._styles[style_id]

    def numbering_of(self, style_id: str) -> str:
        """The list that a numbering style stands for."""
        return self.style(style_id).list_id

    def _resolved(self, style_id: str) -> Style:
        chain = self._chain(style_id)
        paragraphs = [style.find(PARAGRAPH_PROPERTIES) for style in chain]
        runs = [style.find(RUN_PROPERTIES) for style in chain]
        lists = [found.find(f"{W}numPr") for found in paragraphs if found is not None]
        levels = [value_of(found, "ilvl") for found in lists]
        level = next((found for found in levels if found), None)
        return Style(
            name=value_of(chain[0], "name").lower() if chain else "",
            is_bold=_first([switch_of(run, "b") for run in runs]),
            is_hidden=_first([switch_of(run, "vanish") for run in runs]),
            is_centered=_first([centering(found) for found in paragraphs]),
            outline_level=self._outline_level(chain, paragraphs),
            list_id=next((found for found in (value_of(numbering, "numId") for numbering in lists) if found), ""),
            list_level=None if level is None else count_of(level, 0, 8),
        )

    def _outline_level(self, chain: list[Element], paragraphs: list[Element | None]) -> int | None:
        for style, properties in zip(chain, paragraphs, strict=True):
            written = value_of(properties, "outlineLvl")
            if written:
                return outline_level(written)
            heading = _HEADING.fullmatch(value_of(style, "name").lower())
            if heading:
                return int(heading[1])
        return None

    def _chain(self, style_id: str) -> list[Element]:
        """The style, its base style and so on; stops at a cycle."""
        chain: list[Element] = []
        step = self._elements.get(style_id)
        while step is not None and len(chain) < _MAX_CHAIN:
            chain.append(step)
            step = self._elements.get(value_of(step, "basedOn"))
        return chain


def centering(properties: Element | None) -> bool | None:
    """Whether paragraph properties centre; None if they say nothing about it."""
    written = value_of(properties, "jc")
    return written == "center" if written else None


def outline_level(written: str) -> int | None:
    """The level from 1 to 9 for a written `outlineLvl`; None for body text."""
    level = count_of(written, _BODY_LEVEL, _BODY_LEVEL)
    return None if level == _BODY_LEVEL else level + 1


def _first(found: list[bool | None]) -> bool | None:
    return next((one for one in found if one is not None), None)

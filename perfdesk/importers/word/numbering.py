"""Automatic numbers of a Word file, counted in reading order as Word shows them once revisions are accepted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from perfdesk.importers.word.number_formats import written_number
from perfdesk.importers.word.styles import Style, Styles
from perfdesk.importers.word.tags import RUN_PROPERTIES, VAL, W, count_of, switch_of, value_of

_LEVELS, _MAX_NUMBER = 9, 1_000_000
_NO_LIST = "0"
_PLACE = re.compile(r"%([1-9])")
#: Word draws bullets with signs of its symbol fonts, which have no meaning elsewhere.
_OWN_SIGN = re.compile("[\ue000-\uf8ff]")
_BULLET = "●"


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: its first number, how numbers are written, and after which level it begins again."""

    start: int = 1
    number_format: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    style: str = ""
    is_legal: bool = False
    is_hidden: bool = False


@dataclass(slots=True)
class _List:
    """One use (`w:num`) of an abstract list: its levels and the levels that begin anew when it is first used."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict[int, int])


class Numbering:
    """Gives each paragraph its number; must be asked once for each paragraph, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract, self._uses = dict[str, Element](), dict[str, Element]()
        if root is not None:
            self._abstract = {found.get(f"{W}abstractNumId", ""): found for found in root.findall(f"{W}abstractNum")}
            self._uses = {found.get(f"{W}numId", ""): found for found in root.findall(f"{W}num")}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, list[int | None]] = {}

    def next_number(self, properties: Element | None, style_id: str, style: Style) -> str:
        """Return the number of the next paragraph; blank if it has none."""
        written = properties.find(f"{W}numPr") if properties is not None else None
        list_id = value_of(written, "numId") or style.list_id
        if not list_id or list_id == _NO_LIST:
            return ""
        known = self._list(list_id)
        if known is None:
            return ""
        level = self._level(value_of(written, "ilvl"), bool(value_of(written, "numId")), known, style_id, style)
        return self._count(known, level)

    @staticmethod
    def _level(written: str, is_own_list: bool, known: _List, style_id: str, style: Style) -> int:
        """The level as written; for the list of a style, the level that names the style, else that of the style."""
        if written or is_own_list:
            return count_of(written, 0, _LEVELS - 1)
        named = (at for at, level in known.levels.items() if style_id and level.style == style_id)
        return next(named, style.list_level or 0)

    def _count(self, known: _List, level: int) -> str:
        counts = self._counts.setdefault(known.abstract, [None] * _LEVELS)
        if level in known.starts:
            # a start of its own counts where the list is first used at this level
            counts[level] = known.starts.pop(level)
        else:
            last = counts[level]
            counts[level] = known.levels.get(level, _Level()).start if last is None else min(last + 1, _MAX_NUMBER)
        for deeper in range(level + 1, _LEVELS):
            restart = known.levels.get(deeper, _Level()).restart
            if restart is None or level < restart:
                counts[deeper] = None
        return self._shown(known, level, counts)

    @staticmethod
    def _shown(known: _List, level: int, counts: list[int | None]) -> str:
        own = known.levels.get(level, _Level())
        if own.is_hidden:
            return ""
        if own.number_format == "bullet":
            return _OWN_SIGN.sub(_BULLET, own.pattern)

        def shown(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            its = known.levels.get(at, _Level())
            number = counts[at]
            # a level that nothing was counted at shows its first number
            return written_number(
                its.start if number is None else number, "decimal" if own.is_legal else its.number_format
            )

        return _PLACE.sub(shown, own.pattern).strip()

    def _list(self, list_id: str) -> _List | None:
        if list_id not in self._lists:
            self._lists[list_id] = self._read_list(list_id)
        return self._lists[list_id]

    def _read_list(self, list_id: str) -> _List | None:
        use = self._uses.get(list_id)
        abstract_id = value_of(use, "abstractNumId")
        abstract = self._abstract.get(abstract_id)
        if use is None or abstract is None:
            return None
        linked = value_of(abstract, "numStyleLink")
        if linked:
            # the list itself stands where a numbering style points to
            other = self._uses.get(self._styles.numbering_of(linked))
            abstract_id = value_of(other, "abstractNumId") or abstract_id
            abstract = self._abstract.get(abstract_id, abstract)
        known = _List(abstract_id, dict(_read_level(level) for level in abstract.findall(f"{W}lvl")))
        for change in use.findall(f"{W}lvlOverride"):
            at = count_of(change.get(f"{W}ilvl"), 0, _LEVELS - 1)
            own = change.find(f"{W}lvl")
            if own is not None:
                known.levels[at] = _read_level(own)[1]
            start = value_of(change, "startOverride")
            if start:
                known.starts[at] = count_of(start, 1, _MAX_NUMBER)
        return known


def _read_level(level: Element) -> tuple[int, _Level]:
    restart = value_of(level, "lvlRestart")
    return count_of(level.get(f"{W}ilvl"), 0, _LEVELS - 1), _Level(
        start=count_of(value_of(level, "start"), 0, _MAX_NUMBER),
        number_format=_number_format(level),
        pattern=value_of(level, "lvlText")[:100],
        restart=count_of(restart, 0, _LEVELS) if restart else None,
        style=value_of(level, "pStyle"),
        is_legal=switch_of(level, "isLgl") or False,
        is_hidden=switch_of(level.find(RUN_PROPERTIES), "vanish") or False,
    )


def _number_format(level: Element) -> str:
    """The format; one of Word 2010 is packed with an older one beside it."""
    found = next(iter(level.iter(f"{W}numFmt")), None)
    return "decimal" if found is None else found.get(VAL, "decimal")

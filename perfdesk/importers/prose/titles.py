"""Compare titles of chapters and headings with those of the form, whatever their numbers and small words."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from perfdesk.definition.model import Field, Form, Heading, Table
from perfdesk.importers.matching.names import comparable_name

TitledBlock = Heading | Field | Table
#: `第三部分`, `第三章`, `第三节`.
PART_NUMBER = re.compile(r"^第\s*[一二三四五六七八九十\d]{1,3}\s*(部分|章|篇|编|节)([、.．:：\s]*)")
_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_SIGNS = re.compile(r"[\s“”\"'《》、,，.。:：;；()\-—_/]+")
_DEPARTMENT = re.compile(r"部门(?:\(单位\)|[、/]?单位)|单位\(部门\)")
_UNIT = re.compile(r"[(（](?:单位[:：])?(?:万元|元|人)[)）]$")
#: A title is recognised from this likeness on; one in another chapter needs more.
LIKE, VERY_LIKE = 0.62, 0.82


@dataclass(frozen=True, slots=True)
class Destination:
    """Where text below a title belongs: a section of the form, and the heading, field or table in it, if any."""

    section: str
    block: TitledBlock | None = None


@dataclass(frozen=True, slots=True)
class TitleMatch:
    """A title that was recognised, and how like it is: 1 for the same words."""

    destination: Destination
    likeness: float


@lru_cache(maxsize=8192)
def title_key(text: str) -> str:
    """The words of a title without numbers, years and signs.

    >>> title_key("（二）2023年度部门（单位）“三公”经费情况"), title_key("第三部分  收支情况")
    ('部门三公经费情况', '收支情况')
    """
    plain = "".join(unicodedata.normalize("NFKC", _UNIT.sub("", PART_NUMBER.sub("", text.strip()))).split())
    return _SIGNS.sub("", _YEAR.sub("", _DEPARTMENT.sub("部门", comparable_name(plain))))


@dataclass(slots=True)
class TitleIndex:
    """The titles of a form: of its sections, headings, fields and open tables, with their other names."""

    form: Form
    _titles: dict[str, list[Destination]] = field(default_factory=dict[str, list[Destination]], init=False)
    _weights: dict[str, float] = field(default_factory=dict[str, float], init=False)

    def __post_init__(self) -> None:
        for section in self.form.sections:
            self._add(Destination(section.id), section.title, section.tab, *section.aliases)
            for block in section.blocks:
                self._add(Destination(section.id, _titled(block)), *_names(block))
        counted = Counter(pair for key in self._titles for pair in _pairs(key))
        self._weights = {pair: math.log(1 + len(self._titles) / times) for pair, times in counted.items()}

    def chapter(self, text: str) -> TitleMatch | None:
        """What a heading of the first level begins: a section, or a part of one; None if the form has nothing alike."""
        found = self._best(text, None)
        return found if found is not None and found.likeness >= LIKE else None

    def inside(self, text: str, section: str) -> TitleMatch | None:
        """What a heading below `section` begins: a part of it, else a part of another section that is very alike."""
        own = self._best(text, section)
        if own is not None and own.likeness >= LIKE:
            return own
        other = self._best(text, None)
        return other if other is not None and other.likeness >= VERY_LIKE else None

    def section_title(self, text: str) -> str:
        """The section that has exactly this title; empty if none."""
        known = self._titles.get(title_key(text), [])
        return next((one.section for one in known if one.block is None), "")

    def _add(self, destination: Destination, *names: str) -> None:
        for name in names:
            places = self._titles.setdefault(title_key(name), [])
            if destination not in places:
                places.append(destination)

    def _best(self, text: str, section: str | None) -> TitleMatch | None:
        key = title_key(text)
        if len(key) < 2:
            return None
        best: TitleMatch | None = None
        for title, places in self._titles.items():
            fitting = [one for one in places if section is None or (section == one.section and one.block is not None)]
            if not fitting:
                continue
            likeness = 1.0 if title == key else self._likeness(title, key)
            if best is None or likeness > best.likeness:
                best = TitleMatch(fitting[0], likeness)
        return best

    def _likeness(self, one: str, other: str) -> float:
        """The share of the weights of common pairs of characters; pairs that many titles share weigh little."""
        left, right = _pairs(one), _pairs(other)
        unknown = math.log(1 + len(self._titles))
        weight = {pair: self._weights.get(pair, unknown) for pair in left | right}
        total = sum(weight[pair] for pair in left) + sum(weight[pair] for pair in right)
        return 2 * sum(weight[pair] for pair in left & right) / total if total else 0.0


@lru_cache(maxsize=8192)
def _pairs(key: str) -> frozenset[str]:
    return frozenset(key[at : at + 2] for at in range(len(key) - 1))


def _titled(block: object) -> TitledBlock | None:
    return block if isinstance(block, Heading | Field | Table) else None


def _names(block: object) -> tuple[str, ...]:
    """The titles that text of a block may stand under; a table with fixed rows only if it has other names."""
    if isinstance(block, Heading):
        return (*block.wordings, *block.aliases)
    if isinstance(block, Field) and block.question.kind == "prose":
        return (block.question.label, *block.question.aliases)
    if isinstance(block, Table) and (block.open or block.aliases) and block.shown:
        return (block.label, *block.aliases)
    return ()

"""Names of rows, headings and labels in the forms in which they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from perfdesk.definition.spreadsheet_figures import plain_figure
from perfdesk.importers.matching.names import comparable_name, heading_name, with_whole_year

#: A note in brackets, unless it takes something out of what it is written to.
_NOTE = re.compile(r"[(（\[](?!不含|不包|除|扣除)[^()（）\[\]]*[)）\]]")
_SEVERAL_NUMBERS = re.compile(r"^[一二三四五六七八九十]+[、.．]")
_THIS_YEAR = "本年"
#: What stands in a cell that has no value.
_EMPTY = frozenset(("", "-", "--", "—", "——", "–", "/", "\\", "…", "……", "*", "无", "不适用"))
_DASHES = frozenset(("-", "--", "—", "——", "–", "－"))
_FIGURE = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?%?")


@lru_cache(maxsize=8192)
def plain_name(text: str) -> str:
    """A name without numbering, brackets, quotes, colons and blanks.

    >>> plain_name("  其中：公车购置"), plain_name("“三公”经费："), plain_name("维修（护）费")
    ('公车购置', '三公经费', '维修护费')
    """
    return heading_name(_SEVERAL_NUMBERS.sub("", comparable_name(text)))


@lru_cache(maxsize=8192)
def name_forms(text: str) -> tuple[str, ...]:
    """The forms in which a name may be known, the most exact first; a note in brackets may be left out.

    >>> name_forms("3、省级专项资金（一个专项一行）")
    ('省级专项资金一个专项一行', '省级专项资金')
    """
    bare = _NOTE.sub("", unicodedata.normalize("NFKC", text))
    forms = (plain_name(text), plain_name(bare))
    return tuple(dict.fromkeys(form for form in forms if form))


@lru_cache(maxsize=8192)
def heading_forms(text: str, year: int | None) -> tuple[str, ...]:
    """The forms in which a heading may be known, the most exact first: its year may be said otherwise or left out.

    >>> heading_forms("2022年实际在职人数", 2022)
    ('本年实际在职人数', '全年实际在职人数', '实际在职人数')
    """
    bare = _NOTE.sub("", unicodedata.normalize("NFKC", text))
    names = [heading_name(comparable_name(one), year) for one in (text, bare)]
    forms = with_whole_year(name for name in names if name)
    forms += [name.removeprefix(_THIS_YEAR) for name in names if name.startswith(_THIS_YEAR) and name != _THIS_YEAR]
    return tuple(dict.fromkeys(forms))


def is_empty(text: str) -> bool:
    """Whether a cell has no value: blank, a dash, `无`."""
    return "".join(text.split()) in _EMPTY


def is_dash(text: str) -> bool:
    """Whether a cell has a dash and nothing else."""
    return "".join(text.split()) in _DASHES


@lru_cache(maxsize=8192)
def is_figure(text: str) -> bool:
    """Whether a text is a figure, whatever blanks, currency signs and brackets are written with it."""
    plain = plain_figure(unicodedata.normalize("NFKC", text).strip())
    return len(plain) <= 60 and _FIGURE.fullmatch(plain) is not None

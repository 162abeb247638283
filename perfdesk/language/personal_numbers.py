"""Personal numbers in a text as people write them: telephones, identity cards, bank cards, mail, number plates, homes.

Amounts, dates, codes, document numbers and web addresses are excluded. Time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from perfdesk.language.contact_addresses import contact_addresses
from perfdesk.language.found_number import FoundNumber
from perfdesk.language.home_addresses import home_addresses
from perfdesk.language.identity_numbers import identity_numbers
from perfdesk.language.normalize import Normalized, is_numeral, normalized
from perfdesk.language.telephone_numbers import telephone_numbers

#: The part of a web address after its host. A number there identifies a page, unless a label makes it a telephone.
_PAGE = re.compile(r"(?:https?://|www\.)[\w\-.:]+(?P<page>/[\w\-./?%&=#:@]*)", re.ASCII)
_ASKED_FOR = re.compile(r"(?:tel|phone|mobile|fax|idcard|card|qq|wx)\w{0,8}[=:/]$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"[^\d \n\-./_()*,:;+。]")
_AFTER_NAME = re.compile(r"(?<=\D\d)1[3-9]\d(?:[ \-]?\d{4}){2}(?!\d)")
#: The minimum number of Chinese or circled digits in a personal number.
_FEWEST_NUMERALS = 3
#: Of two kinds found in the same span, the first in this order is used.
_RANK = (
    "identity",
    "card",
    "email",
    "mobile",
    "hotline",
    "plate",
    "account",
    "landline",
    "messenger",
    "document",
    "home",
)


def personal_numbers(text: str) -> list[FoundNumber]:
    """Return the personal numbers of a text in order, without overlaps."""
    plain = normalized(text)
    found = _in_source(_found(plain.text), plain)
    if sum(map(is_numeral, set(text))) and sum(map(is_numeral, text)) >= _FEWEST_NUMERALS:
        wide = normalized(text, numerals=True)
        read = [*_found(wide.text), *_after_names(wide.text)]
        found += (one for one in _in_source(read, wide) if _needs_numerals(text, one))
    return list(_without_overlaps(found))


def _after_names(text: str) -> Iterator[FoundNumber]:
    """Yield mobiles in Chinese digits right after a name that ends with a digit: 张三一三八…."""
    for match in _AFTER_NAME.finditer(text):
        yield FoundNumber(*match.span(), "mobile", is_certain=False, digits=re.sub(r"\D", "", match[0]))


def _found(text: str) -> list[FoundNumber]:
    has_words = _WORDS.search(text) is not None
    found = list(contact_addresses(text)) if has_words else []
    if _DIGIT.search(text):
        found += (*telephone_numbers(text, has_words), *identity_numbers(text, has_words), *home_addresses(text))
    pages = [match.span("page") for match in _PAGE.finditer(text)]
    return [one for one in found if not pages or not _is_page(text, one, pages)]


def _is_page(text: str, one: FoundNumber, pages: Iterable[tuple[int, int]]) -> bool:
    if not any(start <= one.start < end for start, end in pages):
        return False
    return _ASKED_FOR.search(text[max(0, one.start - 16) : one.start]) is None


def _in_source(found: Iterable[FoundNumber], read: Normalized) -> list[FoundNumber]:
    ranges = ((one, read.source_range(one.start, one.end)) for one in found)
    return [replace(one, start=start, end=end) for one, (start, end) in ranges]


def _needs_numerals(text: str, one: FoundNumber) -> bool:
    return sum(map(is_numeral, text[one.start : one.end])) >= _FEWEST_NUMERALS


def _without_overlaps(found: list[FoundNumber]) -> Iterator[FoundNumber]:
    """Yield the longest of overlapping numbers; of equally long ones the certain one, then by kind."""
    kept: list[FoundNumber] = []
    for one in sorted(found, key=lambda one: (one.start, one.end)):
        if kept and one.start < kept[-1].end:
            kept[-1] = max(kept[-1], one, key=_weight)
        else:
            kept.append(one)
    yield from kept


def _weight(one: FoundNumber) -> tuple[int, bool, int]:
    return len(one.digits), one.is_certain, -_RANK.index(one.kind)

"""Where a person lives, in normalized text: `住址：青石县城关镇幸福路12号3栋201室`, `王某，住幸福路12号`.

The address of a unit, an office or a site is none: a word for living must lead to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfdesk.language.found_number import FoundNumber

_LABEL = re.compile(
    r"(?:家庭|现|经常|常)?(?:居?住址|居住地址?|家庭地址)|户籍(?:地址|所在地|地)|(?:身份证|户口)(?:上的)?(?:住址|地址)"
)
_LIVING = re.compile(r"家住|现住|(?<![入居暂常])住在|(?<=[,，])住(?![房院宿建户所址])")
_SIGN = r"[^\s,，。.;；:：()（）、!！?？]"
_PLACE = "路|街|巷|弄|道|村|组|屯|寨|小区|社区|苑|园|镇|乡|坊|里|城"
_HOUSE = re.compile(
    rf"[ :：是为于在]{{0,3}}(?P<address>{_SIGN}{{1,30}}?(?:{_PLACE}){_SIGN}{{0,14}}?"
    r"\d{1,5} ?(?:号|栋|幢|单元|室|组|户)"
    rf"(?:{_SIGN}{{0,12}}?\d{{0,5}}(?:号楼|号|栋|幢|单元|室|户|楼)){{0,3}})"
)


def home_addresses(text: str) -> Iterator[FoundNumber]:
    """Yield the addresses behind a word for living; behind a label they are certain."""
    for cue, is_certain in ((_LABEL, True), (_LIVING, False)):
        for found in cue.finditer(text):
            house = _HOUSE.match(text, found.end())
            if house is not None:
                yield FoundNumber(*house.span("address"), "home", is_certain, house["address"])

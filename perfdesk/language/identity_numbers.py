"""Identity numbers, bank cards and the numbers of other personal documents in normalized text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfdesk.language.found_number import FoundNumber, NumberKind
from perfdesk.language.number_context import (
    ACCOUNT_LABEL,
    AMOUNT_AFTER,
    DOCUMENT_LABEL,
    IDENTITY_LABEL,
    labels_before_digits,
    no_person_before,
)
from perfdesk.language.number_rules import (
    has_region_and_birthday,
    identity_checks,
    is_card_issuer,
    is_credit_code,
    luhn_checks,
)

#: Separators between the digits of an identity number.
_GAP = r"[ \-\n./_一,、]{0,3}"
_YEAR = rf"(?:1{_GAP}9|2{_GAP}0){_GAP}\d{_GAP}\d"
_DAY = rf"[01]{_GAP}\d{_GAP}[0-3]{_GAP}\d"
_REGION = rf"[1-9](?:{_GAP}\d){{5}}"
_IDENTITY = re.compile(
    rf"(?<!\d)(?<!\d\.)(?P<number>{_REGION}{_GAP}{_YEAR}{_GAP}{_DAY}(?:{_GAP}\d){{3}}{_GAP}[\dXx]"
    r"(?P<disabled>[1-7][1-4]B?\d?)?)(?!\d)"
)
_OLD_IDENTITY = re.compile(
    rf"(?<!\d)(?<!\d\.)(?P<number>{_REGION}{_GAP}\d{_GAP}\d{_GAP}{_DAY}(?:{_GAP}\d){{3}})(?![\dXx])(?!\.\d)"
)
_CARD = re.compile(
    r"(?<![\dA-Za-z])(?<!\d\.)(?P<number>\d{16,19}|\d{4}(?:[ \-\n._]\d{4}){3}(?:[ \-\n._]\d{1,3})?"
    r"|\d{6}[ \-\n]\d{10,13}|\d{4}(?:[ \-\n]\d{4}){2}[ \-\n]\d{5,7}|3[47]\d{2}[ \-]\d{6}[ \-]\d{5})"
    r"(?![\dA-Za-z])(?!\.\d)"
)
_AFTER_IDENTITY = re.compile(r"[^\d\n。]{0,16}?\n?(?P<number>\d(?:[ \-\n./_一]{0,3}\d){13,18}(?:[ \-]?[Xx])?)(?!\d)")
_AFTER_ACCOUNT = re.compile(
    r"(?P<filler>(?:[^\d\n。;；]|(?<=[:号户行卡])\n){0,30}?)(?P<number>\d(?:[ \-\n._]?\d){7,29})(?![ \-]?\d)(?!\.\d)"
)
_ACCOUNT_WORDS = re.compile(r"余额|资金|结余|利息|收入|支出|金额|款|共|个")
_AFTER_DOCUMENT = re.compile(
    r"[^\dA-Za-z\n。;；]{0,14}?"
    r"(?P<number>(?:[A-Za-z]{1,2}[ \-]?)?\d(?:[ \-]?\d){4,19}[A-Za-z]?(?:\d{1,2})?)(?![\dA-Za-z])"
)
_MILITARY = re.compile(
    r"[军兵士官参政后装空海北沈兰济南广成文退][^\d\n\u4e00-\u9fff]{0,2}字? ?第? ?(?P<number>\d{6,8}) ?号"
)
_ISSUED = re.compile(r" ?(?:元|万|人次|本|张|份|件|个|\.\d)")
_PAID_OUT = re.compile(r" ?[百千]?[万亿]?元| ?[户张个笔]")
#: Fifteen digits in at most five groups.
_LONGEST_OLD = 15 + 4 * 3
_COMMON_GROUPS = frozenset((3, 4, 6, 14, 15, 17, 18))


def identity_numbers(text: str, has_words: bool = True) -> Iterator[FoundNumber]:
    """Yield all of them in a normalized text, possibly some twice. Without `has_words` labels are not searched."""
    yield from _identities(text)
    yield from _old_identities(text)
    yield from _cards(text)
    if has_words:
        yield from _labelled(text)


def _labelled(text: str) -> Iterator[FoundNumber]:
    yield from _after(text, IDENTITY_LABEL, _AFTER_IDENTITY, "identity")
    yield from _after(text, DOCUMENT_LABEL, _AFTER_DOCUMENT, "document")
    yield from _accounts(text)
    for match in _MILITARY.finditer(text):
        if re.search(r"军官证|士兵证|军人|文职|现役|官兵|证", text[max(0, match.start() - 20) : match.start()]):
            yield _number(match, "document", True)


def _signs(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit() or (sign.isascii() and sign.isalpha()))


def _number(match: re.Match[str], kind: NumberKind, is_certain: bool) -> FoundNumber:
    start, end = match.span("number")
    return FoundNumber(start, end, kind, is_certain, _signs(match["number"]))


def _is_group_like(written: str) -> bool:
    """Whether the digits are written together or in the usual groups."""
    sizes = [len(group) for group in re.findall(r"[\dXx]+", written)]
    return sizes[0] in _COMMON_GROUPS and len(sizes) <= 5 and not re.search("[,、]", written)


def _identities(text: str) -> Iterator[FoundNumber]:
    for match in _IDENTITY.finditer(text):
        digits = _signs(match["number"])[:18]
        if not has_region_and_birthday(digits):
            continue
        proved = identity_checks(digits)
        if proved:
            yield _number(match, "identity", match["disabled"] is None)
        elif match["disabled"] is None and not is_credit_code(digits) and _may_be_identity(text, match):
            yield _number(match, "identity", False)


def _may_be_identity(text: str, match: re.Match[str]) -> bool:
    if no_person_before(text, match.start()) or AMOUNT_AFTER.match(text, match.end()):
        return False
    return _is_group_like(match["number"])


def _old_identities(text: str) -> Iterator[FoundNumber]:
    for match in _OLD_IDENTITY.finditer(text):
        if len(match["number"]) > _LONGEST_OLD:
            continue
        if has_region_and_birthday(_signs(match["number"])) and _may_be_identity(text, match):
            yield _number(match, "identity", False)


def _cards(text: str) -> Iterator[FoundNumber]:
    for match in _CARD.finditer(text):
        digits = _signs(match["number"])
        if AMOUNT_AFTER.match(text, match.end()) or no_person_before(text, match.start()) or is_credit_code(digits):
            continue
        proved = luhn_checks(digits)
        if len(digits) == 15 and not proved:
            continue
        chinese = digits.startswith(("62", "9558"))
        if len(digits) == 15 or (chinese and proved) or (is_card_issuer(digits) and (proved or chinese)):
            yield _number(match, "card", proved)
        elif proved and not match["number"].isdigit() and digits[0] in "3456":
            yield _number(match, "card", False)


def _after(text: str, labels: re.Pattern[str], pattern: re.Pattern[str], kind: NumberKind) -> Iterator[FoundNumber]:
    for label in labels_before_digits(text, labels):
        match = pattern.match(text, label.end())
        if match is not None and not _ISSUED.match(text, match.end()):
            yield _number(match, kind, True)


def _accounts(text: str) -> Iterator[FoundNumber]:
    for label in labels_before_digits(text, ACCOUNT_LABEL):
        match = _AFTER_ACCOUNT.match(text, label.end())
        if match is None or _ACCOUNT_WORDS.search(match["filler"]):
            continue
        digits = _signs(match["number"])
        if _PAID_OUT.match(text, match.end()) or is_credit_code(digits):
            continue
        yield _number(match, "card" if 16 <= len(digits) <= 19 else "account", True)

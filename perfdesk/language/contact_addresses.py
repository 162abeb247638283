"""E-mail addresses, names in messengers and number plates (GA 36) in normalized text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfdesk.language.found_number import FoundNumber, NumberKind
from perfdesk.language.number_context import MESSENGER_LABEL

_MAIL_HOSTS = "qq|163|126|139|189|sina|sohu|gmail|hotmail|outlook|foxmail|aliyun|yeah|vip|live|icloud|tom|21cn"
_EMAIL = re.compile(
    r"(?<![\w.%+\-])(?P<number>\w[\w.%+\-]{0,80}) ?"
    r"(?:(?:@|\((?:at|AT|@)\)| (?:at|AT) ) ?(?:[\w\-]{1,63} ?(?:[.。]|\(dot\)) ?){1,4}[A-Za-z]{2,12}"
    rf"|# ?(?:{_MAIL_HOSTS}) ?[.。] ?[A-Za-z]{{2,4}})",
    re.ASCII,
)
_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SERIAL = "[A-HJ-NP-Za-hj-np-z0-9]"
_LETTER = "[A-HJ-NP-Za-hj-np-z]"
_GAP = r"[ .\-_·。*]{0,2}"
_PLATE = re.compile(
    rf"(?P<number>(?:[{_PROVINCE}] ?[A-HJ-Za-hj-z]{_GAP}(?:(?=(?: ?{_SERIAL}){{0,5}} ?\d)"
    rf"(?:{_SERIAL} ?){{5}}{_SERIAL}|(?:{_SERIAL} ?){{4}}(?:{_SERIAL}|[挂学警港澳使领应急])))"
    rf"|WJ{_GAP}[{_PROVINCE}]?{_GAP}\d{{4}}[\dA-Z]|WJ{_GAP}\d{{2}}{_GAP}\d{{5}}|[军空海北沈兰济南广成]{_GAP}[A-Z]{_GAP}\d{{5}}"
    rf"|使{_GAP}\d{{3}}{_GAP}\d{{3}}|\d{{6}}{_GAP}使)(?![A-Za-z0-9])"
)
#: Words that end with a province's short name without meaning it: `最新A12345`.
_OTHER_WORDS = frozenset("最更创全革翻崭清高刷重 本".replace(" ", ""))
_DIGITS_NEEDED = 2
_MESSENGER = re.compile(
    r"(?P<filler>[^\dA-Za-z\n。]{0,8}?)(?P<number>[A-Za-z][\w\-]{5,19}|[1-9]\d{4,11})(?![\w])", re.ASCII
)

_COUNTED = re.compile(r" ?(?:人|次|元|万|条|个|\.\d)")


def contact_addresses(text: str) -> Iterator[FoundNumber]:
    """Yield all e-mail addresses, messenger names and number plates in a normalized text."""
    for match in _EMAIL.finditer(text):
        yield _found(match, "email", match["number"])
    for match in _PLATE.finditer(text):
        signs = "".join(sign for sign in match["number"] if sign.isalnum()).upper()
        digits = sum(sign.isdigit() for sign in signs)
        if digits >= _DIGITS_NEEDED and not (
            signs[0] == "新" and text[match.start() - 1 : match.start()] in _OTHER_WORDS
        ):
            yield _found(match, "plate", signs)
    for label in MESSENGER_LABEL.finditer(text):
        match = _MESSENGER.match(text, label.end())
        if match is not None and not _COUNTED.match(text, match.end()):
            yield _found(match, "messenger", match["number"])


def _found(match: re.Match[str], kind: NumberKind, signs: str) -> FoundNumber:
    start, end = match.span("number")
    return FoundNumber(start, end, kind, True, signs)

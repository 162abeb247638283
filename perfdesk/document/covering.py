"""How a number of a person is covered in the public copy, in one text or in texts that follow one another."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence

from perfdesk.language.found_number import FoundNumber, NumberKind
from perfdesk.language.personal_numbers import personal_numbers

#: What each kind is called, and how many of its first and last signs stay.
KINDS: dict[NumberKind, tuple[str, int, int]] = {
    "mobile": ("手机号", 3, 4),
    "landline": ("座机号", 0, 4),
    "hotline": ("服务电话", 3, 4),
    "identity": ("身份证号", 3, 4),
    "card": ("银行卡号", 4, 4),
    "account": ("银行账号", 0, 4),
    "document": ("证件号", 0, 2),
    "email": ("电子邮箱", 0, 0),
    "plate": ("车牌号", 2, 0),
    "messenger": ("微信或QQ号", 0, 0),
}
#: Texts are looked at together with this between them, which is read as the end of a line.
_BETWEEN = "\x1e"

#: Told of each covered number and how it shows now.
Covered = Callable[[FoundNumber, str], object]


def key_of(found: FoundNumber) -> str:
    """By what the clerk's decision about a number is kept: never the number itself."""
    return hashlib.blake2b(f"{found.kind} {found.digits}".encode("utf-8", "replace"), digest_size=12).hexdigest()


def _is_kept(found: FoundNumber, kept: Collection[str]) -> bool:
    """Whether the user decided to print a number; of what is certain nothing is printed."""
    return not found.is_certain and key_of(found) in kept


def shown(found: FoundNumber) -> str:
    """A number as the public copy shows it: `138****5678`."""
    _, first, last = KINDS[found.kind]
    signs = found.digits
    if not first + last:
        return "***"
    if len(signs) < first + last + 3:
        return "*" * max(len(signs), 3)
    return f"{signs[:first]}{'*' * (len(signs) - first - last)}{signs[len(signs) - last :] if last else ''}"


def _ignored(_found: FoundNumber, _shown: str) -> None:
    """Told of a covered number by who only wants the text."""


def cover(text: str, kept: Collection[str] = (), covered: Covered = _ignored, label: str = "") -> str:
    """The text with its numbers covered, except those whose keys are `kept`.

    `label` is what the text answers: `联系电话` makes a telephone of seven digits.
    """
    lead = f"{label}：" if label else ""
    pieces: list[str] = []
    end = len(lead)
    whole = lead + text
    for found in personal_numbers(whole):
        if found.start < end or _is_kept(found, kept):
            continue
        covered(found, shown(found))
        pieces += [whole[end : found.start], shown(found)]
        end = found.end
    return "".join(pieces) + whole[end:]


def cover_across(texts: Sequence[str], kept: Collection[str], covered: Covered) -> list[str]:
    """The texts with the numbers covered that begin in one and end in a later one."""
    if sum(any(sign.isdigit() for sign in text) for text in texts) < 2:
        return list(texts)
    whole = _BETWEEN.join(text.replace(_BETWEEN, " ") for text in texts)
    signs = list(whole)
    for found in personal_numbers(whole):
        if _BETWEEN not in whole[found.start : found.end] or _is_kept(found, kept):
            continue
        covered(found, shown(found))
        places = [place for place in range(found.start, found.end) if whole[place].isalnum()]
        covering = shown(found).ljust(len(places), "*")
        for place, sign in zip(places, covering, strict=False):
            signs[place] = sign
    return "".join(signs).split(_BETWEEN)

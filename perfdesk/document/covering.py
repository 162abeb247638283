"""Covering numbers of persons in the public copy, in one text or in several consecutive texts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence

from perfdesk.language.found_number import FoundNumber, NumberKind
from perfdesk.language.personal_numbers import personal_numbers

#: The name of each kind, and how many of its first and last characters stay.
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
    "home": ("住址", 0, 0),
}
#: The separator between consecutive texts that are searched together; it counts as the end of a line.
_SEPARATOR = "\x1e"

#: Called with each covered number and its printed text.
Covered = Callable[[FoundNumber, str], object]


def key_of(found: FoundNumber) -> str:
    """Return the key under which the user's decision about a number is stored, which does not reveal the number."""
    return hashlib.blake2b(f"{found.kind} {found.digits}".encode("utf-8", "replace"), digest_size=12).hexdigest()


def _is_kept(found: FoundNumber, kept: Collection[str]) -> bool:
    """Whether the user decided to print a number; certain numbers are always covered."""
    return not found.is_certain and key_of(found) in kept


def shown(found: FoundNumber) -> str:
    """Return a number as the public copy shows it: `138****5678`."""
    _, first, last = KINDS[found.kind]
    digits = found.digits
    if not first + last:
        return "***"
    if len(digits) < first + last + 3:
        return "*" * max(len(digits), 3)
    return f"{digits[:first]}{'*' * (len(digits) - first - last)}{digits[len(digits) - last :] if last else ''}"


def _ignored(_found: FoundNumber, _shown: str) -> None:
    """Ignore a covered number, for callers that need only the text."""


def cover(text: str, kept: Collection[str] = (), covered: Covered = _ignored, label: str = "") -> str:
    """Return the text with its numbers covered, except those whose keys are `kept`.

    `label` is the label of the text: after `联系电话`, seven digits are a telephone number.
    """
    lead = f"{label}：" if label else ""
    pieces: list[str] = []
    end = len(lead)
    labelled = lead + text
    for found in personal_numbers(labelled):
        if found.start < end or _is_kept(found, kept):
            continue
        covered(found, shown(found))
        pieces += [labelled[end : found.start], shown(found)]
        end = found.end
    return "".join(pieces) + labelled[end:]


def cover_across(texts: Sequence[str], kept: Collection[str], covered: Covered) -> list[str]:
    """Return the texts with those numbers covered that begin in one text and end in a later one."""
    if sum(any(character.isdigit() for character in text) for text in texts) < 2:
        return list(texts)
    joined = _SEPARATOR.join(text.replace(_SEPARATOR, " ") for text in texts)
    characters = list(joined)
    for found in personal_numbers(joined):
        if _SEPARATOR not in joined[found.start : found.end] or _is_kept(found, kept):
            continue
        covered(found, shown(found))
        positions = [position for position in range(found.start, found.end) if joined[position].isalnum()]
        replacement = shown(found).ljust(len(positions), "*")
        for position, character in zip(positions, replacement, strict=False):
            characters[position] = character
    return "".join(characters).split(_SEPARATOR)

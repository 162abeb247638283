"""The rules of personal numbers: numbering plan of telephones, GB 11643, GB 32100, ISO/IEC 7812."""

from __future__ import annotations

import datetime


def _ranges(words: str) -> frozenset[str]:
    """Expand ranges such as `11-15 21`."""
    bounds = (word.partition("-")[::2] for word in words.split())
    return frozenset(str(code) for first, last in bounds for code in range(int(first), int(last or first) + 1))


#: The first two digits of an identity number: the province, or 9 for the permanent residence card of a foreigner.
_PROVINCES = _ranges("11-15 21-23 31-37 41-46 50-54 61-65 71 81-83")
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
#: The first two characters of a 统一社会信用代码: the registering authority and the kind of organisation.
_CREDIT_HEADS = _ranges("11-13 19 21 29 31-35 39 41 49 51-53 59 61-62 69 71-72 79 81 89 91-93")
#: Area codes without their 0, as ranges.
_AREA_RANGES = (
    "10 20-25 27-29 310-319 335 349-359 370-379 391-396 398 410-419 421 427 429 431-440 448 451-459 464 "
    "467-479 482-483 510-519 523 527 530-539 543 546 550-559 561-566 570-580 591-599 631-635 660 662-663 "
    "668 691-692 701 710-719 722 724 728 730-739 743-746 750-760 762-763 766 768-779 790-799 812-813 "
    "816-818 825-827 830-839 851-859 870-879 883 886-888 891-898 901-909 911-919 930-939 941 943 951-955 "
    "970-979 990-999"
)


AREA_CODES = frozenset(f"0{code}" for code in _ranges(_AREA_RANGES))


def identity_checks(digits: str) -> bool:
    """Whether the check digit of an 18-digit identity number is right (GB 11643, ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _IDENTITY_WEIGHTS, strict=True))
    return _IDENTITY_CHECKS[total % 11] == digits[17].upper()


def has_region_and_birthday(digits: str) -> bool:
    """Whether an identity number of 18 or 15 digits begins with an existing region and day."""
    if digits[:2] not in _PROVINCES and not (len(digits) == 18 and digits[0] == "9"):
        return False
    born = digits[6:14] if len(digits) == 18 else f"19{digits[6:12]}"
    return is_day(born)


def is_day(digits: str) -> bool:
    """Whether eight digits are a date from 1900 to 2099."""
    if len(digits) != 8 or digits[:2] not in ("19", "20"):
        return False
    try:
        datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def luhn_checks(digits: str) -> bool:
    """Whether the check digit of a card number is right (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_credit_code(signs: str) -> bool:
    """Whether 18 characters are a 统一社会信用代码 (GB 32100)."""
    if len(signs) != 18 or signs[:2] not in _CREDIT_HEADS or any(sign not in _CREDIT_SIGNS for sign in signs):
        return False
    total = sum(_CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(signs[:17]))
    return (31 - total % 31) % 31 == _CREDIT_SIGNS.index(signs[17])


def is_card_issuer(digits: str) -> bool:
    """Whether a card number begins with an issuer, and not with a region and a year."""
    is_code = digits[:2] in _PROVINCES and digits[6:8] in ("19", "20")
    return digits.startswith(("62", "9558", "60", "4", "51", "52", "53", "54", "55", "35")) and not is_code

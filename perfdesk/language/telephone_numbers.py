"""Telephone numbers in normalized text: mobiles, landlines with area code, 400 numbers, numbers after a label."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfdesk.language.found_number import FoundNumber, NumberKind
from perfdesk.language.number_context import (
    AMOUNT_AFTER,
    COUNT_AFTER,
    PERSON_LABEL,
    PHONE_LABEL,
    is_code_before,
    is_counted,
    labels_before_digits,
    no_person_before,
    touches_sum,
)
from perfdesk.language.number_rules import AREA_CODES, is_day

#: Separators between the groups of a mobile; with two groups only, where a dot would be a decimal point.
_GAP = r"[ \n\-./_*。一()]{1,3}"
_GAP_OF_TWO = r"(?:[ \n\-一_]{1,3}|\) ?)"
_COUNTRY = r"(?:\(?(?:\+|00)?\(?86\)?[ \-]{0,2}|\(?0\)?[ \-]?)?"
_MOBILE = re.compile(
    rf"(?<!\d){_COUNTRY}\(?(?P<number>1[3-9]\d{{9}}|1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}|1[3-9]\d{_GAP_OF_TWO}\d{{8}}"
    rf"|1[3-9]\d{{5}}{_GAP_OF_TWO}\d{{4}}|1[3-9]\d\d[ \-]\d{{4}}[ \-]\d{{3}}|1[3-9]\d-\d{{3}}-\d{{5}}"
    r"|1[3-9]\d\d[ \-]\d{3}[ \-]\d{4}"
    r"|1\n?[3-9](?:\n?\d){9}"
    r"|(?<!\d[ \-.])1[ \-.。_|/\n]{1,2}[3-9](?:[ \-.。_|/\n]{1,2}\d){9}(?![ \-.]\d)"
    r"|(?<!\d[ \-.])1[3-9](?:[ \-]\d\d){4}[ \-]\d(?![ \-.]?\d)|(?<!\d[ \-.])1(?:[ \-]\d\d){5}(?![ \-.]?\d))(?!\d)"
)
_AREA = r"0(?:10|2\d|[3-9]\d\d)"
_LOCAL = r"(?:[2-9]\d{6,7}|[2-9]\d{2,3}[ \-.]\d{4}|[2-9]\d{3}[ \-]\d{3}|[2-9]\d(?:[ \-]\d\d){2}[ \-]?\d{1,2})"
_LANDLINE = re.compile(
    rf"(?<!\d)(?<!\d\.)(?:(?:\(?(?:\+|00)\(?86\)?[ \-]?(?:\(0\))?)(?P<abroad>0?(?:10|2\d|[3-9]\d\d))"
    rf"|(?P<area>{_AREA}))(?P<gap>[ \n]?[)\-./_一]?[ \n\-]{{0,3}})(?P<number>{_LOCAL})(?!\d)"
)
_HOTLINE = re.compile(r"(?<!\d)(?<!\d\.)(?P<number>[48]00(?:[ \-.]?\d){7})(?![ \-]?\d)")
_NEAR_CHINA = re.compile(r"(?:\+|00)(?:852|853|886)[ \-]?(?P<number>\d(?:[ \-]?\d){6,9})(?!\d)")

_FILLER = (
    r"(?P<filler>(?:[^\d\n。!?！？;；]|24小时"
    r"|(?<![\d.])(?:1\d{2,4}|9\d{4,5})(?=[/、,或和])|(?<=[: 码话机式真线打)])\n){0,18}?)"
)
_LABELLED = (
    re.compile(
        rf"{_FILLER}{_COUNTRY}(?P<number>1(?:[ \n\-./_()一]{{0,2}}\d){{10}}|1[3-9]\d(?:[,、|:+*]\d{{4}}){{2}})(?!\d)"
    ),
    re.compile(
        rf"{_FILLER}(?:\+?(?:00)?86[ \-]?)?\(?0\d{{2,3}}[ )\-./_一]{{0,3}}"
        r"(?P<number>\d{7,8}|\d{3,4}[ \-]\d{4})(?!\d)"
    ),
    re.compile(rf"{_FILLER}(?P<number>[48]00(?:[ \-]?\d){{7}})(?![ \-]?\d)"),
    re.compile(rf"{_FILLER}(?P<number>\d{{7,8}}|\d(?:[ \n\-.]?\d){{6,7}}(?![ \n\-.]?\d))(?!\d)"),
    re.compile(rf"{_FILLER}(?P<number>\d(?:[ \-]?\d){{6,14}})(?![ \-]?\d)"),
)
_LABELLED_KINDS: tuple[NumberKind, ...] = ("mobile", "landline", "hotline", "landline", "landline")
_SHORT = re.compile(r"(?:短号|小号|内线|集群网|虚拟网)[^\d\n。]{0,6}(?P<number>\d{4,6})(?!\d)")
_PERSON = re.compile(r"(?P<filler>[^\d\n。;；,]{0,10}?)(?P<number>[2-9]\d{6,7}|[2-9]\d{2,3}[ \-]\d{4})(?![\d.%])")
#: A further number after the same label, optionally preceded by its owner's name.
_NEXT = re.compile(
    r"(?: ?\([^()\d\n]{1,8}\))? ?(?:转 ?\d{1,6})?(?P<sep> ?[/、,;；|和及或与\\&+] ?| |\n)"
    r"(?:[\u4e00-\u9fff]{2,4}[ :]{0,2})?"
    r"(?P<number>[2-9]\d{6,7}|[2-9]\d{2,3}[ \-]\d{4})(?![\d.])"
)
_PREVIOUS = re.compile(r"(?<![\d.\-A-Za-z])(?P<number>[2-9]\d{6,7}) ?[/、] ?\Z")
_LONGEST_PREVIOUS = 11
#: Two mobiles without a separator.
_GLUED = re.compile(r"(?<!\d)(?P<number>1[3-9]\d{9}1[3-9]\d{9})(?!\d)")
_BEFORE_LABEL = re.compile(
    r"(?<![\d.,\-A-Za-z])(?P<number>[2-9]\d{6,7}|[2-9]\d{2,3}[ \-]\d{4})(?![\d.])(?P<filler> ?[(:\-]? ?(?:[是为系即])?"
    r"[^\d\n。,、;；()]{0,6}?)(?P<label>电话|手机|热线|传真|座机|联系方式|号码)(?![: ]{0,2}[\d(+])"
)
#: Group gaps that make a mobile certain.
_PLAIN_GAPS = frozenset(" -.()")


def telephone_numbers(text: str, has_words: bool = True) -> Iterator[FoundNumber]:
    """Yield all of them in a normalized text, possibly some twice. Without `has_words` labels are not searched."""
    labelled = (*_labelled(text), *_of_persons(text)) if has_words else ()
    for found in (*_mobiles(text), *_landlines(text), *_hotlines(text), *labelled):
        yield found
        if found.kind in ("mobile", "landline"):
            yield from _next_ones(text, found.end)
    for match in _GLUED.finditer(text):
        yield _number(match, "mobile", False)
    if has_words:
        yield from _before_labels(text)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _number(match: re.Match[str], kind: NumberKind, is_certain: bool) -> FoundNumber:
    start, end = match.span("number")
    return FoundNumber(start, end, kind, is_certain, _digits(match["number"]))


def _is_decimal(text: str, start: int, end: int) -> bool:
    """Whether a number is part of a decimal: `1.138…`, `13812345678.50`; not two numbers joined by a dot."""
    before = re.search(r"(^|\n|.)(?<!\d)(\d{1,7})\.$", text[max(0, start - 9) : start])
    if before is not None:
        # `1.` at the beginning of one of several lines is its number.
        return not (before[1] in ("", "\n") and "\n" in text and len(before[2]) < 3 and before[2] != "0")
    return re.match(r"\.\d{1,6}(?!\d)", text[end : end + 9]) is not None


def _is_in_code(text: str, start: int) -> bool:
    return re.search(r"[A-Za-z][\-_/]?$|(?<!\d)\d{1,6}[\-_/]$", text[max(0, start - 8) : start]) is not None


def _mobiles(text: str) -> Iterator[FoundNumber]:
    for match in _MOBILE.finditer(text):
        start, end = match.span("number")
        written = match["number"]
        whole = written.isdigit()
        if AMOUNT_AFTER.match(text, end) or _is_decimal(text, start, end):
            continue
        country = text[match.start() : start].strip("( 0-")
        in_name = touches_sum(text, match.start())
        if not country and not in_name and no_person_before(text, match.start(), not whole):
            continue
        if not whole and COUNT_AFTER.match(text, end):
            continue
        gaps = set(written) - set("0123456789")
        natural = whole or (gaps <= _PLAIN_GAPS and len(re.findall(r"\d+", written)) != 2)
        proved = text[match.start() : start].strip() != "86" and not in_name and not _is_in_code(text, match.start())
        yield FoundNumber(start, end, "mobile", natural and proved, _digits(written))


def _landlines(text: str) -> Iterator[FoundNumber]:
    for match in _LANDLINE.finditer(text):
        area = match["area"] or "0" + match["abroad"].removeprefix("0")
        long = len(_digits(match["number"])) == 8
        if area not in AREA_CODES or (len(area) == 3 and not long) or no_person_before(text, match.start()):
            continue
        if AMOUNT_AFTER.match(text, match.end()) or re.match(r"\.\d", text[match.end() : match.end() + 2]):
            continue
        proved = bool(match["gap"].strip("\n") or match["abroad"])
        yield _number(match, "landline", proved and not _is_in_code(text, match.start()))


def _hotlines(text: str) -> Iterator[FoundNumber]:
    for match in _HOTLINE.finditer(text):
        sizes = [len(group) for group in re.findall(r"\d+", match["number"])]
        if COUNT_AFTER.match(text, match.end()) or no_person_before(text, match.start()):
            continue
        if re.match(r"\.\d", text[match.end() : match.end() + 2]):
            continue
        if sizes == [10] or sizes in ([3, 3, 4], [3, 4, 3], [4, 3, 3], [3, 7]):
            yield _number(match, "hotline", sizes != [10] and "." not in match["number"])
    for match in _NEAR_CHINA.finditer(text):
        yield _number(match, "landline", True)


def _labelled(text: str) -> Iterator[FoundNumber]:
    for label in labels_before_digits(text, PHONE_LABEL):
        if label[0] == "号码" and is_code_before(text, label.start()):
            continue
        for kind, pattern in zip(_LABELLED_KINDS, _LABELLED, strict=True):
            match = pattern.match(text, label.end())
            if match is None:
                continue
            if not is_counted(match["filler"]) and not _is_amount(text, match, kind):
                marked = match["filler"].rstrip(" (\n").endswith(":")
                if marked or not is_day(match["number"]):
                    near = len(match["filler"]) < 8 or marked
                    yield _number(match, kind, near and not is_day(match["number"]))
            break
    for match in _SHORT.finditer(text):
        yield _number(match, "landline", True)


def _is_amount(text: str, match: re.Match[str], kind: NumberKind) -> bool:
    """Whether a number is an amount although it follows a label: `电话 1234567 次`, `13812345678元`."""
    end = match.end("number")
    # The nearest label decides.
    if PHONE_LABEL.search(match["filler"]) or re.match(r"\.\d{1,6}(?!\d)", text[end : end + 9]):
        return True
    direct = not match["filler"].strip(" :(\n")
    after = (AMOUNT_AFTER if kind == "mobile" else COUNT_AFTER).match(text, end)
    return after is not None and not (direct and after[0].strip() in "日号年月天时多余")


def _of_persons(text: str) -> Iterator[FoundNumber]:
    for label in labels_before_digits(text, PERSON_LABEL):
        match = _PERSON.match(text, label.end())
        if match is None or COUNT_AFTER.match(text, match.end()) or is_day(match["number"]):
            continue
        if not is_counted(match["filler"]):
            yield _number(match, "landline", False)


def _next_ones(text: str, end: int) -> Iterator[FoundNumber]:
    while True:
        match = _NEXT.match(text, end)
        if match is None or COUNT_AFTER.match(text, match.end()) or is_day(match["number"]):
            return
        if no_person_before(text, match.start("number")):
            return
        yield _number(match, "landline", match["sep"].strip() != "")
        end = match.end()


def _before_labels(text: str) -> Iterator[FoundNumber]:
    for match in _BEFORE_LABEL.finditer(text):
        start = match.start("number")
        end = match.end("number")
        if COUNT_AFTER.match(text, end) or is_day(match["number"]) or is_counted(match["filler"]):
            continue
        if not no_person_before(text, match.start()):
            yield _number(match, "landline", match["filler"].strip()[:1] in ("(", "是", "为"))
            yield from _previous_ones(text, start)


def _previous_ones(text: str, start: int) -> Iterator[FoundNumber]:
    """Yield the numbers before one in a list with its label at the end: `5231234/5231235（办公室电话）`."""
    while match := _PREVIOUS.search(text, max(0, start - _LONGEST_PREVIOUS), start):
        yield _number(match, "landline", is_certain=False)
        start = match.start("number")

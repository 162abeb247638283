"""How an automatic number is written: 一、①、壹、甲, and the western ones (ECMA-376 part 1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable

from perfdesk.language.numerals import numeral

_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_BY_DIGIT = str.maketrans("0123456789", "○一二三四五六七八九")
#: The longest number in letters or Roman numerals; beyond it, and beyond a row of signs, digits are written.
_MOST_LETTERS, _MOST_ROMAN, _ALPHABET = 780, 3999, 26


def written_number(number: int, number_format: str) -> str:
    """Return a number as a list of this format shows it; in digits if the format is unknown.

    >>> [written_number(n, "chineseCountingThousand") for n in (3, 10, 21)], written_number(3, "lowerRoman")
    (['三', '十', '二十一'], 'iii')
    """
    write = _FORMATS.get(number_format)
    return write(number) if write else str(number)


def _letters(number: int) -> str:
    if not 0 < number <= _MOST_LETTERS:
        return str(number)
    times, position = divmod(number - 1, _ALPHABET)
    return chr(ord("A") + position) * (times + 1)


def _roman(number: int) -> str:
    if not 0 < number <= _MOST_ROMAN:
        return str(number)
    words = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        words += sign * count
    return words


def _counted(number: int) -> str:
    """In words below a hundred, sign by sign from there."""
    return numeral(number) if number < 100 else str(number).translate(_BY_DIGIT)


def _signs(*ranges: tuple[str, int]) -> Callable[[int], str]:
    """Signs that follow each other in Unicode, from the first of each range."""
    row = "".join(chr(ord(first) + at) for first, count in ranges for at in range(count))
    return _listed(row)


def _listed(row: str) -> Callable[[int], str]:
    return lambda number: row[number - 1] if 0 < number <= len(row) else str(number)


_STEMS, _BRANCHES = _listed("甲乙丙丁戊己庚辛壬癸"), _listed("子丑寅卯辰巳午未申酉戌亥")
_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda number: "",
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _signs(("①", 20), ("㉑", 15), ("㊱", 15)),
    "decimalEnclosedCircleChinese": _signs(("①", 20), ("㉑", 15), ("㊱", 15)),
    "decimalEnclosedFullstop": _signs(("⒈", 20)),
    "decimalEnclosedParen": _signs(("⑴", 20)),
    "ideographEnclosedCircle": _signs(("㊀", 10)),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "chineseCounting": _counted,
    "taiwaneseCounting": _counted,
    "chineseCountingThousand": numeral,
    "taiwaneseCountingThousand": numeral,
    "japaneseCounting": numeral,
    "chineseLegalSimplified": lambda number: numeral(number).translate(_LEGAL),
    "ideographLegalTraditional": lambda number: numeral(number).translate(_LEGAL),
    "ideographDigital": lambda number: str(number).translate(_BY_DIGIT),
    "japaneseDigitalTenThousand": lambda number: str(number).translate(_BY_DIGIT),
    "taiwaneseDigital": lambda number: str(number).translate(_BY_DIGIT),
    "ideographTraditional": _STEMS,
    "ideographZodiac": _BRANCHES,
}

"""Reading TOML strictly: every key known, every value of its kind, every mistake with file, key and a suggestion."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar, cast

from perfdesk.budget import Budget, TooMuchError
from perfdesk.definition.diagnostics import Diagnostics, FormError, form_error
from perfdesk.definition.toml.messages import chinese_message
from perfdesk.definition.toml_screen import screen_toml
from perfdesk.safe_open import NotAFileError

Toml = dict[str, object]
T = TypeVar("T")
_KIND_WORDS: dict[type, str] = {
    str: "文字",
    int: "整数",
    float: "数",
    bool: "true 或 false",
    list: "列表 […]",
    dict: "一组键值",
}
#: A file of a form is some tens of kilobytes; far beyond this it is not one.
_MAX_BYTES = 500_000
_MAX_SUGGESTED = 12
_MAX_LENGTH_MM = 1000.0
_MAX_NUMBER, _LARGEST_WHOLE = 1e6, 10**9
_MOST_COMPARED = 500


def read_toml(path: Path, name: str = "", budget: Budget | None = None) -> Toml:
    """One TOML file; the error names the file (as `name`, if given) and the line of a slip."""
    location, budget = name or path.name, budget or Budget(_MAX_BYTES)
    try:
        text = budget.read(path, _MAX_BYTES).decode("utf-8")
        screen_toml(text, budget)
        return tomllib.loads(text)
    except TooMuchError as error:
        raise form_error(location, f"{error.clause}，不像是表单的文件") from error
    except NotAFileError as error:
        raise form_error(location, "是链接、文件夹或特殊文件，请换成普通文件") from error
    except OSError as error:
        raise form_error(location, "读不出来，请查看文件是否还在、有没有权限") from error
    except UnicodeDecodeError as error:
        raise form_error(location, "读不出来，不是 UTF-8 编码，请用 UTF-8 另存") from error
    except (ValueError, RecursionError) as error:
        raise form_error(location, f"不是规范的 TOML（{chinese_message(error)}）") from error


def closest(word: str, known: Iterable[str], most: int = _MOST_COMPARED) -> str:
    """The known word that was probably meant, or nothing; not all words are looked at when there are very many."""
    return next(iter(difflib.get_close_matches(word[:60], islice(known, most), 1)), "")


def did_you_mean(word: str, known: Collection[str]) -> str:
    """A Chinese “did you mean”, or nothing when no known word is close."""
    found = closest(word, known)
    if found:
        return f"，是不是“{found}”？"
    more = "等" if len(known) > _MAX_SUGGESTED else ""
    return f"，可用：{'、'.join(sorted(known)[:_MAX_SUGGESTED])}{more}"


class TomlTable:
    """The keys of one TOML table, taken one by one; `reject_unknown` refuses any that nobody asked for.

    A key that is missing or of a wrong kind is a mistake; where more than one is listed, reading goes on as if it
    were empty.
    """

    def __init__(self, data: object, location: str, diagnostics: Diagnostics | None = None) -> None:
        if not isinstance(data, dict):
            raise form_error(location, "应为一组键值")
        self.location = location
        self.diagnostics = diagnostics or Diagnostics()
        self.diagnostics.budget.spend()
        self._data: Toml = data
        self.known_keys: set[str] = set()

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def subtable(self, data: object, location: str) -> TomlTable:
        """The keys of a table inside this one."""
        return TomlTable(data, location, self.diagnostics)

    def report(self, problem: str) -> None:
        """A mistake here from which reading can go on."""
        self.diagnostics.report(form_error(self.location, problem))

    def get(self, key: str, default: T) -> T:
        """The value of a key, of the same kind as `default`."""
        self.known_keys.add(key)
        if key not in self._data:
            return default
        value = self._data[key]
        if isinstance(default, float):
            value = _as_float(value)
        if type(value) is type(default) and _is_reasonable(value):
            return cast(T, value)
        self.report(f"“{key}”应为{_KIND_WORDS.get(type(default), '别的')}，写的是{_shown_value(value)}")
        return default

    def require(self, key: str, kind: type[T]) -> T:
        """The value of a key that must stand."""
        if key in self._data:
            return self.get(key, kind())
        self.known_keys.add(key)
        self.diagnostics.report(self._missing_key_error(key))
        return kind()

    def require_id(self) -> str:
        """The `id`, without which nothing can be made of the rest; FormError when it is missing."""
        if "id" not in self._data:
            raise self._missing_key_error("id")
        self.known_keys.add("id")
        name = self._data["id"]
        if not isinstance(name, str):
            raise form_error(self.location, f"“id”应为文字，写的是{_shown_value(name)}")
        return name

    def get_integer(self, key: str, default: int, least: int, most: int) -> int:
        """A whole number between two bounds; `default` when the key does not stand."""
        value = self.get(key, default)
        if least <= value <= most:
            return value
        self.report(f"“{key}”应在 {least} 到 {most} 之间，写的是{_shown_value(value)}")
        return default

    def get_length(self, key: str, default: float) -> float:
        """A length in millimetres that paper can hold; `default` when the key does not stand."""
        return self._checked_length(key, self.get(key, default), default)

    def require_lengths(self, key: str) -> tuple[float, ...]:
        """A list of such lengths that must stand."""
        return tuple(self._checked_length(key, _as_float(value), 10.0) for value in self.require(key, list))

    def _checked_length(self, key: str, value: object, default: float) -> float:
        if isinstance(value, float) and 0 < value <= _MAX_LENGTH_MM:
            return value
        self.report(f"“{key}”应为大于 0、不超过 {_MAX_LENGTH_MM:g} 的数，写的是{_shown_value(value)}")
        return default

    def get_choice(self, key: str, allowed: Collection[str], default: str) -> str:
        """A word out of a list; `default` when the key does not stand."""
        word = self.get(key, default)
        if word in allowed:
            return word
        known = [one for one in allowed if one]
        self.report(f"“{key}”不能是“{word[:40]}”{did_you_mean(word, known)}")
        return closest(word, known) or default

    def get_texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty when the key does not stand."""
        items = self.get(key, [])
        if not all(isinstance(item, str) for item in items):
            self.report(f"“{key}”里应全是文字")
        return tuple(item for item in items if isinstance(item, str))

    def get_list(self, key: str, most: int) -> list[object]:
        """A list of not more than so many things; what is beyond is told and left out."""
        items = self.get(key, list[object]())
        if len(items) > most:
            self.report(f"“{key}”里最多 {most} 个，写了 {len(items)} 个")
        return items[:most]

    def has(self, key: str) -> bool:
        """Whether the key stands."""
        return key in self._data

    def mark_known(self, key: str) -> None:
        """Count a key as known that is read elsewhere."""
        self.known_keys.add(key)

    def reject_unknown(self) -> None:
        """Refuse keys that mean nothing here."""
        for key in self._data:
            if key not in self.known_keys:
                self.report(f"没有“{key[:40]}”这个键{did_you_mean(key, self.known_keys)}")

    def _missing_key_error(self, key: str) -> FormError:
        found = closest(key, (name for name in self._data if name not in self.known_keys))
        if found:
            self.known_keys.add(found)  # told here, and not once more as a key that means nothing
        return form_error(self.location, f"缺少“{key}”" + (f"，写的是不是“{found}”？" if found else ""))


def _is_reasonable(value: object) -> bool:
    """Whether a figure is one that anything in a form can be."""
    if isinstance(value, float):
        return abs(value) < _MAX_NUMBER
    return not isinstance(value, int) or abs(value) < _LARGEST_WHOLE


def _as_float(value: object) -> object:
    try:
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
    except OverflowError:  # no length or size is that large: told like any other wrong value
        return value


def _shown_value(value: object) -> str:
    try:
        return f"{value!r:.40}"
    except (ValueError, RecursionError):  # a figure of more digits than Python writes out; nests of nests
        return "写不下的东西"

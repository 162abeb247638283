"""Reading TOML strictly: every key known, every value of its kind, every mistake with file, key and a suggestion."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import TypeVar, cast

from perfdesk.errors import PerfDeskError

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


def form_error(where: str, why: str) -> PerfDeskError:
    """The form itself is wrong: which file and key, and what to do."""
    return PerfDeskError("表单定义有误。", f"{where}：{why}。", "请改正表单文件后再打开。")


def read_toml(path: Path) -> Toml:
    """One TOML file; PerfDeskError names the file and line of a slip."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise form_error(path.name, f"读不出来（{error}）") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise form_error(path.name, f"不是规范的 TOML（{error}）") from error


def near(word: str, known: Collection[str]) -> str:
    """A Chinese “did you mean”, or nothing when no known word is close."""
    found = difflib.get_close_matches(word, known, 1)
    return f"，是不是“{found[0]}”？" if found else f"，可用：{'、'.join(sorted(known))}"


class Keys:
    """The keys of one TOML table, taken one by one; `done` refuses any that nobody asked for."""

    def __init__(self, data: object, where: str) -> None:
        if not isinstance(data, dict):
            raise form_error(where, "应为一组键值")
        self.where = where
        self._data: Toml = data
        self.asked: set[str] = set()

    def take(self, key: str, default: T) -> T:
        """The value of a key, of the same kind as `default`."""
        self.asked.add(key)
        value = self._data.get(key, default)
        if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if type(value) is not type(default):
            word = _KIND_WORDS.get(type(default), "别的")
            raise form_error(self.where, f"“{key}”应为{word}，写的是{value!r:.40}")
        return cast(T, value)

    def need(self, key: str, kind: type[T]) -> T:
        """The value of a key that must stand."""
        if key not in self._data:
            raise form_error(self.where, f"缺少“{key}”{self._misspelt(key)}")
        return self.take(key, kind())

    def one_of(self, key: str, allowed: Collection[str], default: str) -> str:
        """A word out of a list; `default` when the key does not stand."""
        word = self.take(key, default)
        if word not in allowed:
            raise form_error(self.where, f"“{key}”不能是“{word}”{near(word, allowed)}")
        return word

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty when the key does not stand."""
        items = self.take(key, [])
        if not all(isinstance(item, str) for item in items):
            raise form_error(self.where, f"“{key}”里应全是文字")
        return tuple(items)

    def has(self, key: str) -> bool:
        """Whether the key stands."""
        return key in self._data

    def ask(self, key: str) -> None:
        """Count a key as known that is read elsewhere."""
        self.asked.add(key)

    def done(self) -> None:
        """Refuse keys that mean nothing here."""
        for key in self._data:
            if key not in self.asked:
                raise form_error(self.where, f"没有“{key}”这个键{near(key, self.asked)}")

    def _misspelt(self, key: str) -> str:
        found = difflib.get_close_matches(key, self._data.keys(), 1)
        return f"，写的是不是“{found[0]}”？" if found else ""

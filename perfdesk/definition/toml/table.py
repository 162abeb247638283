"""Strict reading of TOML: known keys and expected types only; errors name file and key and suggest a correction."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TypeVar, cast

from perfdesk.budget import Budget, TooMuchError
from perfdesk.definition.diagnostics import Diagnostics, FormError, form_error
from perfdesk.definition.toml.hints import REPEATED
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
#: The maximum size of one file; usual ones have some tens of kilobytes.
_MAX_BYTES = 500_000
_MAX_SUGGESTED = 12
_MAX_LENGTH_MM = 1000.0
_MAX_NUMBER, _MAX_INTEGER = 1e6, 10**9
_MAX_FIGURE = 10**12
_MAX_COMPARED = 500
_SLOT = re.compile(r"[{｛]\s*[a-z_][\w.]*\s*(?:[:：]\d)?\s*[}｝]")


def read_toml(path: Path, name: str = "", budget: Budget | None = None) -> Toml:
    """Read a TOML file; FormError names the file (as `name`, if given) and the line of a syntax error."""
    location, budget, text = name or path.name, budget or Budget(_MAX_BYTES), ""
    try:
        text = budget.read(path, _MAX_BYTES).decode("utf-8-sig")
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
        raise form_error(location, f"不是规范的 TOML（{chinese_message(error, text)}）") from error


def closest(word: str, known: Iterable[str], most: int = _MAX_COMPARED) -> str:
    """Return the most similar known word, or empty; at most `most` words are compared."""
    return next(iter(difflib.get_close_matches(word[:60], islice(known, most), 1)), "")


def did_you_mean(word: str, known: Collection[str]) -> str:
    """Return a Chinese “did you mean”, or the list of known words when none is similar."""
    found = closest(word, known)
    if found:
        return f"，是不是“{found}”？"
    if not known:
        return ""
    more = "等" if len(known) > _MAX_SUGGESTED else ""
    return f"，可用：{'、'.join(sorted(known)[:_MAX_SUGGESTED])}{more}"


class TomlTable:
    """The keys of one TOML table, read one by one; `reject_unknown` reports those that were not read.

    A missing key or a wrong type is reported; if that does not raise, reading continues with the default value.
    """

    def __init__(self, data: object, location: str, diagnostics: Diagnostics | None = None) -> None:
        if not isinstance(data, dict):
            raise form_error(location, "应为一组键值")
        self.location = location
        self.diagnostics = diagnostics or Diagnostics()
        self.diagnostics.budget.spend()
        self._data: Toml = data
        self.known_keys: set[str] = set()
        #: Keys whose values have been reported; what follows from them is not reported again.
        self.refused_keys: set[str] = set()

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def subtable(self, data: object, location: str) -> TomlTable:
        """Return the keys of a nested table."""
        return TomlTable(data, location, self.diagnostics)

    def report(self, problem: str) -> None:
        """Report an error in this table after which reading can continue."""
        self.diagnostics.report(form_error(self.location, problem))

    def get(self, key: str, default: T) -> T:
        """Return the value of a key, which must have the type of `default`."""
        self.known_keys.add(key)
        if key not in self._data:
            return default
        value = self._data[key]
        if isinstance(default, float):
            value = _as_float(value)
        if type(value) is type(default) and _is_reasonable(value):
            return cast(T, value)
        self.refused_keys.add(key)
        self.report(_wrong_value(key, value, default))
        return default

    def require(self, key: str, kind: type[T]) -> T:
        """Return the value of a required key."""
        if key in self._data:
            return self.get(key, kind())
        self.known_keys.add(key)
        self.diagnostics.report(self._missing_key_error(key))
        return kind()

    def get_literal(self, key: str) -> str:
        """Return a text that is shown as it is; empty when the key is missing. A check reports `{name}` in it."""
        return self._literal(key, self.get(key, ""))

    def require_literal(self, key: str) -> str:
        """Return a required text that is shown as it is."""
        return self._literal(key, self.require(key, str))

    def _literal(self, key: str, text: str) -> str:
        found = _SLOT.search(text)
        if found is not None:
            clause = f"“{key}”照字面显示，里面的“{found.group()}”不会换成值"
            self.diagnostics.report_when_checking(form_error(self.location, clause))
        return text

    def require_id(self) -> str:
        """Return the `id`; FormError when it is missing, since the rest is useless without it."""
        if "id" not in self._data:
            raise self._missing_key_error("id")
        self.known_keys.add("id")
        name = self._data["id"]
        if not isinstance(name, str):
            raise form_error(self.location, f"“id”应为文字，写的是{_shown_value(name)}")
        return name

    def get_integer(self, key: str, default: int, least: int, most: int) -> int:
        """Return an integer within bounds; `default` when the key is missing."""
        value = self.get(key, default)
        if least <= value <= most:
            return value
        self.report(f"“{key}”应在 {least} 到 {most} 之间，写的是{_shown_value(value)}")
        return default

    def get_figure(self, key: str) -> Decimal | None:
        """Return a figure exactly as written; None when the key is missing or no figure."""
        return self._figure_or(key, type(None))

    def get_figure_or_text(self, key: str) -> Decimal | str | None:
        """Return a figure exactly as written, or a text; None when the key is missing or anything else."""
        return self._figure_or(key, str)

    def _figure_or(self, key: str, other: type[T]) -> Decimal | T | None:
        self.known_keys.add(key)
        value = self._data.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _MAX_FIGURE:
            return Decimal(str(value))
        if value is None or isinstance(value, other):
            return value
        self.refused_keys.add(key)
        problem = _wrong_value(key, value, 0.0)
        self.report(problem.replace("应为数", "应为数或文字", 1) if other is str else problem)
        return None

    def get_length(self, key: str, default: float) -> float:
        """Return a length in millimetres that fits on paper; `default` when the key is missing."""
        return self._checked_length(key, self.get(key, default), default)

    def require_lengths(self, key: str) -> tuple[float, ...]:
        """Return a required list of such lengths."""
        return tuple(self._checked_length(key, _as_float(value), 10.0) for value in self.require(key, list))

    def _checked_length(self, key: str, value: object, default: float) -> float:
        if isinstance(value, float) and 0 < value <= _MAX_LENGTH_MM:
            return value
        self.report(f"“{key}”应为大于 0、不超过 {_MAX_LENGTH_MM:g} 的数，写的是{_shown_value(value)}")
        return default

    def get_choice(self, key: str, allowed: Collection[str], default: str) -> str:
        """Return one of the allowed words; `default` when the key is missing."""
        word = self.get(key, default)
        if word in allowed:
            return word
        known = [one for one in allowed if one]
        meant = _MEANT_WORDS.get(word.lower(), "")
        guess = f"，是不是“{meant}”？" if meant in known else did_you_mean(word, known)
        self.report(f"“{key}”不能是“{word[:40]}”{guess}")
        return meant if meant in known else closest(word, known) or default

    def get_texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty when the key is missing."""
        items = self.get(key, [])
        if not all(isinstance(item, str) for item in items):
            self.report(f"“{key}”里应全是文字")
        return tuple(item for item in items if isinstance(item, str))

    def get_list(self, key: str, most: int) -> list[object]:
        """Return a list of at most `most` items; further ones are reported and omitted."""
        items = self.get(key, list[object]())
        if len(items) > most:
            self.report(f"“{key}”里最多 {most} 个，写了 {len(items)} 个")
        return items[:most]

    def has(self, key: str) -> bool:
        """Whether the key exists."""
        return key in self._data

    def mark_known(self, key: str) -> None:
        """Mark a key as known that is read elsewhere."""
        self.known_keys.add(key)

    def report_missing(self, key: str, problem: str) -> None:
        """Report that a key is missing which belongs to another one, perhaps because it is misspelt."""
        if key not in self.refused_keys:
            self.diagnostics.report(self._missing_key_error(key, problem))

    def reject_unknown(self) -> None:
        """Report the keys that were not read."""
        for key in self._data:
            if key not in self.known_keys:
                head = f"block.{key}"
                guess = f"，要写成 [[{head}]]" if head in REPEATED else did_you_mean(key, self.known_keys)
                self.report(f"没有“{key[:40]}”这个键{guess}")

    def _missing_key_error(self, key: str, problem: str = "") -> FormError:
        found = closest(key, (name for name in self._data if name not in self.known_keys))
        if found:
            self.known_keys.add(found)  # reported here, and not again as an unknown key
        return form_error(self.location, (problem or f"缺少“{key}”") + (f"，写的是不是“{found}”？" if found else ""))


#: Keys that hold blocks with a head of their own: `[[block]]`.
_BLOCK_KEYS = {head.rpartition(".")[2]: head for head in REPEATED}
#: Words of other programs, and Chinese ones, for those of a form.
_MEANT_WORDS = {
    "数": "number", "数字": "number", "数值": "number", "金额": "number", "int": "number", "integer": "number",
    "float": "number", "decimal": "number", "文字": "text", "文本": "text", "字符串": "text", "string": "text",
    "str": "text", "多行文字": "prose", "textarea": "prose", "日期": "date", "年份": "year", "年度": "year",
    "选择": "choice", "select": "choice", "enum": "choice", "指标值": "measure", "句子": "sentence",
    "表": "table", "表格": "table", "字段": "field", "标题": "heading", "说明": "note", "封面": "cover",
    "正文": "chapter",
    "附表": "attachment", "附件": "attachment", "错误": "error", "警告": "warning", "提示": "notice", "左": "left",
    "中": "center", "居中": "center", "middle": "center", "右": "right",
}  # fmt: skip


def _wrong_value(key: str, value: object, default: object) -> str:
    """Say which kind of value a key takes and what to write instead."""
    if isinstance(default, list) and isinstance(value, dict):
        head = _BLOCK_KEYS.get(key)
        return f"要用两个方括号：[[{head}]]，写的是 [{head}]" if head else f"“{key}”要写成列表：{key} = [{{ … }}]"
    if isinstance(default, dict) and isinstance(value, list):
        return f"只用一个方括号：[{key}]，写的是 [[{key}]]"
    instead = ""
    if isinstance(default, bool) and isinstance(value, int):
        instead = f"，要写成 {'true' if value else 'false'}"
    elif isinstance(value, str) and not isinstance(default, str | list | dict):
        instead = "，不加引号"
    elif isinstance(default, str) and isinstance(value, int | float):
        instead = "，要加引号"
    elif isinstance(default, list) and isinstance(value, str):
        instead = f'，要写成 {key} = ["{value[:20]}"]'
    return f"“{key}”应为{_KIND_WORDS.get(type(default), '别的')}，写的是{_shown_value(value)}{instead}"


def _is_reasonable(value: object) -> bool:
    """Whether a number is within the range that any key allows."""
    if isinstance(value, float):
        return abs(value) < _MAX_NUMBER
    return not isinstance(value, int) or abs(value) < _MAX_INTEGER


def _as_float(value: object) -> object:
    try:
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
    except OverflowError:  # too large for any length or size: reported as a wrong value
        return value


def _shown_value(value: object) -> str:
    try:
        return f"{value!r:.40}"
    except (ValueError, RecursionError):  # too many digits for Python to write, or too deep nesting
        return "写不下的东西"

"""Which keys the loader of forms reads in each kind of block, with their defaults; recorded while forms are loaded."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TypeVar

import pytest

from perfdesk.definition.toml.table import TomlTable

T = TypeVar("T")
#: A kind of block, and what distinguishes it: a pattern of its location, and a key that it has.
_KINDS = (
    ("", r"style\.toml| starters$", ""),
    ("[report]", r"\[report\]$", ""),
    ("[[new]]", r"\[\[new\]\]", ""),
    ("[[card]]", r" 个 card$", ""),
    ("[[chart]]", r" 个 chart$", "points"),
    ("图的 points", r" 个 chart$", "label"),
    ("[[band]]", r" 个 band$", ""),
    ("steps", r" steps$", ""),
    ("[[rule]]", r" 条 rule$| 规则 \S+$", ""),
    ("封面 lines", r" lines$", ""),
    ("figures", r" figures$", ""),
    ("列", r"列“\w*”$", ""),
    ("rows", r" 第 \d+ 行$|行“\w*”$", "label"),
    ("[[block.line]]", r" 第 \d+ 行$", "cells"),
    ("cells", r" 第 \d+ 行$", ""),
    ("block", r"", "type"),
    ("phrases", r" \[\w+\]$", ""),
    ("form.toml", r"^form.toml$", ""),
    ("章节", r"\.toml$", "tab"),
)


@dataclass(slots=True)
class KeyUse:
    """How the loader reads one key: the defaults it has for it, and whether it is required."""

    defaults: set[object] = field(default_factory=set[object])
    is_required: bool = False


Keys = dict[str, dict[str, KeyUse]]


def kind_of(keys: TomlTable) -> str:
    """Return the kind of block that a table is; empty for one that is not of a form."""
    for kind, location, key in _KINDS:
        if re.search(location, keys.location) and (not key or keys.has(key)):
            return f'type = "{keys.get("type", "")}"' if kind == "block" else kind
    return ""


def record_keys(monkeypatch: pytest.MonkeyPatch) -> Keys:
    """Record every key that is read from now on, by kind of block."""
    found: Keys = defaultdict(lambda: defaultdict(KeyUse))
    get, require, require_id = TomlTable.get, TomlTable.require, TomlTable.require_id
    is_inside = False

    def recorded_get(keys: TomlTable, key: str, default: T) -> T:
        nonlocal is_inside
        if not is_inside:
            is_inside = True
            use = found[kind_of(keys)][key]
            is_inside = False
            if default not in ("", [], {}):
                use.defaults.add(default)
        return get(keys, key, default)

    def recorded_require(keys: TomlTable, key: str, kind: type[T]) -> T:
        nonlocal is_inside
        is_inside = True
        found[kind_of(keys)][key].is_required = True
        value = require(keys, key, kind)
        is_inside = False
        return value

    def recorded_id(keys: TomlTable) -> str:
        nonlocal is_inside
        is_inside = True
        found[kind_of(keys)]["id"].is_required = True
        is_inside = False
        return require_id(keys)

    for name in ("get_figure", "get_figure_or_text"):
        _record_without_default(monkeypatch, name, found)
    monkeypatch.setattr(TomlTable, "get", recorded_get)
    monkeypatch.setattr(TomlTable, "require", recorded_require)
    monkeypatch.setattr(TomlTable, "require_id", recorded_id)
    return found


def _record_without_default(monkeypatch: pytest.MonkeyPatch, name: str, found: Keys) -> None:
    """Record the keys that a method of TomlTable reads which has no defaults."""
    read = getattr(TomlTable, name)

    def recorded(keys: TomlTable, key: str) -> object:
        found[kind_of(keys)].setdefault(key, KeyUse())
        return read(keys, key)

    monkeypatch.setattr(TomlTable, name, recorded)

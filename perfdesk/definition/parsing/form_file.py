"""Reads the added questions of each version from form.toml."""

from __future__ import annotations

from perfdesk.definition.toml.table import TomlTable

_NEW = "form.toml [[new]]"


def added_in(keys: TomlTable) -> dict[int, tuple[str, ...]]:
    """Return the paths of the questions that each version added (`[[new]]`)."""
    found: dict[int, tuple[str, ...]] = {}
    for number, data in enumerate(keys.get("new", []), 1):
        with keys.diagnostics.collecting():
            inner = keys.subtable(data, f"{_NEW} 第 {number} 个")
            version = inner.require("version", int)
            found[version] = found.get(version, ()) + inner.get_texts("places")
            inner.reject_unknown()
    return found

"""What form.toml says of a form that has moved on: the places that each version was the first to ask for."""

from __future__ import annotations

from perfdesk.definition.toml.table import TomlTable

_NEW = "form.toml [[new]]"


def added_in(keys: TomlTable) -> dict[int, tuple[str, ...]]:
    """The places that a version of a form asked for first, from its `[[new]]`."""
    found: dict[int, tuple[str, ...]] = {}
    for number, data in enumerate(keys.get("new", []), 1):
        with keys.diagnostics.collecting():
            inner = keys.subtable(data, f"{_NEW} 第 {number} 个")
            version = inner.require("version", int)
            found[version] = found.get(version, ()) + inner.get_texts("places")
            inner.reject_unknown()
    return found

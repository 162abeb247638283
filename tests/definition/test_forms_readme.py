"""The README of the form language is complete: its examples load, and its tables name every key of the loader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perfdesk.definition.loader import form_ids, load_form, shipped_form
from perfdesk.definition.toml.table import TomlTable
from perfdesk.importers.tables.description import import_tables
from perfdesk.paths import FORMS
from support.form_keys import Keys, record_keys

README = (FORMS / "README.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"```toml (\S+)\n(.*?)```", README, re.DOTALL))
_TABLE = re.compile(r"\n\*\*(.+?)\*\*.*\n\n\| 键 \| 例 \| 不写时 \| 说明 \|\n\|---\|---\|---\|---\|\n((?:\|.*\n)+)")
_REQUIRED = "**必写**"
#: Read by the loader before it knows that it is a block.
_BLOCK_TYPE = "type"
#: Keys of a field that a column has not.
_ONLY_FIELDS = {"type", "print", "when", "template", "phrases"}
#: Without the key, each figure keeps its own decimals.
_OTHER_DEFAULTS = {("[[chart]]", "decimals")}


def _documented() -> dict[str, dict[str, tuple[str, str]]]:
    """The example and the default of each key in the README, by kind of block."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for title, rows in _TABLE.findall(README):
        kind = title.replace("`", "").split("（")[0].removesuffix("里的一项").removesuffix("里的一格").strip()
        cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows.splitlines()]
        found[kind] = {cell[0].strip("`"): (cell[1], cell[2]) for cell in cells}
    return found


DOCUMENTED = _documented()


def _write_example(folder: Path) -> Path:
    for name, text in EXAMPLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def read_keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """The keys that the loader reads in the example and in the shipped forms."""
    with pytest.MonkeyPatch.context() as patch:
        found = record_keys(patch)
        load_form(_write_example(tmp_path_factory.mktemp("example")))
        for form in form_ids():
            load_form(FORMS / form)
    columns, fields = found.pop("列"), found['type = "field"']
    assert set(columns) >= set(fields) - _ONLY_FIELDS
    found["columns"] = {key: use for key, use in columns.items() if key not in fields}
    return found


def test_the_example_of_the_readme_loads(tmp_path: Path) -> None:
    form = load_form(_write_example(tmp_path))
    assert [section.id for section in form.sections] == ["front", "one", "table", "sheet_of"]


@pytest.mark.parametrize("kind", DOCUMENTED)
def test_the_tables_of_the_readme_name_the_keys_that_the_loader_reads(read_keys: Keys, kind: str) -> None:
    assert set(read_keys[kind]) == set(DOCUMENTED[kind])
    assert "" not in {example for example, _ in DOCUMENTED[kind].values()}


def test_every_kind_of_block_has_a_table(read_keys: Keys) -> None:
    assert set(read_keys) - {""} == set(DOCUMENTED)


@pytest.mark.parametrize("kind", DOCUMENTED)
def test_the_tables_of_the_readme_have_the_defaults_of_the_loader(read_keys: Keys, kind: str) -> None:
    for key, (_, shown) in DOCUMENTED[kind].items():
        use = read_keys[kind][key]
        if key != _BLOCK_TYPE:
            assert (shown == _REQUIRED) == use.is_required, key
        for default in () if use.is_required or (kind, key) in _OTHER_DEFAULTS else use.defaults:
            written = f"`{default:g}`" if isinstance(default, float) else f"`{default}`"
            assert (f'`"{default}"`' if isinstance(default, str) else written.lower()) in shown, key


def test_the_examples_show_every_key_of_styles_and_imports(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: set[str] = set()
    done = TomlTable.reject_unknown

    def recording_keys(keys: TomlTable) -> None:
        if "style.toml" in keys.location or "imports.toml" in keys.location:
            asked.update(keys.known_keys)
        done(keys)

    monkeypatch.setattr(TomlTable, "reject_unknown", recording_keys)
    for form in (load_form(_write_example(tmp_path)), *map(shipped_form, form_ids())):
        import_tables(form)
    assert len(asked) > 40
    assert asked - set(re.findall(r"[a-z_0-9]+", EXAMPLES["style.toml"] + EXAMPLES["imports.toml"])) == set()

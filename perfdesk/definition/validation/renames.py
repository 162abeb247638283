"""Versions of a form: the new addresses of moved questions (`[renamed]`) and the added questions (`[[new]]`)."""

from __future__ import annotations

from perfdesk.definition.address import Address
from perfdesk.definition.diagnostics import Diagnostics, FormError, form_error
from perfdesk.definition.model import Form

_RENAMED = "form.toml [renamed]"
_NEW = "form.toml [[new]]"


def current_address_of(form: Form, address: Address) -> Address:
    """Return the current address of what an earlier version asked at `address`; usually the same."""
    section, instance = address.form_section, address.instance
    table = f"{section}.{address.field}"
    path = form.renamed.get(table, f"{form.renamed.get(section, section)}.{address.field}")
    row, column = address.row, address.column
    if f"{table}.{row}" in form.renamed:
        path, _, row = form.renamed[f"{table}.{row}"].rpartition(".")
    if f"{table}.{column}" in form.renamed:
        path, _, column = form.renamed[f"{table}.{column}"].rpartition(".")
    section, _, name = path.partition(".")
    return Address(f"{section}@{instance}" if instance else section, name, row, column)


def check_renames(form: Form, diagnostics: Diagnostics) -> None:
    """Report entries of `[renamed]` and `[[new]]` with an unknown target, or that move an existing question."""
    for old, new in form.renamed.items():
        with diagnostics.collecting():
            _check_rename(form, old, new)
    for version, paths in form.added_in_version.items():
        with diagnostics.collecting():
            _check_addition(form, version, paths)


def _check_addition(form: Form, version: int, paths: tuple[str, ...]) -> None:
    if not 1 < version <= form.version:
        raise form_error(_NEW, f"version 要在 2 到表单现在的 {form.version} 之间，写的是 {version}")
    for path in paths:
        if path.count(".") > 2 or not _exists(form, path):
            raise FormError(_NEW, f"“{path[:80]}”不在表单里", path)


def _check_rename(form: Form, old: str, new: str) -> None:
    if old.count(".") != new.count(".") or old.count(".") > 2:
        raise form_error(_RENAMED, f"“{old}”和“{new}”要同样写成 章节、章节.名字 或 章节.表.行或列")
    if _exists(form, old):
        raise form_error(_RENAMED, f"“{old}”还在表单里，它的答案不能搬走")
    if not _exists(form, new):
        raise FormError(_RENAMED, f"“{new}”不在表单里", new)


def _exists(form: Form, path: str) -> bool:
    section, name, part = (*path.split("."), "", "")[:3]
    if not name:
        return any(known.id == section for known in form.sections)
    table = form.tables.get((section, name))
    if not part:
        return table is not None or (section, name, "") in form.questions
    return table is not None and any(part == known.id for known in (*table.rows, *table.columns))

"""Who changed what and when: the journal of the report file with the labels that the user knows."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from perfdesk.checks.accepted import reason_of
from perfdesk.checks.proofreading.link_settings import setting_text
from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.definition.model import Form
from perfdesk.definition.text import shorten
from perfdesk.definition.validation.renames import current_address_of
from perfdesk.entries.change import Change, ChangeKind, Edit
from perfdesk.entries.entries import ACCEPTED_SECTION, Entries
from perfdesk.entries.link_entries import LINKS_SECTION
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import label_or_address, section_label

_MAX_NAME_LENGTH = 20
_KIND_LABELS: dict[ChangeKind, str] = {"undo": "撤销：", "redo": "重做："}


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """The change of one answer or row; `label` as the user knows it, None is blank, `text` is the whole sentence."""

    address: Address
    label: str
    before: str | None
    after: str | None
    text: str


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """One change as shown to the user."""

    id: int
    at: datetime.datetime
    who: str
    title: str
    kind: ChangeKind
    lines: tuple[AnswerChange, ...]


def change_records(form: Form, entries: Entries, changes: Sequence[Change]) -> list[ChangeRecord]:
    """Every change, oldest first. Answers and rows have their current names, deleted ones their last."""
    names = Answers(form, _with_deleted_entries(entries, changes))
    return [
        ChangeRecord(
            change.id,
            change.at,
            change.who,
            _KIND_LABELS.get(change.kind, "") + change.label,
            change.kind,
            tuple(_answer_changes(names, change)),
        )
        for change in changes
    ]


def _with_deleted_entries(entries: Entries, changes: Iterable[Change]) -> Entries:
    """The current answers and rows, and the last texts of deleted answers."""
    texts: dict[Address, str] = {}
    for change in changes:
        for edit in change.edits:
            last = edit.after if edit.after is not None else edit.before
            if last is not None and edit.address.column != ROW_POSITION:
                texts[edit.address] = last
    return Entries(texts | dict(entries))


def _answer_changes(names: Answers, change: Change) -> Iterator[AnswerChange]:
    edits = [edit for edit in change.edits if edit.before != edit.after]  # typed and taken back within one change
    rows = [edit for edit in edits if edit.address.column == ROW_POSITION]
    changed = {_table_of(edit) for edit in rows if edit.before is None or edit.after is None}
    for edit in edits:
        if edit.address.column != ROW_POSITION:
            label = _address_label(names, edit.address)
            before, after = (_display_text(names, edit.address, text) for text in (edit.before, edit.after))
            yield _answer_change(edit, label, f"{before} → {after}")
        elif edit.before is None or edit.after is None or _table_of(edit) not in changed:
            # the rows below an added or deleted one only move up or down
            label, name = _row_label(names, current_address_of(names.form, edit.address))
            yield _answer_change(edit, label, _row_action(edit, name))


def _answer_change(edit: Edit, label: str, text: str) -> AnswerChange:
    return AnswerChange(edit.address, label, edit.before, edit.after, f"{label}：{text}")


def _table_of(edit: Edit) -> tuple[str, str]:
    return edit.address.section, edit.address.field


def _row_action(edit: Edit, name: str) -> str:
    if edit.before is None:
        return f"加一行{name}"
    return f"删去一行{name}" if edit.after is None else f"{name}由第 {edit.before} 行移到第 {edit.after} 行"


def _address_label(names: Answers, address: Address) -> str:
    """Section and answer as the user knows them; an answer that a newer form has moved by its new name."""
    current = current_address_of(names.form, address)
    return label_or_address(names, current if names.form.question(current) is not None else address)


def _display_text(names: Answers, address: Address, text: str | None) -> str:
    if address.form_section == LINKS_SECTION:
        return setting_text(names, text) if text else "按文字自动连接"
    return (reason_of(text or "") if address.section == ACCEPTED_SECTION else text) or "空"


def _row_label(names: Answers, address: Address) -> tuple[str, str]:
    """The label of a row's table, and the row's name or its first text."""
    table = names.form.tables.get((address.form_section, address.field))
    if table is None:
        return str(address), ""
    texts = {column.id: names.text(address._replace(column=column.id)) for column in table.columns}
    name = texts.get("name") or next((text for text in texts.values() if text), "")
    label = f"{section_label(names, address.section)}·{table.label}"
    return label, f"“{shorten(name, _MAX_NAME_LENGTH)}”" if name else ""

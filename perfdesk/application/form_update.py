"""The effects of a newer form version on a report: moved answers, new questions, answers without a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perfdesk.checks.unplaced import unplaced_answers
from perfdesk.definition.address import ROW_POSITION
from perfdesk.definition.model import Form
from perfdesk.definition.text import shorten
from perfdesk.entries.change import Edit
from perfdesk.entries.link_entries import text_with_links
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import label_or_address

_MAX_LENGTH = 12
_MAX_NAMED = 6


@dataclass(frozen=True, slots=True)
class FormUpdate:
    """Labels of moved answers and new questions, and the texts of `unplaced` answers; empty when nothing changed."""

    moved: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.moved or self.new or self.unplaced)

    def messages(self) -> tuple[str, ...]:
        """One sentence for each kind of effect, with the first labels of each."""
        groups = (
            ("新版表单新问了 {} 处", self.new),
            ("有 {} 个答案随表单更新搬到新位置", self.moved),
            ("有 {} 个答案在表单里没有位置（已保留）", self.unplaced),
        )
        return tuple(f"{text.format(len(places))}：{_listed_names(places)}。" for text, places in groups if places)


def describe_form_update(version: int, migration: Iterable[Edit], answers: Answers) -> FormUpdate:
    """The effects on a report that was last saved with this version of the form.

    `migration` contains the edits that move answers; `answers` are the answers after them.
    """
    moved = [
        edit.address
        for edit in migration
        if edit.after is not None
        and edit.address.column != ROW_POSITION
        and text_with_links(edit.address.section) is None
    ]
    new = [
        place for since, places in sorted(answers.form.added_in_version.items()) if since > version for place in places
    ]
    left = unplaced_answers(answers)
    return FormUpdate(
        tuple(label_or_address(answers, address) for address in moved),
        tuple(_label(answers.form, place) for place in new),
        tuple(
            f"“{shorten(text, _MAX_LENGTH)}”（{address}）" for address, text in left if address.column != ROW_POSITION
        ),
    )


def _label(form: Form, place: str) -> str:
    """The label of `section`, `section.name` or `section.table.part`."""
    section, name, part = (*place.split("."), "", "")[:3]
    return "·".join((form.section(section).tab, *_names(form, section, name, part)))


def _names(form: Form, section: str, name: str, part: str) -> Iterator[str]:
    table = form.tables.get((section, name))
    if table is None and name:
        yield form.questions[(section, name, "")].label
    elif table is not None:
        yield table.label
        yield from (known.label for known in (*table.rows, *table.columns) if known.id == part)


def _listed_names(places: tuple[str, ...]) -> str:
    return "；".join(places[:_MAX_NAMED]) + ("……" if len(places) > _MAX_NAMED else "")

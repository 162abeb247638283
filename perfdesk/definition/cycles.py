"""A formula must not lead back to itself: followed through every formula and sentence when the form loads."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.definition.expression import Expression, Ref, references
from perfdesk.definition.model import Field, Form
from perfdesk.definition.template import Slot, Template
from perfdesk.definition.toml_reader import form_error

Key = tuple[str, str, str, str]


def refuse_cycles(form: Form) -> None:
    """PerfDeskError that names the answers a formula runs round through."""
    edges = _edges(form)
    done: set[Key] = set()
    for start in edges:
        _follow(start, edges, [], done)


def _follow(key: Key, edges: dict[Key, list[Key]], path: list[Key], done: set[Key]) -> None:
    if key in path:
        round_trip = "→".join(".".join(part for part in step if part) for step in [*path[path.index(key) :], key])
        raise form_error("公式", f"绕成了圈：{round_trip}")
    if key in done:
        return
    for further in edges.get(key, ()):
        _follow(further, edges, [*path, key], done)
    done.add(key)


def _edges(form: Form) -> dict[Key, list[Key]]:
    edges = {key: list(_reached(form, formula.expression)) for key, formula in form.formulas.items()}
    for section in form.sections:
        for block in section.blocks:
            if isinstance(block, Field) and block.template is not None:
                key = (section.id, block.question.id, "", "")
                edges[key] = [found for part in _expressions(block) for found in _reached(form, part)]
    return edges


def _expressions(field: Field) -> Iterator[Expression]:
    templates = [field.template, *(p.text for p in field.phrases), *(p.around for p in field.phrases)]
    for template in templates:
        yield from slots(template)
    for phrase in field.phrases:
        yield from (part for part in (phrase.when, phrase.row_when) if part is not None)


def slots(template: Template | None) -> Iterator[Expression]:
    """The formulas that stand in a sentence."""
    if template is not None:
        yield from (part.expression for part in template.parts if isinstance(part, Slot))


def _reached(form: Form, expression: Expression) -> Iterator[Key]:
    for found in references(expression):
        if isinstance(found, Ref):
            is_open = found.row in ("*", "^") and form.tables[(found.section, found.field)].open
            rows: tuple[str, ...] = ("",) if is_open or not found.row else (found.row,)
        else:
            rows = found.rows if found.rows is not None else ("",)
        for row in rows:
            yield (found.section, found.field, row, found.column)

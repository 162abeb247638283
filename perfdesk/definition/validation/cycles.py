"""Checks that no formula depends on itself, through all formulas and sentences of a form."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.definition.diagnostics import Diagnostics, form_error
from perfdesk.definition.expression import Expression, Operation, Ref, references
from perfdesk.definition.model import Field, Form
from perfdesk.definition.template import Slot, Template

Key = tuple[str, str, str, str]
_Dependencies = tuple[list[Key], int]
#: The maximum nesting of formulas that refer to each other, since they are evaluated recursively.
_MAX_DEPTH = 150


def check_cycles(form: Form, diagnostics: Diagnostics) -> None:
    """Report the answers of a cycle of formulas, or a chain of formulas that is too long."""
    edges, depths = _dependencies(form), dict[Key, int]()
    for start in edges:
        with diagnostics.collecting():
            _nesting_depth(start, edges, [], depths)


def _nesting_depth(key: Key, edges: dict[Key, _Dependencies], path: list[Key], depths: dict[Key, int]) -> int:
    """Return the nesting depth of the formulas of an answer."""
    if key in path:
        depths.update(dict.fromkeys(path, 0))
        cycle = "→".join(".".join(part for part in step if part) for step in [*path[path.index(key) :], key])
        raise form_error(f"{key[0]}.{key[1]}", f"公式绕成了圈：{cycle}")
    if key in depths or key not in edges:
        return depths.get(key, 0)
    further, own_depth = edges[key]
    if len(path) > _MAX_DEPTH:
        depths.update(dict.fromkeys(path, 0))
        raise form_error(f"{key[0]}.{key[1]}", "公式一个引着一个，套得太深")
    depths[key] = own_depth + max((_nesting_depth(one, edges, [*path, key], depths) for one in further), default=0)
    if depths[key] > _MAX_DEPTH:
        depths[key] = 0
        raise form_error(f"{key[0]}.{key[1]}", "公式一个引着一个，套得太深")
    return depths[key]


def _dependencies(form: Form) -> dict[Key, _Dependencies]:
    edges = {
        key: (list(_referenced_keys(form, formula.expression)), _expression_depth(formula.expression))
        for key, formula in form.formulas.items()
    }
    for section in form.sections:
        for block in section.blocks:
            if isinstance(block, Field) and block.template is not None:
                parts = list(_expressions(block))
                found = [found for part in parts for found in _referenced_keys(form, part)]
                edges[(section.id, block.question.id, "", "")] = (found, max(map(_expression_depth, parts), default=1))
    return edges


def _expression_depth(part: Expression) -> int:
    return 1 + max(map(_expression_depth, part.parts), default=0) if isinstance(part, Operation) else 2


def _expressions(field: Field) -> Iterator[Expression]:
    templates = [field.template, *(p.text for p in field.phrases), *(p.wrapper for p in field.phrases)]
    for template in templates:
        yield from slot_expressions(template)
    for phrase in field.phrases:
        yield from (part for part in (phrase.when, phrase.row_when) if part is not None)


def slot_expressions(template: Template | None) -> Iterator[Expression]:
    """Yield the formulas in a sentence."""
    if template is not None:
        yield from (part.expression for part in template.parts if isinstance(part, Slot))


def _referenced_keys(form: Form, expression: Expression) -> Iterator[Key]:
    for found in references(expression):
        if isinstance(found, Ref):
            is_open = found.row in ("*", "^") and form.tables[(found.section, found.field)].open
            rows: tuple[str, ...] = ("",) if is_open or not found.row else (found.row,)
        else:
            rows = found.rows if found.rows is not None else ("",)
        for row in rows:
            yield (found.section, found.field, row, found.column)

"""The form of the public copy (公开稿), without signature lines and internal answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from perfdesk.definition.expression import Ref
from perfdesk.definition.model import Field, Form, Section, SectionBlock, Table
from perfdesk.definition.sheets import CoverPage, Sheet, SheetCell, SheetLine


def public_form(form: Form) -> Form:
    """Return the form without what it marks as internal; figures and conditions are computed as before."""
    sections = tuple(
        replace(
            section,
            signature=None,
            blocks=tuple(_public_block(form, block) for block in section.blocks),
        )
        for section in form.sections
    )
    return replace(form, sections=sections)


def omitted_from_public(form: Form, printed: Iterable[Section]) -> tuple[str, ...]:
    """List what the public copy omits from its sections: `封面与单位信息：联系电话`, `1 基础数据表：签字栏`."""
    found: list[str] = []
    for section in printed:
        internal = [q.label for (name, _, _), q in form.questions.items() if name == section.id and q.internal]
        if section.signature is not None:
            internal.append("签字栏")
        rows = sum(line.internal for block in section.blocks if isinstance(block, Sheet) for line in block.lines)
        if rows:
            internal.append(f"表中不公开的 {rows} 行")
        if internal:
            found.append(f"{section.tab}：{'、'.join(dict.fromkeys(internal))}")
    return tuple(found)


def _public_block(form: Form, block: SectionBlock) -> SectionBlock:
    match block:
        case Field(question=question) if question.internal:
            return replace(block, print="none")
        case Table():
            return replace(block, columns=tuple(column for column in block.columns if not column.internal))
        case Sheet():
            lines = (line for line in block.lines if not line.internal)
            return replace(block, lines=tuple(_public_line(form, line) for line in lines))
        case CoverPage():
            return replace(block, lines=tuple(line for line in block.lines if not _is_internal(form, line.value)))
        case _:
            return block


def _public_line(form: Form, line: SheetLine) -> SheetLine:
    return replace(line, cells=tuple(_public_cell(form, cell) for cell in line.cells))


def _public_cell(form: Form, cell: SheetCell) -> SheetCell:
    """Empty the cell of an internal answer, so that the sheet keeps its official columns."""
    internal = isinstance(cell.value, Ref) and _is_internal(form, cell.value)
    return replace(cell, value=None, text=None) if internal else cell


def _is_internal(form: Form, ref: Ref) -> bool:
    return form.questions[(ref.section, ref.field, ref.column)].internal

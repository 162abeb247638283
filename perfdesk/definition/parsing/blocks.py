"""The second pass over a form: formulas, sentences and sheets, with every name resolved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from perfdesk.definition.diagnostics import form_error
from perfdesk.definition.expression import Expression
from perfdesk.definition.model import Field, Formula, Heading, Note, Print, SectionBlock, Table
from perfdesk.definition.parsing.declarations import FIELD_PRINTS, BlockDeclaration, SectionDeclaration, read_print
from perfdesk.definition.parsing.expression_reader import INVALID, ExpressionReader
from perfdesk.definition.parsing.heading_conditions import with_conditions_above
from perfdesk.definition.parsing.name_resolution import Scope, SymbolTable, with_cell
from perfdesk.definition.parsing.page_figures import read_page_figures
from perfdesk.definition.parsing.sheets import read_cover_page, read_sheet
from perfdesk.definition.template import Phrase, Template
from perfdesk.definition.toml.table import TomlTable

Formulas = dict[tuple[str, str, str, str], Formula]
_MAX_HEADING_DEPTH = 3


def read_blocks(declaration: SectionDeclaration, names: SymbolTable, formulas: Formulas) -> tuple[SectionBlock, ...]:
    """Return all blocks of a section in order; adds computed answers to `formulas`."""
    blocks: list[SectionBlock] = []
    for block in declaration.blocks:
        with declaration.keys.diagnostics.collecting():
            blocks.append(_read_block(block, declaration, names, formulas))
    return tuple(with_conditions_above(blocks))


def _read_block(
    block: BlockDeclaration, declaration: SectionDeclaration, names: SymbolTable, formulas: Formulas
) -> SectionBlock:
    reader = ExpressionReader(names, Scope(declaration.id), block.location, declaration.keys.diagnostics)
    keys = block.keys
    made: SectionBlock
    if block.kind == "heading":
        made = _read_heading(keys, reader)
    elif block.kind == "note":
        made = Note(keys.require_literal("text"))
    elif block.kind == "field":
        made = _read_field(keys, declaration, reader, formulas)
    elif block.kind == "table":
        table = _read_formulas(keys, declaration.tables[keys.get("id", "")], reader, formulas)
        made = replace(table, sheet_name=_read_sheet_name(keys, table, declaration, reader))
    elif block.kind == "sheet":
        made = read_sheet(keys, reader)
    elif block.kind == "figures":
        made = read_page_figures(keys, reader)
    else:
        made = read_cover_page(keys, declaration, reader)
    keys.reject_unknown()
    return made


def _read_heading(keys: TomlTable, reader: ExpressionReader) -> Heading:
    return Heading(
        keys.require_literal("text"),
        keys.get_integer("level", 2, 1, _MAX_HEADING_DEPTH),
        keys.get("printed", True),
        keys.get_texts("aliases"),
        reader.condition(keys),
        _read_instead(keys, reader),
    )


def _read_instead(keys: TomlTable, reader: ExpressionReader) -> tuple[tuple[Expression | None, str], ...]:
    wordings: list[tuple[Expression | None, str]] = []
    for declaration in keys.get("instead", []):
        with keys.diagnostics.collecting():
            one = keys.subtable(declaration, reader.location)
            one.require("when", str)
            wordings.append((reader.condition(one), one.require_literal("text")))
            one.reject_unknown()
    return tuple(wordings)


def _read_field(
    keys: TomlTable, declaration: SectionDeclaration, reader: ExpressionReader, formulas: Formulas
) -> Field:
    question = declaration.questions[keys.get("id", "")]
    if keys.has("formula"):
        _add_formula(formulas, (declaration.id, question.id, "", ""), _read_formula(keys, reader))
    sentence = question.kind == "sentence"
    default: Print = "paragraphs" if question.kind in ("prose", "sentence") else "none"
    phrases = _read_phrases(keys, reader)
    ids = frozenset(phrase.id for phrase in phrases)
    if sentence != keys.has("template"):
        keys.report("kind = “sentence” 要有 template，别的不能有")
    return Field(
        question,
        read_print(keys, FIELD_PRINTS, default),
        reader.condition(keys),
        reader.template(keys.get("template", ""), ids) if sentence else None,
        phrases,
        keys.has("print"),
    )


def _read_phrases(keys: TomlTable, reader: ExpressionReader) -> tuple[Phrase, ...]:
    phrases: list[Phrase] = []
    for declaration in keys.get("phrases", []):
        with keys.diagnostics.collecting():
            earlier = frozenset(phrase.id for phrase in phrases)
            phrases.append(_read_phrase(keys.subtable(declaration, reader.location), reader, earlier))
    return tuple(phrases)


def _read_phrase(keys: TomlTable, reader: ExpressionReader, earlier: frozenset[str]) -> Phrase:
    name = keys.require_id()
    for one in keys.get_texts("of"):
        if one not in earlier:
            keys.report(f"短语“{name}”的 of 里的“{one}”没有写在它前面")
    table = reader.table(keys.get("each", "")) if keys.has("each") else None
    inside = reader.in_scope(Scope(reader.scope.section, table, "*")) if table else reader
    around = keys.get("around", "")
    phrase = Phrase(
        name,
        reader.condition(keys),
        inside.template(keys.get("text", ""), earlier) if keys.has("text") else None,
        table,
        inside.condition(keys, "row_when"),
        keys.get("join", ""),
        reader.template(around, frozenset({"rows"}) | earlier) if around else None,
        keys.get_texts("of"),
    )
    keys.reject_unknown()
    return phrase


def _read_formula(keys: TomlTable, reader: ExpressionReader) -> Formula:
    source = keys.get("formula", "")
    return Formula(reader.expression(source), keys.get("own", False), source)


def _add_formula(formulas: Formulas, key: tuple[str, str, str, str], formula: Formula) -> None:
    if formula.expression is not INVALID:
        formulas[key] = formula


def _read_formulas(keys: TomlTable, table: Table, reader: ExpressionReader, formulas: Formulas) -> Table:
    section = reader.scope.section
    here = Scope(section, (section, table.id), "*")
    for column, name in _named_parts(keys, "columns", {column.id for column in table.columns}):
        if column.has("formula"):
            for row in ("",) if table.open else (row.id for row in table.rows if name not in row.skip):
                formula = _read_formula(column, reader.in_scope(with_cell(here, row or "*", name)))
                _add_formula(formulas, (section, table.id, row, name), formula)
    for row, name in _named_parts(keys, "rows", {row.id for row in table.rows}):
        _row_formulas(row, table, name, replace(reader, location=row.location, scope=here), formulas)
    _check_keys(keys, table)
    _check_hidden(keys, table, formulas, section)
    item = keys.get("item", "")
    if table.print == "items" and not item and keys.diagnostics.is_checking:  # forms in use may lack it
        keys.report_missing("item", "print = “items” 要有 item，写每一段怎样印")
    unit_note = keys.get("unit_note", "")
    return replace(
        table,
        item=reader.in_scope(here).template(item) if item else None,
        when=reader.condition(keys),
        unit_note=reader.template(unit_note) if unit_note else None,
    )


def _read_sheet_name(
    keys: TomlTable, table: Table, declaration: SectionDeclaration, reader: ExpressionReader
) -> Template | None:
    name = keys.get("sheet_name", "")
    if name and (table.print != "grid" or declaration.keys.get("kind", "chapter") != "chapter"):
        keys.report("sheet_name 只用在正文章节里印成表（print = “grid”）的表；附表的写在文件开头")
    return reader.template(name) if name else None


def _named_parts(keys: TomlTable, key: str, known: set[str]) -> Iterator[tuple[TomlTable, str]]:
    """Yield the columns or rows of a table that the first pass accepted, with their names."""
    word = "行" if key == "rows" else "列"
    for declaration in keys.get(key, []):
        with keys.diagnostics.collecting():  # the first pass has reported it; the same error is not added twice
            inner = keys.subtable(declaration, f"{keys.location} {word}")
            name = inner.require_id()
            inner.location += f"“{name}”"
            if name in known:
                yield inner, name


def _row_formulas(keys: TomlTable, table: Table, row: str, reader: ExpressionReader, formulas: Formulas) -> None:
    section = reader.scope.section
    special = keys.get("formulas", {})
    for column in table.columns:
        key = (section, table.id, row, column.id)
        source = special.get(column.id) or (keys.get("formula", "") if column.kind == "number" else "")
        if column.id in table.row(row).skip or not source or (key in formulas and column.id not in special):
            continue
        expression = reader.in_scope(with_cell(reader.scope, row, column.id)).expression(str(source))
        _add_formula(formulas, key, Formula(expression, keys.get("own", False), str(source)))
    unknown = special.keys() - {column.id for column in table.columns}
    if unknown:
        keys.report(f"formulas 里没有“{min(unknown)}”这一列")


_QUESTION_KEYS = (
    "id label kind unit decimals help required options link width internal roll formula own"
    " aliases sign_aliases unit_aliases written group shown printed"
    " min max pattern message"
)
_ROW_KEYS = "id label code total optional skip roll formula formulas own aliases"


def _check_hidden(keys: TomlTable, table: Table, formulas: Formulas, section: str) -> None:
    """Report columns that nobody could fill in, or that no table prints anyway."""
    columns = {column.id: column for column in table.columns}
    for inner, name in _named_parts(keys, "columns", set(columns)):
        rows = ("",) if table.open else (row.id for row in table.rows if name not in row.skip)
        computed = [formulas.get((section, table.id, row, name)) for row in rows]
        if not columns[name].shown and not all(formula and not formula.overridable for formula in computed):
            inner.report("窗口里不显示（shown = false）的列没有地方填，每一格都要有 formula，不能有 own")
        if not columns[name].printed and table.print != "grid":
            inner.report("printed = false 只用在印成表（print = “grid”）的表里")


def _check_keys(keys: TomlTable, table: Table) -> None:
    columns = {column.id for column in table.columns}
    for key, allowed in (("columns", _QUESTION_KEYS), ("rows", _ROW_KEYS)):
        known = columns if key == "columns" else {row.id for row in table.rows}
        for inner, _ in _named_parts(keys, key, known):
            for name in allowed.split():
                inner.mark_known(name)
            inner.reject_unknown()
    for row in table.rows:
        for name in sorted(row.skip - columns):
            keys.diagnostics.report(form_error(f"{keys.location} 行“{row.id}”", f"skip 里没有“{name}”这一列"))
    if not table.open:
        keys.mark_known("starters")

"""Second reading of a form: formulas, sentences and papers, with every name resolved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, TypeVar, cast

from perfdesk.definition.expression import Expression, ExpressionError, Ref, Type, parse, type_of
from perfdesk.definition.model import Field, Formula, Heading, Note, Print, SectionBlock, Table
from perfdesk.definition.names import Here, Names, at
from perfdesk.definition.papers import CoverLine, CoverPage, Line, Sheet, SheetCell
from perfdesk.definition.skeleton import PRINTS, RawBlock, RawSection
from perfdesk.definition.template import Phrase, Template, parse_template
from perfdesk.definition.toml_reader import Keys, form_error

Formulas = dict[tuple[str, str, str, str], Formula]
T = TypeVar("T")
_COVER_LINES = 7


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads expressions and templates at one place, naming that place in every complaint."""

    names: Names
    here: Here
    where: str

    def at(self, here: Here) -> Reader:
        """The same reader, standing elsewhere."""
        return replace(self, here=here)

    def expression(self, text: str, wanted: Type | None = None) -> Expression:
        """A formula; PerfDeskError when it is ill-formed or does not give what is wanted."""
        found = self._told(lambda: parse(text, self.names.resolver(self.here)), text)
        if wanted is not None and type_of(found) != wanted:
            raise form_error(self.where, f"“{text}”给的不是所要的那一类值")
        return found

    def answer(self, text: str) -> Ref:
        """One answer; PerfDeskError for anything but the name of one."""
        found = self.expression(text)
        if not isinstance(found, Ref):
            raise form_error(self.where, f"“{text}”要指一个格")
        return found

    def condition(self, keys: Keys, key: str = "when") -> Expression | None:
        """A condition, or None when the key does not stand."""
        text = keys.take(key, "")
        return self.expression(text, "truth") if text else None

    def template(self, text: str, phrases: frozenset[str] = frozenset()) -> Template:
        """A sentence with slots."""
        return self._told(lambda: parse_template(text, self.names.resolver(self.here), phrases), text)

    def table(self, text: str) -> tuple[str, str]:
        """A table by `table` (of this section) or `section.table`."""
        section, _, table = text.rpartition(".")
        section = section or self.here.section
        if table not in self.names.tables.get(section, {}):
            raise form_error(self.where, f"没有“{text}”这个表")
        return section, table

    def _told(self, read: Callable[[], T], text: str) -> T:
        try:
            return read()
        except ExpressionError as error:
            raise form_error(self.where, f"{error}（写在“{text[:60]}”）") from error


def read_blocks(raw: RawSection, names: Names, formulas: Formulas) -> tuple[SectionBlock, ...]:
    """All blocks of a section in order; computed answers are added to `formulas`."""
    return tuple(_read_block(block, raw, names, formulas) for block in raw.blocks)


def _read_block(block: RawBlock, raw: RawSection, names: Names, formulas: Formulas) -> SectionBlock:
    reader = Reader(names, Here(raw.id), block.where)
    keys = block.keys
    made: SectionBlock
    if block.kind == "heading":
        made = Heading(keys.need("text", str), keys.take("level", 2), keys.take("printed", True))
    elif block.kind == "note":
        made = Note(keys.need("text", str))
    elif block.kind == "field":
        made = _read_field(keys, raw, reader, formulas)
    elif block.kind == "table":
        made = _read_formulas(keys, raw.tables[keys.take("id", "")], reader, formulas)
    elif block.kind == "sheet":
        made = _read_sheet(keys, reader)
    else:
        made = _read_page(keys, raw, reader)
    keys.done()
    return made


def _read_field(keys: Keys, raw: RawSection, reader: Reader, formulas: Formulas) -> Field:
    question = raw.questions[keys.take("id", "")]
    if keys.has("formula"):
        formulas[(raw.id, question.id, "", "")] = _formula(keys, reader)
    sentence = question.kind == "sentence"
    default = "paragraphs" if question.kind in ("prose", "sentence") else "none"
    phrases = _read_phrases(keys.take("phrases", []), reader)
    ids = frozenset(phrase.id for phrase in phrases)
    if sentence != keys.has("template"):
        raise form_error(reader.where, "kind = “sentence” 要有 template，别的不能有")
    return Field(
        question,
        cast(Print, keys.one_of("print", PRINTS, default)),
        reader.condition(keys),
        reader.template(keys.take("template", ""), ids) if sentence else None,
        phrases,
    )


def _read_phrases(raws: list[object], reader: Reader) -> tuple[Phrase, ...]:
    phrases: list[Phrase] = []
    for raw in raws:
        phrases.append(_read_phrase(raw, reader, frozenset(phrase.id for phrase in phrases)))
    return tuple(phrases)


def _read_phrase(raw: object, reader: Reader, earlier: frozenset[str]) -> Phrase:
    keys = Keys(raw, reader.where)
    name = keys.need("id", str)
    for one in keys.texts("of"):
        if one not in earlier:
            raise form_error(reader.where, f"短语“{name}”的 of 里的“{one}”没有写在它前面")
    table = reader.table(keys.take("each", "")) if keys.has("each") else None
    inside = reader.at(Here(reader.here.section, table, "*")) if table else reader
    around = keys.take("around", "")
    phrase = Phrase(
        name,
        reader.condition(keys),
        inside.template(keys.take("text", ""), earlier) if keys.has("text") else None,
        table,
        inside.condition(keys, "row_when"),
        keys.take("join", ""),
        reader.template(around, frozenset({"rows"}) | earlier) if around else None,
        keys.texts("of"),
    )
    keys.done()
    return phrase


def _formula(keys: Keys, reader: Reader) -> Formula:
    source = keys.take("formula", "")
    return Formula(reader.expression(source), keys.take("own", False), source)


def _read_formulas(keys: Keys, table: Table, reader: Reader, formulas: Formulas) -> Table:
    section = reader.here.section
    here = Here(section, (section, table.id), "*")
    rows = keys.take("rows", [])
    for raw in keys.take("columns", []):
        column = Keys(raw, reader.where)
        name = column.take("id", "")
        if column.has("formula"):
            for row in ("",) if table.open else (row.id for row in table.rows if name not in row.skip):
                formula = _formula(column, reader.at(at(here, row or "*", name)))
                formulas[(section, table.id, row, name)] = formula
    for raw, row in zip(rows, table.rows, strict=True):
        _row_formulas(Keys(raw, reader.where), table, row.id, reader.at(here), formulas)
    _check_keys(keys, table, reader.where)
    item = keys.take("item", "")
    return replace(table, item=reader.at(here).template(item) if item else None, when=reader.condition(keys))


def _row_formulas(keys: Keys, table: Table, row: str, reader: Reader, formulas: Formulas) -> None:
    section = reader.here.section
    special = keys.take("formulas", {})
    for column in table.columns:
        key = (section, table.id, row, column.id)
        source = special.get(column.id) or (keys.take("formula", "") if column.kind == "number" else "")
        if column.id in table.row(row).skip or not source or (key in formulas and column.id not in special):
            continue
        expression = reader.at(at(reader.here, row, column.id)).expression(str(source))
        formulas[key] = Formula(expression, keys.take("own", False), str(source))
    unknown = special.keys() - {column.id for column in table.columns}
    if unknown:
        raise form_error(reader.where, f"formulas 里没有“{min(unknown)}”这一列")


_QUESTION_KEYS = "id label kind unit decimals help required options link width internal roll formula own"
_ROW_KEYS = "id label code total optional skip roll formula formulas own"


def _check_keys(keys: Keys, table: Table, where: str) -> None:
    for key, allowed in (("columns", _QUESTION_KEYS), ("rows", _ROW_KEYS)):
        for raw in keys.take(key, []):
            inner = Keys(raw, f"{where} {key}")
            for name in allowed.split():
                inner.ask(name)
            inner.done()
    if not table.open:
        keys.ask("starters")


def _read_sheet(keys: Keys, reader: Reader) -> Sheet:
    subtitle = keys.take("subtitle", "")
    widths = tuple(float(width) for width in keys.need("widths", list))
    lines = tuple(_read_line(raw, reader, len(widths), n) for n, raw in enumerate(keys.take("line", []), 1))
    return Sheet(
        reader.template(keys.need("title", str)),
        reader.template(subtitle) if subtitle else None,
        keys.take("unit_note", ""),
        widths,
        lines,
        tuple(reader.template(note) for note in keys.texts("notes")),
    )


def _read_page(keys: Keys, raw: RawSection, reader: Reader) -> CoverPage:
    if raw.keys.take("kind", "chapter") != "cover":
        raise form_error(reader.where, "type = “page”（印出来的封面）只能写在 kind = “cover” 的章节里")
    lines: list[CoverLine] = []
    for line in keys.take("lines", []):
        inner = Keys(line, f"{reader.where} lines")
        lines.append(CoverLine(inner.need("label", str), reader.answer(inner.need("v", str))))
        inner.done()
    if len(lines) > _COVER_LINES:
        raise form_error(reader.where, f"封面上一页纸最多排 {_COVER_LINES} 项，写了 {len(lines)} 项")
    subtitle, foot = keys.take("subtitle", ""), keys.take("foot", "")
    return CoverPage(
        reader.template(keys.need("title", str)),
        reader.template(subtitle) if subtitle else None,
        tuple(lines),
        reader.template(foot) if foot else None,
    )


def _read_line(raw: object, reader: Reader, columns: int, number: int) -> Line:
    where = f"{reader.where} 第 {number} 行"
    keys = Keys(raw, where)
    table = reader.table(keys.take("each", "")) if keys.has("each") else None
    inside = replace(reader, where=where, here=Here(reader.here.section, table, "*" if table else ""))
    cells = tuple(_read_cell(cell, inside) for cell in keys.need("cells", list))
    if sum(cell.across for cell in cells) != columns:
        raise form_error(where, f"各格共占 {sum(cell.across for cell in cells)} 列，表宽 {columns} 列")
    line = Line(cells, table, inside.condition(keys), keys.take("header", False), keys.take("internal", False))
    keys.done()
    return line


def _read_cell(raw: object, reader: Reader) -> SheetCell:
    if isinstance(raw, str):
        raw = {"v": raw[1:]} if raw.startswith("=") else {"t": raw}
    keys = Keys(raw, reader.where)
    value = reader.answer(keys.take("v", "")) if keys.has("v") else None
    align = keys.one_of("align", ("left", "center", "right", ""), "")
    cell = SheetCell(
        reader.template(keys.take("t", "")) if value is None else None,
        value,
        keys.take("prefix", ""),
        keys.take("across", 1),
        keys.take("merge", False),
        cast(Literal["left", "center", "right"], align) if align else None,
        keys.take("bold", False),
    )
    keys.done()
    return cell

"""From a folder of TOML files to a Form: a form that loads is a form that works."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from perfdesk.definition.address import Address
from perfdesk.definition.block_reader import Formulas, Reader, read_blocks
from perfdesk.definition.card_reader import read_cards
from perfdesk.definition.chart_reader import read_charts
from perfdesk.definition.cycles import refuse_cycles
from perfdesk.definition.expression import references, type_of
from perfdesk.definition.internal import refuse_leaks
from perfdesk.definition.model import Form, Level, Question, Rule, Section, SectionKind, Table
from perfdesk.definition.names import Here, Names
from perfdesk.definition.renaming import refuse_loose_renames
from perfdesk.definition.rolling import refuse_loose_rolls
from perfdesk.definition.skeleton import RawSection, identifier, names_of, read_section
from perfdesk.definition.style import STYLE_FILE, own_style
from perfdesk.definition.toml_reader import Keys, form_error, near, read_toml
from perfdesk.errors import PerfDeskError
from perfdesk.resources import FORMS

_REPORT_KEYS = ("title", "unit", "year", "date")


def form_ids() -> list[str]:
    """The ids of the forms shipped with the program."""
    return sorted(path.parent.name for path in FORMS.glob("*/form.toml"))


def shipped_form(form: str) -> Form:
    """A shipped form by id; PerfDeskError when there is none."""
    if form not in form_ids():
        raise PerfDeskError(f"没有名为“{form}”的表单。", f"可用的表单：{'、'.join(form_ids())}。")
    return load_form(FORMS / form)


def load_form(folder: Path) -> Form:
    """Read a form strictly; PerfDeskError names the file, the key and often what was meant."""
    if not (folder / "form.toml").is_file():
        raise form_error(folder.name, "没有 form.toml")
    keys = Keys(read_toml(folder / "form.toml"), "form.toml")
    raws = [read_section(read_toml(folder / file), file) for file in _files(folder, keys)]
    if len({raw.id for raw in raws}) < len(raws):
        raise form_error("form.toml", "有两个章节用了同一个 id")
    names = names_of(raws)
    formulas: Formulas = {}
    rules: list[Rule] = []
    sections = tuple(_read_section(raw, names, formulas, rules) for raw in raws)
    form = Form(
        identifier(keys.need("id", str), "form.toml"),
        keys.need("version", int),
        keys.need("title", str),
        sections,
        tuple(rules),
        formulas,
        _questions(raws),
        _tables(sections),
        _report(keys, names),
        _renamed(keys),
        own_style(folder),
        read_charts(keys.take("chart", []), names),
        read_cards(keys.take("card", []), names),
    )
    keys.done()
    _refuse_loose_links(form)
    refuse_cycles(form)
    refuse_leaks(form)
    refuse_loose_rolls(form)
    refuse_loose_renames(form)
    return form


def _files(folder: Path, keys: Keys) -> tuple[str, ...]:
    listed = keys.texts("files")
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*.toml"))
    present = {name for name in found if name not in ("form.toml", STYLE_FILE)}
    for file in listed:
        if file not in present:
            raise form_error("form.toml", f"files 里的“{file}”不存在{near(file, present)}")
    if present - set(listed):
        raise form_error("form.toml", f"“{min(present - set(listed))}”没有列在 files 里")
    return listed


def _read_section(raw: RawSection, names: Names, formulas: Formulas, rules: list[Rule]) -> Section:
    keys, reader = raw.keys, Reader(names, Here(raw.id), raw.where)
    sheet_name, signature = keys.take("sheet_name", ""), keys.take("signature", "")
    keys.ask("block")
    section = Section(
        raw.id,
        keys.need("title", str),
        keys.need("tab", str),
        cast(SectionKind, keys.one_of("kind", ("cover", "chapter", "attachment"), "chapter")),
        read_blocks(raw, names, formulas),
        keys.take("help", ""),
        names.each.get(raw.id),
        reader.condition(keys),
        keys.take("landscape", False),
        reader.template(sheet_name) if sheet_name else None,
        reader.template(signature) if signature else None,
    )
    for number, rule in enumerate(keys.take("rule", []), 1):
        rules.extend(_read_rule(rule, raw, names, number))
    keys.done()
    return section


def _read_rule(data: object, raw: RawSection, names: Names, number: int) -> list[Rule]:
    keys = Keys(data, f"{raw.where} 第 {number} 条 rule")
    code = keys.need("code", str)
    keys.where = f"{raw.where} 规则 {code}"
    reader = Reader(names, Here(raw.id), keys.where)
    table = reader.table(keys.take("each", "")) if keys.has("each") else None
    made = []
    for column in keys.texts("columns") or ("",):
        here = Here(raw.id, table, "*" if table else "", column)
        made.append(_rule(keys, code, raw, reader.at(here), table))
    keys.done()
    return made


def _rule(keys: Keys, code: str, raw: RawSection, reader: Reader, table: tuple[str, str] | None) -> Rule:
    column = _column_label(keys, reader)
    title = keys.need("title", str) + (f"（{column}）" if column else "")
    found, expected = keys.take("found", ""), keys.take("expected", "")
    holds, message = reader.condition(keys, "holds"), keys.take("message", "")
    if bool(found) != bool(expected) or bool(found) == (holds is not None):
        raise form_error(keys.where, "规则要么写 found 和 expected，要么写 holds")
    if holds is not None and not message:
        raise form_error(keys.where, "写 holds 的规则要有 message")
    return Rule(
        code,
        cast(Level, keys.one_of("level", ("error", "warning", "notice"), "error")),
        reader.template(title),
        raw.id,
        reader.expression(found, "number") if found else None,
        reader.expression(expected, "number") if expected else None,
        holds,
        reader.condition(keys),
        table,
        reader.template(message) if message else None,
        keys.take("exact", False),
        keys.take("source", ""),
    )


def _column_label(keys: Keys, reader: Reader) -> str:
    """For a rule over several columns, what the column at hand is called where the rule looks first."""
    source = keys.take("found", "") or keys.take("holds", "")
    if not reader.here.column or not source:
        return ""
    for part in references(reader.expression(source)):
        if part.column == reader.here.column:
            return reader.names.tables[part.section][part.field].column(part.column).label
    return ""


def _questions(raws: list[RawSection]) -> dict[tuple[str, str, str], Question]:
    """Every question in the order of the form."""
    questions = {}
    for raw in raws:
        for name in (block.keys.take("id", "") for block in raw.blocks if block.kind in ("field", "table")):
            if name in raw.questions:
                questions[(raw.id, name, "")] = raw.questions[name]
            else:
                questions |= {(raw.id, name, column.id): column for column in raw.tables[name].columns}
    return questions


def _tables(sections: tuple[Section, ...]) -> dict[tuple[str, str], Table]:
    return {
        (section.id, block.id): block for section in sections for block in section.blocks if isinstance(block, Table)
    }


def _report(keys: Keys, names: Names) -> dict[str, Address]:
    inner = Keys(keys.need("report", dict), "form.toml [report]")
    found = {}
    for key in _REPORT_KEYS:
        section, _, name = inner.need(key, str).partition(".")
        if name not in names.fields.get(section, {}):
            raise form_error(inner.where, f"“{key}”指的“{section}.{name}”不存在")
        found[key] = Address(section, name)
    inner.done()
    return found


def _renamed(keys: Keys) -> dict[str, str]:
    inner = keys.take("renamed", {})
    return {str(old): str(new) for old, new in inner.items()}


def _refuse_loose_links(form: Form) -> None:
    for (section, name, _), question in form.questions.items():
        if question.link is not None and question.link not in form.tables:
            raise form_error(f"{section}.{name}", f"link 指的“{'.'.join(question.link)}”不是表")
    for (section, name, _, column), formula in form.formulas.items():
        question = form.questions[(section, name, column)]
        given = type_of(formula.expression)
        wanted = question.kind if question.kind in ("number", "date") else "text"
        if given != wanted:
            raise form_error(f"{section}.{name}", f"公式“{formula.source}”给的值与“{question.label}”的种类不符")

"""From a folder of TOML files to a Form: a form that loads is a form that works."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import cast

from perfdesk.budget import Budget, TooMuchError
from perfdesk.definition.address import Address
from perfdesk.definition.diagnostics import LARGEST_FORM, FormError, Mistakes, form_error
from perfdesk.definition.expression import type_of
from perfdesk.definition.form_folder import FORM_FILE, toml_files
from perfdesk.definition.model import Form, Question, Rule, Section, SectionKind, Table
from perfdesk.definition.parsing.blocks import Formulas, read_blocks
from perfdesk.definition.parsing.cards import read_cards
from perfdesk.definition.parsing.charts import read_charts
from perfdesk.definition.parsing.declarations import SectionDeclaration, build_symbol_table, identifier, read_section
from perfdesk.definition.parsing.expression_reader import ExpressionReader
from perfdesk.definition.parsing.form_file import added_in
from perfdesk.definition.parsing.name_resolution import Scope, SymbolTable
from perfdesk.definition.parsing.rules import read_rules
from perfdesk.definition.style.report_style import STYLE_FILE, ReportStyle, form_style, standard_style
from perfdesk.definition.toml.table import Keys, near, read_toml
from perfdesk.definition.validation.cycles import refuse_cycles
from perfdesk.definition.validation.internal_answers import refuse_leaks
from perfdesk.definition.validation.renames import refuse_loose_renames
from perfdesk.definition.validation.rollover import refuse_loose_rolls
from perfdesk.errors import PerfDeskError
from perfdesk.paths import FORMS
from perfdesk.safe_open import is_taken

#: So many mistakes of a form are told at once; whoever made more begins with these.
MOST_TOLD = 100
_MOST_FILES = 100
_REPORT_KEYS = ("title", "unit", "year", "date")


def form_ids() -> list[str]:
    """The ids of the forms shipped with the program."""
    return sorted(path.parent.name for path in FORMS.glob("*/form.toml"))


@cache
def shipped_form(form: str) -> Form:
    """A shipped form by id, read once: it does not change while the program runs. PerfDeskError when there is none."""
    if form not in form_ids():
        raise PerfDeskError(f"没有名为“{form}”的表单。", f"可用的表单：{'、'.join(form_ids())}。")
    return load_form(FORMS / form)


def load_form(folder: Path) -> Form:
    """Read a form strictly; FormError names the file, the key and often what was meant."""
    form, mistakes = read_form(folder, 1)
    if mistakes.found:
        raise mistakes.found[0]
    if form is None:
        raise form_error(folder.name, "读不出来")
    return form


def read_form(folder: Path, most: int = MOST_TOLD) -> tuple[Form | None, Mistakes]:
    """A form, as far as it can be read, with up to so many of its mistakes; none when it is sound."""
    is_shipped = folder.parent == FORMS
    mistakes = Mistakes(most, None if is_shipped else Budget(LARGEST_FORM))
    try:
        return _read_form(folder, mistakes), mistakes
    except TooMuchError as error:
        mistakes.found.append(form_error(FORM_FILE, f"{error.clause}，不像是表单"))
    except FormError as error:  # the last one told is raised
        mistakes.found += [] if error in mistakes.found else [error]
    return None, mistakes


def _read_form(folder: Path, mistakes: Mistakes) -> Form | None:
    """The form; None when too little of it can be read to look for further mistakes."""
    keys = None
    with mistakes.each():
        if not is_taken(folder / FORM_FILE):
            raise form_error(folder.name, f"没有 {FORM_FILE}")
        keys = Keys(read_toml(folder / FORM_FILE, budget=mistakes.budget), FORM_FILE, mistakes)
    if keys is None:
        return None
    form_id, raws = "", _raw_sections(folder, keys)
    with mistakes.each():
        form_id = identifier(keys)
    names = build_symbol_table(raws, mistakes)
    keys.take("about", "")  # for whoever chooses a form, before it is read
    formulas: Formulas = {}
    rules: list[Rule] = []
    sections = tuple(_read_section(raw, names, formulas, rules) for raw in raws)
    form = Form(
        form_id,
        keys.need("version", int),
        keys.need("title", str),
        sections,
        tuple(rules),
        formulas,
        _questions(raws),
        _tables(sections),
        _report(keys, names),
        _renamed(keys),
        _style(folder, mistakes),
        read_charts(keys, names),
        read_cards(keys, names),
        added_in(keys),
    )
    keys.done()
    _refuse_loose_ends(form, mistakes)
    return form


def _style(folder: Path, mistakes: Mistakes) -> ReportStyle:
    with mistakes.each():
        return form_style(folder, mistakes)
    return standard_style()


def _raw_sections(folder: Path, keys: Keys) -> list[SectionDeclaration]:
    mistakes, raws, ids = keys.mistakes, list[SectionDeclaration](), set[str]()
    for file in _files(folder, keys):
        raw = None
        with mistakes.each():
            raw = read_section(read_toml(folder / file, file, mistakes.budget), file, mistakes)
        if raw is None:
            mistakes.is_partial = True
        elif raw.id in ids:
            mistakes.tell(form_error(file, f"有两个章节用了同一个 id“{raw.id}”"))
        else:
            ids.add(raw.id)
            raws.append(raw)
    return raws


def _files(folder: Path, keys: Keys) -> list[str]:
    listed = list(dict.fromkeys(keys.texts("files")))
    present = toml_files(folder) - {FORM_FILE, STYLE_FILE}
    for file in listed:
        if file not in present:
            keys.tell(f"files 里的“{file[:80]}”不存在{near(file, present)}")
            keys.mistakes.is_partial = True
    for file in sorted(present - set(listed)):
        keys.tell(f"“{file}”没有列在 files 里")
        keys.mistakes.is_partial = True
    if len(listed) > _MOST_FILES:
        keys.tell(f"files 里最多 {_MOST_FILES} 个文件，写了 {len(listed)} 个")
    return [file for file in listed[:_MOST_FILES] if file in present]


def _read_section(raw: SectionDeclaration, names: SymbolTable, formulas: Formulas, rules: list[Rule]) -> Section:
    keys, reader = raw.keys, ExpressionReader(names, Scope(raw.id), raw.location, raw.keys.mistakes)
    sheet_name, signature = keys.take("sheet_name", ""), keys.take("signature", "")
    keys.ask("block")
    section = Section(
        raw.id,
        keys.need("title", str),
        keys.need("tab", str),
        cast(SectionKind, keys.one_of("kind", ("cover", "chapter", "attachment"), "chapter")),
        read_blocks(raw, names, formulas),
        keys.take("help", ""),
        names.repeats_over.get(raw.id),
        reader.condition(keys),
        keys.take("landscape", False),
        reader.template(sheet_name) if sheet_name else None,
        reader.template(signature) if signature else None,
    )
    keys.ask("each")
    rules += read_rules(raw, names)
    keys.done()
    return section


def _questions(raws: list[SectionDeclaration]) -> dict[tuple[str, str, str], Question]:
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


def _report(keys: Keys, names: SymbolTable) -> dict[str, Address]:
    inner = keys.inner(keys.need("report", dict), f"{FORM_FILE} [report]")
    found = {}
    for key in _REPORT_KEYS:
        written = inner.need(key, str)
        section, _, name = written.partition(".")
        if name in names.fields.get(section, {}):
            found[key] = Address(section, name)
        elif inner.has(key):
            known = [f"{section}.{field}" for section, fields in names.fields.items() for field in fields]
            clause = f"“{key}”指的“{written[:80]}”不存在{near(written, known)}"
            keys.mistakes.tell(FormError(inner.where, clause, about_name=True))
    inner.done()
    return found


def _renamed(keys: Keys) -> dict[str, str]:
    inner = keys.take("renamed", {})
    return {str(old): str(new) for old, new in inner.items()}


def _refuse_loose_ends(form: Form, mistakes: Mistakes) -> None:
    """What can only be seen in the whole form."""
    _refuse_loose_links(form, mistakes)
    for refuse in (refuse_cycles, refuse_leaks, refuse_loose_rolls, refuse_loose_renames):
        refuse(form, mistakes)
        mistakes.budget.tick()


def _refuse_loose_links(form: Form, mistakes: Mistakes) -> None:
    for (section, name, _), question in form.questions.items():
        if question.link is not None and question.link not in form.tables:
            clause = f"link 指的“{'.'.join(question.link)}”不是表"
            mistakes.tell(FormError(f"{section}.{name}", clause, about_name=True))
    for (section, name, _, column), formula in form.formulas.items():
        question = form.questions[(section, name, column)]
        given = type_of(formula.expression)
        wanted = question.kind if question.kind in ("number", "date") else "text"
        if given != wanted:
            clause = f"公式“{formula.source[:80]}”给的值与“{question.label}”的种类不符"
            mistakes.tell(form_error(f"{section}.{name}", clause))

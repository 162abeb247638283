"""Loads and validates a form from a folder of TOML files; a form that loads also works."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import cast

from perfdesk.budget import Budget, TooMuchError
from perfdesk.definition.address import Address
from perfdesk.definition.diagnostics import LARGEST_FORM, Diagnostics, FormError, form_error
from perfdesk.definition.expression import Constant, results, type_of
from perfdesk.definition.form_folder import FORM_FILE, IMPORTS_FILE, toml_files
from perfdesk.definition.formula_hints import wrong_type
from perfdesk.definition.function_record import Type
from perfdesk.definition.model import Form, Question, ReportFields, Rule, Section, SectionKind, Table
from perfdesk.definition.parsing.blocks import Formulas, read_blocks
from perfdesk.definition.parsing.cards import read_cards
from perfdesk.definition.parsing.charts import read_charts
from perfdesk.definition.parsing.declarations import SectionDeclaration, build_symbol_table, identifier, read_section
from perfdesk.definition.parsing.expression_reader import ExpressionReader
from perfdesk.definition.parsing.form_file import added_in
from perfdesk.definition.parsing.name_resolution import Scope, SymbolTable
from perfdesk.definition.parsing.rules import read_rules
from perfdesk.definition.picture import MAX_SIDE, MAX_SIZE, Picture, png_picture
from perfdesk.definition.sheets import CoverPage
from perfdesk.definition.style.report_style import STYLE_FILE, ReportStyle, form_style, standard_style
from perfdesk.definition.toml.table import TomlTable, did_you_mean, read_toml
from perfdesk.definition.validation.cycles import check_cycles
from perfdesk.definition.validation.internal_answers import check_internal_answers
from perfdesk.definition.validation.remarks import note_remarks, note_unused_bands
from perfdesk.definition.validation.renames import check_renames
from perfdesk.definition.validation.rollover import check_rollover
from perfdesk.errors import PerfDeskError
from perfdesk.paths import FORMS
from perfdesk.safe_open import is_taken

#: The maximum number of errors reported at once.
MAX_DIAGNOSTICS = 100
_MAX_FILES = 100
#: In millimetres, about the width of the type area.
_WIDEST_LOGO = 150
_UNKNOWN_FIELD = Address("", "")


def form_ids() -> list[str]:
    """Return the ids of the forms shipped with the program."""
    return sorted(path.parent.name for path in FORMS.glob("*/form.toml"))


@cache
def shipped_form(form: str) -> Form:
    """Return a shipped form by id, cached while the program runs. PerfDeskError when there is none."""
    if form not in form_ids():
        raise PerfDeskError(f"没有名为“{form}”的表单。", f"可用的表单：{'、'.join(form_ids())}。")
    return load_form(FORMS / form)


def load_form(folder: Path) -> Form:
    """Load a form; FormError names the file and the key, and often the intended word."""
    form, diagnostics = read_form(folder, 1)
    if diagnostics.errors:
        raise diagnostics.errors[0]
    if form is None:
        raise form_error(folder.name, "读不出来")
    return form


def read_form(folder: Path, limit: int = MAX_DIAGNOSTICS) -> tuple[Form | None, Diagnostics]:
    """Read as much of a form as possible (None if too little is valid), and collect up to `limit` errors."""
    is_shipped = folder.parent == FORMS
    diagnostics = Diagnostics(limit, None if is_shipped else Budget(LARGEST_FORM))
    try:
        return _read_form(folder, diagnostics), diagnostics
    except TooMuchError as error:
        diagnostics.errors.append(form_error(FORM_FILE, f"{error.clause}，不像是表单"))
    except FormError as error:  # the error that reached the limit
        diagnostics.errors += [] if error in diagnostics.errors else [error]
    return None, diagnostics


def _read_form(folder: Path, diagnostics: Diagnostics) -> Form | None:
    """Return the form; None when too little of it can be read."""
    keys = None
    with diagnostics.collecting():
        if not is_taken(folder / FORM_FILE):
            raise form_error(folder.name, f"没有 {FORM_FILE}")
        keys = TomlTable(read_toml(folder / FORM_FILE, budget=diagnostics.budget), FORM_FILE, diagnostics)
    if keys is None:
        return None
    form_id, declarations = "", _read_declarations(folder, keys)
    with diagnostics.collecting():
        form_id = identifier(keys)
    names = build_symbol_table(declarations, diagnostics)
    keys.get("about", "")  # read by `head_of` only
    formulas: Formulas = {}
    rules: list[Rule] = []
    sections = tuple(_read_section(declaration, names, formulas, rules) for declaration in declarations)
    form = Form(
        form_id,
        keys.require("version", int),
        keys.require_literal("title"),
        sections,
        tuple(rules),
        formulas,
        _questions_by_key(declarations),
        _tables_by_key(sections),
        _report_fields(keys, names),
        _read_renames(keys),
        _read_style(folder, diagnostics),
        read_charts(keys, names),
        read_cards(keys, names),
        added_in(keys),
        _read_pictures(folder, sections, diagnostics),
    )
    keys.reject_unknown()
    _check_whole_form(form, diagnostics)
    note_unused_bands(names.bands, names.used_bands, diagnostics)
    return form


def _read_pictures(folder: Path, sections: tuple[Section, ...], diagnostics: Diagnostics) -> dict[str, Picture]:
    found: dict[str, Picture] = {}
    for section in sections:
        for page in (block for block in section.blocks if isinstance(block, CoverPage) and block.logo):
            with diagnostics.collecting():
                found[page.logo] = _read_logo(folder, page.logo, section.id, diagnostics.budget)
                width = found[page.logo].width_at(page.logo_height)
                if width > _WIDEST_LOGO:
                    raise form_error(
                        section.id, f"标志按 logo_height 排，宽 {width:.0f} 毫米，最宽 {_WIDEST_LOGO} 毫米"
                    )
    return found


def _read_logo(folder: Path, name: str, section: str, budget: Budget) -> Picture:
    if "/" in name or "\\" in name or not is_taken(folder / name):
        raise form_error(section, f"logo 指的“{name[:80]}”不在表单文件夹里")
    try:
        picture = png_picture(budget.read(folder / name, MAX_SIZE))
    except (OSError, TooMuchError):
        picture = None
    if picture is None:
        clause = f"要完好的 PNG 图片（8 位），不超过 2 MB，长宽不超过 {MAX_SIDE} 像素"
        raise form_error(section, f"logo 指的“{name[:80]}”用不了：{clause}")
    return picture


def _read_style(folder: Path, diagnostics: Diagnostics) -> ReportStyle:
    with diagnostics.collecting():
        return form_style(folder, diagnostics)
    return standard_style()


def _read_declarations(folder: Path, keys: TomlTable) -> list[SectionDeclaration]:
    diagnostics, declarations, ids = keys.diagnostics, list[SectionDeclaration](), set[str]()
    for file in _section_files(folder, keys):
        declaration = None
        with diagnostics.collecting():
            declaration = read_section(read_toml(folder / file, file, diagnostics.budget), file, diagnostics)
        if declaration is None:
            diagnostics.is_incomplete = True
        elif declaration.id in ids:
            diagnostics.report(form_error(file, f"有两个章节用了同一个 id“{declaration.id}”"))
        else:
            ids.add(declaration.id)
            declarations.append(declaration)
    return declarations


def _section_files(folder: Path, keys: TomlTable) -> list[str]:
    listed = list(dict.fromkeys(keys.get_texts("files")))
    present = toml_files(folder) - {FORM_FILE, STYLE_FILE, IMPORTS_FILE}
    for file in listed:
        if file not in present:
            keys.report(f"files 里的“{file[:80]}”不存在{did_you_mean(file, present)}")
            keys.diagnostics.is_incomplete = True
    for file in sorted(present - set(listed)):
        keys.report(f"“{file}”没有列在 files 里")
        keys.diagnostics.is_incomplete = True
    if len(listed) > _MAX_FILES:
        keys.report(f"files 里最多 {_MAX_FILES} 个文件，写了 {len(listed)} 个")
    return [file for file in listed[:_MAX_FILES] if file in present]


def _read_section(
    declaration: SectionDeclaration, names: SymbolTable, formulas: Formulas, rules: list[Rule]
) -> Section:
    keys, reader = (
        declaration.keys,
        ExpressionReader(names, Scope(declaration.id), declaration.location, declaration.keys.diagnostics),
    )
    sheet_name, signature = keys.get("sheet_name", ""), keys.get("signature", "")
    keys.mark_known("block")
    section = Section(
        declaration.id,
        keys.require_literal("title"),
        keys.require_literal("tab"),
        cast(SectionKind, keys.get_choice("kind", ("cover", "chapter", "attachment"), "chapter")),
        read_blocks(declaration, names, formulas),
        keys.get_literal("help"),
        names.repeats_over.get(declaration.id),
        reader.condition(keys),
        keys.get("landscape", False),
        reader.template(sheet_name) if sheet_name else None,
        reader.template(signature) if signature else None,
        keys.get_texts("aliases"),
    )
    keys.mark_known("each")
    rules += read_rules(declaration, names)
    keys.reject_unknown()
    return section


def _questions_by_key(declarations: list[SectionDeclaration]) -> dict[tuple[str, str, str], Question]:
    """Return every question in the order of the form."""
    questions = {}
    for declaration in declarations:
        for name in (block.keys.get("id", "") for block in declaration.blocks if block.kind in ("field", "table")):
            if name in declaration.questions:
                questions[(declaration.id, name, "")] = declaration.questions[name]
            else:
                questions |= {(declaration.id, name, column.id): column for column in declaration.tables[name].columns}
    return questions


def _tables_by_key(sections: tuple[Section, ...]) -> dict[tuple[str, str], Table]:
    return {
        (section.id, block.id): block for section in sections for block in section.blocks if isinstance(block, Table)
    }


def _report_fields(keys: TomlTable, names: SymbolTable) -> ReportFields:
    inner = keys.subtable(keys.require("report", dict), f"{FORM_FILE} [report]")
    title, unit, year, date = (_report_field(inner, key, names) for key in ("title", "unit", "year", "date"))
    inner.reject_unknown()
    return ReportFields(title, unit, year, date)


def _report_field(keys: TomlTable, key: str, names: SymbolTable) -> Address:
    written = keys.require(key, str)
    section, _, name = written.partition(".")
    if name in names.fields.get(section, {}):
        return Address(section, name)
    if keys.has(key):
        known = [f"{section}.{field}" for section, fields in names.fields.items() for field in fields]
        clause = f"“{key}”指的“{written[:80]}”不存在{did_you_mean(written, known)}"
        keys.diagnostics.report(FormError(keys.location, clause, written))
    return _UNKNOWN_FIELD


def _read_renames(keys: TomlTable) -> dict[str, str]:
    inner = keys.get("renamed", {})
    return {str(old): str(new) for old, new in inner.items()}


def _check_whole_form(form: Form, diagnostics: Diagnostics) -> None:
    """Report the errors that only the whole form shows."""
    _check_links(form, diagnostics)
    for check in (check_cycles, check_internal_answers, check_rollover, check_renames):
        check(form, diagnostics)
        diagnostics.budget.tick()
    if diagnostics.is_checking:
        note_remarks(form, diagnostics)


def _check_links(form: Form, diagnostics: Diagnostics) -> None:
    for (section, name, _), question in form.questions.items():
        if question.link is not None and question.link not in form.tables:
            linked = ".".join(question.link)
            diagnostics.report(FormError(f"{section}.{name}", f"link 指的“{linked}”不是表", linked))
    for (section, name, _, column), formula in form.formulas.items():
        question = form.questions[(section, name, column)]
        given = type_of(formula.expression)
        wanted: Type = "number" if question.kind == "number" else "date" if question.kind == "date" else "text"
        if given != wanted:
            clause = f"公式{wrong_type(formula.source[:80], given, wanted)}，与“{question.label}”的种类不符"
            diagnostics.report(form_error(f"{section}.{name}", clause))
        for part in results(formula.expression) if question.options else ():
            if isinstance(part, Constant) and isinstance(part.value, str) and part.value not in question.options:
                clause = f"“{question.label}”没有“{part.value}”这一项{did_you_mean(part.value, question.options)}"
                diagnostics.report_when_checking(form_error(f"{section}.{name}", clause))

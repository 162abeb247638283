"""`perfdesk form`: check a form, copy one, look at its pages."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from perfdesk.application.answers_json import form_addresses
from perfdesk.application.form_author import PREVIEW_FOLDER, copy_form, write_preview
from perfdesk.definition.form_check import Diagnostic, FormCheck, check_folder
from perfdesk.definition.form_folder import FORM_FILE
from perfdesk.definition.library import (
    default_form,
    folder_with_same_id,
    form_folder,
)
from perfdesk.definition.loader import load_form
from perfdesk.importers.tables.description_check import check_imports
from perfdesk.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own commands and their arguments."""
    commands = parser.add_subparsers(metavar="命令", required=True)
    check = commands.add_parser("check", help="说出表单哪里不对")
    check.add_argument("folder", type=Path, metavar="FOLDER")
    check.set_defaults(do=_check)
    new = commands.add_parser("new", help="抄一份表单，文件夹的名字就是新的 id")
    new.add_argument("folder", type=Path, metavar="FOLDER")
    new.add_argument("--from", dest="source", metavar="ID", help="抄哪一份；不写就抄没有另选时用的那一份")
    new.set_defaults(do=_new)
    preview = commands.add_parser("preview", help="空白的和填了样例的各印一份，看版面")
    preview.add_argument("folder", type=Path, metavar="FOLDER")
    preview.add_argument("--to", type=Path, metavar="PATH", help=f"印到哪个文件夹；不写就是表单里的“{PREVIEW_FOLDER}”")
    preview.set_defaults(do=_preview)


def run(options: argparse.Namespace) -> int:
    """Run the chosen command."""
    return options.do(options)


def _new(options: argparse.Namespace) -> int:
    source = options.source or default_form()
    form = copy_form(form_folder(source), options.folder)
    say(f"已从“{source}”抄出表单“{form}”，在“{options.folder}”里。")
    typed = _typed(options.folder)
    say(f"改完运行 perfdesk form check {typed}，再运行 perfdesk form preview {typed} 看版面。")
    say(f"试填：perfdesk new 试填.db --form {typed}")
    return 0


def _typed(folder: Path) -> str:
    """A folder as it is typed in a command, with spaces in quotes."""
    return f'"{folder}"' if any(map(str.isspace, str(folder))) else str(folder)


def _preview(options: argparse.Namespace) -> int:
    """Write the preview of a form; a form with errors has none, its check says why."""
    form = load_form(options.folder)
    for path in write_preview(form, options.to or options.folder / PREVIEW_FOLDER, say):
        say(f"已写出“{path}”。")
    return 0


def _check(options: argparse.Namespace) -> int:
    """Print all diagnostics of a form, or that it has none; exit code 1 when it has some."""
    folder: Path = options.folder
    found = check_folder(folder, check_imports)
    diagnostics = list(found.diagnostics)
    other = folder_with_same_id(folder)
    if other is not None:
        diagnostics.insert(0, Diagnostic(FORM_FILE, 0, "", f"id 与“{other}”里的表单相同，请换一个"))
    form = found.form
    if diagnostics or form is None:
        _print_diagnostics(folder, diagnostics, found)
        return 1
    questions = [address for address, _ in form_addresses(form)]
    computed = sum(form.formula(address) is not None for address in questions)
    say(
        f"表单“{form.title}”（{form.id}，第 {form.version} 版）没有问题：章节 {len(form.sections)} 个，"
        f"问题 {len(questions)} 个（其中自动算出 {computed} 个），规则 {len(form.rules)} 条。"
    )
    if found.remarks:
        say(f"另有 {len(found.remarks)} 处请看一下，不影响使用：")
        _print_places(found.remarks)
    return 0


def _print_diagnostics(folder: Path, diagnostics: list[Diagnostic], found: FormCheck) -> None:
    say(f"表单“{folder}”有 {len(diagnostics)} 处错误。")
    _print_places(diagnostics)
    if found.is_incomplete:
        say("有的文件没有读进来，其中的名字无从核对；改好后请再检查一次。")
    elif found.is_truncated:
        say("后面可能还有，先改这些，再检查一次。")
    else:
        say("请逐处改正，再检查一次。")


def _print_places(diagnostics: Iterable[Diagnostic]) -> None:
    for file, group in groupby(diagnostics, lambda one: one.file):
        say(file)
        for one in group:
            line, location = f"第 {one.line} 行　" if one.line else "", f"{one.location}：" if one.location else ""
            say(f"　　{line}{location}{one.message}{'' if one.message.endswith('？') else '。'}")

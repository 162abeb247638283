"""`perfdesk form check`: report what is wrong with a form."""

from __future__ import annotations

import argparse
from itertools import groupby
from pathlib import Path

from perfdesk.application.answers_json import form_addresses
from perfdesk.definition.form_check import Diagnostic, FormCheck, check_folder
from perfdesk.definition.form_folder import FORM_FILE
from perfdesk.definition.library import folder_with_same_id
from perfdesk.terminal import say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's own commands and their arguments."""
    check = parser.add_subparsers(metavar="命令", required=True).add_parser("check", help="说出表单哪里不对")
    check.add_argument("folder", type=Path, metavar="FOLDER")


def run(options: argparse.Namespace) -> int:
    """Print all diagnostics of a form, or that it has none; exit code 1 when it has some."""
    folder: Path = options.folder
    found = check_folder(folder)
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
    return 0


def _print_diagnostics(folder: Path, diagnostics: list[Diagnostic], found: FormCheck) -> None:
    say(f"表单“{folder}”有 {len(diagnostics)} 处错误。")
    for file, group in groupby(diagnostics, lambda one: one.file):
        say(file)
        for one in group:
            line, location = f"第 {one.line} 行　" if one.line else "", f"{one.location}：" if one.location else ""
            say(f"　　{line}{location}{one.message}{'' if one.message.endswith('？') else '。'}")
    if found.is_incomplete:
        say("有的文件没有读进来，其中的名字无从核对；改好后请再检查一次。")
    elif found.is_truncated:
        say("后面可能还有，先改这些，再检查一次。")
    else:
        say("请逐处改正，再检查一次。")

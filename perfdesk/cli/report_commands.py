"""What each command does; every one returns its exit code and speaks Chinese."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import sys
from collections.abc import Callable, Generator
from itertools import groupby
from pathlib import Path

from perfdesk import safe_open
from perfdesk.application.answers_json import dump_values, fill_values, form_addresses, json_text, read_values
from perfdesk.application.export import is_folder, write_files
from perfdesk.application.export_set import dated_folder, hidden_lines, write_export_set
from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.checks.finding import ACCEPTED_LABEL, LEVEL_LABELS, Finding
from perfdesk.definition.form_check import Diagnostic, FormCheck, check_folder
from perfdesk.definition.form_folder import FORM_FILE
from perfdesk.definition.library import default_form, find_form, folder_with_same_id, known_form_ids, load_usable_form
from perfdesk.definition.loader import load_form
from perfdesk.definition.model import Form
from perfdesk.definition.sample_list import samples
from perfdesk.document.blocks import Edition
from perfdesk.document.build import build, report_name
from perfdesk.errors import PerfDeskError
from perfdesk.storage.backup import back_up
from perfdesk.terminal import say


def export_all_formats(file: Path, folder: Path) -> int:
    """Write the whole set of a report, as a draft while errors are left."""
    with _open_session(file) as session:
        return _write_export(session, folder, draft=_error_count(session.findings) > 0)


def new(options: argparse.Namespace) -> int:
    """Make a new report file, blank or with a sample in it."""
    if options.sample:
        make_sample(options.sample, options.file)
        sample = samples()[options.sample]
        say(f"已新建“{options.file}”，填入样例：{sample.title}（{sample.about}）。")
    else:
        Session.create(options.file, _load_form(options.form, load_usable_form)).close()
        say(f"已新建“{options.file}”。")
    return 0


def fields(options: argparse.Namespace) -> int:
    """List every address of a form."""
    form = _load_form(options.form, load_form)
    rows = [
        {
            "address": str(address),
            "label": question.label,
            "kind": question.kind,
            "unit": question.unit,
            "computed": form.formula(address) is not None,
        }
        for address, question in form_addresses(form)
    ]
    if options.json:
        say(json_text(rows), is_block=True)
    else:
        for row in rows:
            say("\t".join(str(cell) for cell in row.values()))
    return 0


def dump(options: argparse.Namespace) -> int:
    """Print every answer as JSON."""
    with _open_session(options.file) as session:
        say(json_text(dump_values(session.answers)), is_block=True)
    return 0


def fill(options: argparse.Namespace) -> int:
    """Enter the answers of a JSON file as one change."""
    values = read_values(options.values)
    with _open_session(options.file, read_only=False) as session:
        with contextlib.suppress(PerfDeskError):  # a backup that cannot be made is no reason not to fill
            back_up(session.file)
        fill_values(session, values, f"填入 {options.values.name}")
    say(f"已填入 {len(values)} 项。")
    return 0


def check(options: argparse.Namespace) -> int:
    """Print the findings; exit code 1 when there are errors."""
    with _open_session(options.file) as session:
        if options.json:
            kept = [_as_json(one.finding) | {"severity": "kept", "reason": one.reason} for one in session.accepted]
            say(json_text([*map(_as_json, session.findings), *kept]), is_block=True)
        else:
            _print_findings(session)
        return 1 if _error_count(session.findings) else 0


def export(options: argparse.Namespace) -> int:
    """Write the files; a final copy is refused while errors stand."""
    with _open_session(options.file) as session:
        errors = [finding for finding in session.findings if finding.severity == "error"]
        if options.final and errors:
            say(f"没有导出正式稿：还有 {len(errors)} 处错误，请先改正，或用 --draft 导出草稿。", file=sys.stderr)
            for finding in errors:
                say(f"  {finding.section_label}：{finding.message}", file=sys.stderr)
            return 1
        if options.dated and not is_folder(options.to):
            raise PerfDeskError("没有导出。", "--dated 是导出到文件夹时用的。", "请给一个文件夹，或去掉 --dated。")
        folder = dated_folder(options.to, datetime.datetime.now().astimezone()) if options.dated else options.to
        edition: Edition = "public" if options.public else "submission"
        return _write_export(session, folder, options.draft or bool(errors), edition)


def check_form(options: argparse.Namespace) -> int:
    """Say everything that is wrong with a form, or that it is sound; exit code 1 when it is not."""
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
            line, place = f"第 {one.line} 行　" if one.line else "", f"{one.location}：" if one.location else ""
            say(f"　　{line}{place}{one.message}{'' if one.message.endswith('？') else '。'}")
    if found.is_incomplete:
        say("有的文件没有读进来，其中的名字无从核对；改好后请再检查一次。")
    elif found.is_truncated:
        say("后面可能还有，先改这些，再检查一次。")
    else:
        say("请逐处改正，再检查一次。")


def _write_export(session: Session, to: Path, draft: bool, edition: Edition = "submission") -> int:
    report, listed = build(session.answers, session.findings, draft, edition), None
    if is_folder(to):
        name = report_name(session.answers, edition)
        *files, listed = write_export_set(report, name, session.findings, to, lambda _: None)
    else:
        files = write_files(report, [to], lambda _: None)
    for path in files:
        say(f"已导出{'草稿' if draft else ''}“{path}”。")
    if listed is not None:
        say(f"清单见“{listed}”。")
    for line in hidden_lines(report):
        say(line)
    return 0


@contextlib.contextmanager
def _open_session(path: Path, read_only: bool = True) -> Generator[Session]:
    session = Session.open(path, read_only)
    try:
        yield session
        session.publish()
    finally:
        session.close()


def _load_form(form: str | None, read: Callable[[Path], Form]) -> Form:
    """A form by id, or by the folder it lies in."""
    if form is None:
        return find_form(default_form())
    return read(Path(form)) if form not in known_form_ids() and safe_open.is_folder(Path(form)) else find_form(form)


def _error_count(findings: tuple[Finding, ...]) -> int:
    return sum(finding.severity == "error" for finding in findings)


def _as_json(finding: Finding) -> dict[str, object]:
    found: dict[str, object] = {
        "code": finding.code,
        "severity": finding.severity,
        "place": finding.section_label,
        "message": finding.message,
        "where": [str(address) for address in finding.addresses],
    }
    if finding.expected is not None:
        found |= {"expected": finding.expected, "found": finding.found}
    if finding.fix is not None:
        found["fix"] = {str(address): text for address, text in finding.fix.texts.items()}
    return found


def _print_findings(session: Session) -> None:
    for finding in session.findings:
        say(f"{LEVEL_LABELS[finding.severity]}　{finding.code}　{finding.section_label}：{finding.message}")
        if finding.fix is not None:
            say(f"　　可一键改正：{finding.fix.label}")
    for one in session.accepted:
        say(f"{ACCEPTED_LABEL}　{one.finding.code}　{one.finding.section_label}：{one.finding.message}")
        say(f"　　说明：{one.reason}")
    counts = "，".join(
        f"{word} {sum(finding.severity == level for finding in session.findings)}"
        for level, word in LEVEL_LABELS.items()
    )
    for sentence in session.form_update.messages():
        say(sentence)
    say(f"共 {counts}{f'，{ACCEPTED_LABEL} {len(session.accepted)}' if session.accepted else ''}。")

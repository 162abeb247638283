"""What each command does; every one returns its exit code and speaks Chinese."""

from __future__ import annotations

import argparse
import contextlib
import datetime
import importlib
import importlib.util
import os
import sys
from collections.abc import Callable, Generator
from pathlib import Path

from perfdesk.checks.finding import LEVEL_WORDS, Finding
from perfdesk.definition.library import form_at, known_form, known_ids, shares_an_id
from perfdesk.definition.loader import form_ids, load_form
from perfdesk.definition.model import Form
from perfdesk.document.blocks import Edition
from perfdesk.document.build import build, report_name
from perfdesk.errors import PerfDeskError
from perfdesk.export import is_folder, write_files
from perfdesk.resources import SAMPLES
from perfdesk.samples import make_sample
from perfdesk.session import Session
from perfdesk.sharing.backup import back_up
from perfdesk.values import asked, dump_values, fill_values, json_text, read_values
from perfdesk.whole_set import dated_folder, hidden_lines, write_whole_set


def window(options: argparse.Namespace) -> int:
    """Open the window; without a display say so and export the report instead."""
    if importlib.util.find_spec("PySide6") is None:
        raise PerfDeskError("打不开窗口。", "没有安装 PySide6。", "请用 make run 安装。")
    if _has_display():
        return importlib.import_module("perfdesk.ui.app").run_window(options.file)
    folder = Path("out")
    if options.file is None:
        raise PerfDeskError("打不开窗口。", "这台机器没有显示器。", "请给出填报文件，程序会改为导出到 out 文件夹。")
    print(f"这台机器没有显示器，打不开窗口；改为把“{options.file.name}”导出到“{folder}”。")
    with _session(options.file) as session:
        return _write(session, folder, draft=_errors(session.findings) > 0)


def _has_display() -> bool:
    wanted = os.environ.get("QT_QPA_PLATFORM", "")
    if sys.platform != "linux" or wanted.startswith("offscreen"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def new(options: argparse.Namespace) -> int:
    """Make a new report file, blank or with a sample in it."""
    if options.sample:
        make_sample(options.sample, options.file)
        print(f"已新建“{options.file}”，填入样例：{SAMPLES[options.sample]}。")
    else:
        Session.create(options.file, _form(options.form, form_at)).close()
        print(f"已新建“{options.file}”。")
    return 0


def fields(options: argparse.Namespace) -> int:
    """List every address of a form."""
    form = _form(options.form, load_form)
    rows = [
        {
            "address": str(address),
            "label": question.label,
            "kind": question.kind,
            "unit": question.unit,
            "computed": form.formula(address) is not None,
        }
        for address, question in asked(form)
    ]
    if options.json:
        print(json_text(rows))
    else:
        for row in rows:
            print("\t".join(str(cell) for cell in row.values()))
    return 0


def dump(options: argparse.Namespace) -> int:
    """Print every answer as JSON."""
    with _session(options.file) as session:
        print(json_text(dump_values(session.answers)))
    return 0


def fill(options: argparse.Namespace) -> int:
    """Enter the answers of a JSON file as one change."""
    values = read_values(options.values)
    with _session(options.file, read_only=False) as session:
        with contextlib.suppress(PerfDeskError):  # a backup that cannot be made is no reason not to fill
            back_up(session.file)
        fill_values(session, values, f"填入 {options.values.name}")
    print(f"已填入 {len(values)} 项。")
    return 0


def check(options: argparse.Namespace) -> int:
    """Print the findings; exit code 1 when there are errors."""
    with _session(options.file) as session:
        if options.json:
            print(json_text([_as_json(finding) for finding in session.findings]))
        else:
            _print_findings(session)
        return 1 if _errors(session.findings) else 0


def export(options: argparse.Namespace) -> int:
    """Write the files; a final copy is refused while errors stand."""
    with _session(options.file) as session:
        errors = [finding for finding in session.findings if finding.severity == "error"]
        if options.final and errors:
            print(f"没有导出正式稿：还有 {len(errors)} 处错误，请先改正，或用 --draft 导出草稿。", file=sys.stderr)
            for finding in errors:
                print(f"  {finding.place}：{finding.message}", file=sys.stderr)
            return 1
        if options.dated and not is_folder(options.to):
            raise PerfDeskError("没有导出。", "--dated 是导出到文件夹时用的。", "请给一个文件夹，或去掉 --dated。")
        folder = dated_folder(options.to, datetime.datetime.now().astimezone()) if options.dated else options.to
        edition: Edition = "public" if options.public else "submission"
        return _write(session, folder, options.draft or bool(errors), edition)


def check_form(options: argparse.Namespace) -> int:
    """Say what is wrong with a form, or that it is sound; exit code 1 when it is not."""
    try:
        form = load_form(options.folder)
    except PerfDeskError as error:
        print(f"表单“{options.folder}”有误。{error.why}")
        return 1
    other = shares_an_id(options.folder, form)
    if other is not None:
        print(f"表单“{options.folder}”有误。id “{form.id}”与“{other}”里的表单相同，请换一个。")
        return 1
    questions = [address for address, _ in asked(form)]
    computed = sum(form.formula(address) is not None for address in questions)
    print(
        f"表单“{form.title}”（{form.id}，第 {form.version} 版）没有问题：章节 {len(form.sections)} 个，"
        f"问题 {len(questions)} 个（其中自动算出 {computed} 个），规则 {len(form.rules)} 条。"
    )
    return 0


def _write(session: Session, to: Path, draft: bool, edition: Edition = "submission") -> int:
    report, listed = build(session.answers, session.findings, draft, edition), None
    if is_folder(to):
        name = report_name(session.answers, edition)
        *files, listed = write_whole_set(report, name, session.findings, to, lambda _: None)
    else:
        files = write_files(report, [to], lambda _: None)
    for path in files:
        print(f"已导出{'草稿' if draft else ''}“{path}”。")
    if listed is not None:
        print(f"清单见“{listed}”。")
    for line in hidden_lines(report):
        print(line)
    return 0


@contextlib.contextmanager
def _session(path: Path, read_only: bool = True) -> Generator[Session]:
    session = Session.open(path, read_only)
    try:
        yield session
    finally:
        session.close()


def _form(form: str | None, read: Callable[[Path], Form]) -> Form:
    """A form by id, or by the folder it lies in."""
    if form is None:
        return known_form(form_ids()[0])
    return read(Path(form)) if form not in known_ids() and Path(form).is_dir() else known_form(form)


def _errors(findings: tuple[Finding, ...]) -> int:
    return sum(finding.severity == "error" for finding in findings)


def _as_json(finding: Finding) -> dict[str, object]:
    found: dict[str, object] = {
        "code": finding.code,
        "severity": finding.severity,
        "place": finding.place,
        "message": finding.message,
        "where": [str(address) for address in finding.where],
    }
    if finding.expected is not None:
        found |= {"expected": finding.expected, "found": finding.found}
    if finding.fix is not None:
        found["fix"] = {str(address): text for address, text in finding.fix.texts.items()}
    return found


def _print_findings(session: Session) -> None:
    for finding in session.findings:
        print(f"{LEVEL_WORDS[finding.severity]}　{finding.code}　{finding.place}：{finding.message}")
        if finding.fix is not None:
            print(f"　　可一键改正：{finding.fix.label}")
    counts = "，".join(
        f"{word} {sum(finding.severity == level for finding in session.findings)}"
        for level, word in LEVEL_WORDS.items()
    )
    print(f"共 {counts}。")

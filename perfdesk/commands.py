"""What each command does; every one returns its exit code and speaks Chinese."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import importlib.util
import os
import sys
from collections.abc import Generator
from pathlib import Path

from perfdesk.checks.finding import LEVEL_WORDS, Finding
from perfdesk.definition.loader import form_ids, shipped_form
from perfdesk.definition.model import Form
from perfdesk.errors import PerfDeskError
from perfdesk.export import export_report, targets_of
from perfdesk.samples import SAMPLES, make_sample
from perfdesk.session import Session
from perfdesk.values import asked, dump_values, fill_values, json_text, read_values


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
        Session.create(options.file, _form(options.form)).close()
        print(f"已新建“{options.file}”。")
    return 0


def fields(options: argparse.Namespace) -> int:
    """List every address of a form."""
    form = _form(options.form)
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
    with _session(options.file) as session:
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
        return _write(session, options.to, options.draft or bool(errors))


def _write(session: Session, to: Path, draft: bool) -> int:
    targets = targets_of(session.answers, to)
    for path in export_report(session.answers, session.findings, targets, draft, lambda _: None):
        print(f"已导出{'草稿' if draft else ''}“{path}”。")
    return 0


@contextlib.contextmanager
def _session(path: Path) -> Generator[Session]:
    session = Session.open(path)
    try:
        yield session
    finally:
        session.close()


def _form(form: str | None) -> Form:
    return shipped_form(form or form_ids()[0])


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

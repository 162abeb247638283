"""The architecture: import contracts, a core without Qt, and limits for files and functions."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from grimp import build_graph

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "perfdesk").rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION, CATCH_ALLS = 300, 50, 3

#: Run before anything else in a process that must do without Qt: it is not found, as if it were not installed.
WITHOUT_QT = """
import sys
from importlib.machinery import PathFinder

class NoQt(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        blocked = name.partition(".")[0] in ("PySide6", "shiboken6")
        return None if blocked else super().find_spec(name, path, target)

sys.meta_path[sys.meta_path.index(PathFinder)] = NoQt
"""


def python(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *(str(argument) for argument in arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_every_package_keeps_the_import_contracts() -> None:
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(cache_dir=None))"
    done = python(code)
    assert done.returncode == 0, done.stdout[done.stdout.find("Contracts") :]
    assert "0 broken" in done.stdout


def test_the_linter_finds_a_forbidden_import(tmp_path: Path) -> None:
    rules = (ROOT / ".importlinter").read_text(encoding="utf-8")
    turned = re.sub(
        r"    perfdesk\.checks\n    perfdesk\.evaluation\n",
        "    perfdesk.evaluation\n    perfdesk.checks\n",
        rules,
    )
    assert turned != rules
    (tmp_path / "turned").write_text(turned, encoding="utf-8")
    code = "import sys; from importlinter.cli import lint_imports as lint; sys.exit(lint(sys.argv[1], cache_dir=None))"
    done = python(code, tmp_path / "turned")
    assert done.returncode == 1
    assert "perfdesk.evaluation is not allowed to import perfdesk.checks" in done.stdout or "1 broken" in done.stdout


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = build_graph("perfdesk", cache_dir=None)
    imported = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    try:
        TopologicalSorter(imported).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(reversed(error.args[1])))


CORE = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in FILES
    if path.relative_to(ROOT / "perfdesk").parts[0] != "ui"
)


@pytest.mark.slow
def test_everything_but_the_window_imports_without_qt() -> None:
    code = f"{WITHOUT_QT}\nimport importlib\nfor name in sys.argv[1:]: importlib.import_module(name)\nprint('ok')"
    done = python(code, *CORE)
    assert (done.returncode, done.stdout, done.stderr) == (0, "ok\n", "")
    assert "perfdesk.cli.commands.export" in CORE


@pytest.mark.slow
def test_without_qt_a_report_is_created_checked_and_exported_and_the_window_reports_what_is_missing(
    tmp_path: Path,
) -> None:
    code = f"{WITHOUT_QT}\nfrom perfdesk.__main__ import main\nsys.exit(main(sys.argv[1:]))"
    path = tmp_path / "r.db"
    assert python(code, "new", path, "--sample", "demo-2024").returncode == 0
    assert python(code, "check", path).stdout == "共 错误 0，未填 0，警告 0，提示 0。\n"
    assert python(code, "export", path, "--to", tmp_path / "r.docx", "--final").returncode == 0
    window = python(code, "window", path)
    assert (window.returncode, window.stdout) == (2, "")
    assert "没有安装 PySide6" in window.stderr


def test_the_blocker_of_these_tests_blocks() -> None:
    done = python(f"{WITHOUT_QT}\nimport PySide6.QtCore")
    assert done.returncode == 1
    assert "No module named 'PySide6'" in done.stderr


@pytest.mark.slow
def test_the_core_does_not_import_a_writer_or_qt_until_it_is_needed(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom perfdesk.__main__ import main\nassert main(['new', sys.argv[1]]) == 0\n"
        "print(sorted({'docx', 'openpyxl', 'reportlab', 'PySide6'} & sys.modules.keys()))"
    )
    assert python(code, tmp_path / "r.db").stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_stays_short_and_so_do_its_functions(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    for function in functions(path):
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        assert lines <= LONGEST_FUNCTION, f"{function.name} has {lines} lines"


def test_test_files_stay_short_too() -> None:
    tables = {"test_read_quantities.py", "test_read_relations.py"}  # sentences with what is read in them
    mine = [path for path in (ROOT / "tests").rglob("*.py") if path.name not in tables]
    assert [path.name for path in mine if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE] == []


def test_at_most_three_handlers_catch_everything() -> None:
    found = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else "BaseException"
                if re.search(r"\b(Base)?Exception\b", caught):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert len(found) <= CATCH_ALLS, found


def test_no_form_is_known_by_name_in_the_program() -> None:
    questions = {"unit_name", "e30101", "three_public", "staffing", "budget_execution", "self_evaluation"}
    found = {
        f"{path.relative_to(ROOT)}: {node.value}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in questions
    }
    assert found == set()


@pytest.mark.parametrize("package", ["definition", "entries", "evaluation", "checks", "document", "application"])
def test_no_test_of_the_core_mocks_our_code_or_expects_to_fail(package: str) -> None:
    for path in (ROOT / "tests" / package).rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\bxfail\b|unittest\.mock|MagicMock", text), path.name

"""The log contains failures but no answers, and never disturbs the program."""

from __future__ import annotations

import ast
import io
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from perfdesk import logs
from perfdesk.application.session import Session
from perfdesk.errors import PerfDeskError
from perfdesk.ui.panels.preview.render_process import RenderProcess
from perfdesk.ui.panels.preview.rendering import RenderRequest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
SECRET, FIGURE = "机密甲乙丙", "7391846.25"
#: A library that fails and quotes what it was given, wherever the program reads JSON.
WITH_A_FAULT = """
import json, sys
def loads(text, **_options): raise KeyError(text)
json.loads = loads
from perfdesk.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
CLEAN_UP_FAILS = f"""
import sys
from perfdesk.__main__ import main
class Handle:
    def __del__(self):
        raise ValueError("{SECRET}{FIGURE}")
main(sys.argv[1:])
Handle()
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The user's data folder."""
    return tmp_path / "data"


@pytest.fixture
def run(tmp_path: Path, data: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command of the program, or a script about it, in another process."""

    def ran(*arguments: object, script: str = "", **own: str) -> subprocess.CompletedProcess[str]:
        start = ["-c", script] if script else ["-m", "perfdesk"]
        return subprocess.run(
            [sys.executable, *start, *map(str, arguments)],
            cwd=tmp_path,
            env=os.environ | {"PERFDESK_DATA": str(data)} | own,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return ran


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Callable[[], str]]:
    """What this process writes into its log; that of the tests is put back afterwards."""
    folder, before = tmp_path / "log", logging.getLogger("perfdesk").handlers[:]
    folder.mkdir()
    logs.start(lambda: folder)
    yield lambda: (folder / logs.FILE_NAME).read_text(encoding="utf-8")
    logging.getLogger("perfdesk").handlers[:] = before


def in_log(data: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted((data / "logs").iterdir()))


def is_secret(text: str) -> bool:
    return any(part in text for part in (SECRET, "机密", FIGURE, FIGURE.partition(".")[0], "7,391,846"))


@pytest.fixture
def secret_report(demo_file: Path, tmp_path: Path) -> Path:
    """A report in which every answer is a secret, words and figures in turn."""
    session = Session.open(demo_file)
    texts = [FIGURE, f"{SECRET}{FIGURE}万元", SECRET]
    addresses = sorted({address for address, _ in session.entries if address.column != "#"})
    fixed = {session.form.report_fields.year, session.form.report_fields.date}
    answers = {one: texts[number % 3] for number, one in enumerate(addresses) if one not in fixed}
    session.fill(answers, "填")
    assert len(answers) > 300
    session.close()
    return Path(shutil.move(demo_file, tmp_path / f"{SECRET}.db"))


def test_no_failure_of_a_command_puts_an_answer_into_the_log(
    run: Callable[..., subprocess.CompletedProcess[str]], data: Path, secret_report: Path, tmp_path: Path
) -> None:
    values = tmp_path / "values.json"
    values.write_text(f'{{"{SECRET}/x": "{FIGURE}"}}', encoding="utf-8")
    (tmp_path / "letter.txt").write_text(SECRET, encoding="utf-8")
    (tmp_path / "taken.pdf").mkdir()
    (data / "backups").parent.mkdir(parents=True)
    (data / "backups").write_text(SECRET, encoding="utf-8")  # a file: no backup can be made
    done = [
        run("fill", secret_report, values),
        run("fill", secret_report, tmp_path / "letter.txt"),
        run("check", tmp_path / "letter.txt"),
        run("check", tmp_path / f"{SECRET}不在.db"),
        run("export", secret_report, "--to", tmp_path / "taken.pdf" / "." / "x.pdf" / "y.docx"),
        run("export", secret_report, "--to", tmp_path / "letter.txt" / "out.docx", "--draft"),
        run("new", secret_report),
        run("fields", "--form", SECRET),
        run("roll", tmp_path / "letter.txt", tmp_path / "next.db", "--year", "2025"),
    ]
    errors = [one.stderr for one in done if one.returncode == 2]
    assert len(errors) >= 8 and not any("程序内部出错" in one or "Traceback" in one for one in errors)
    found = in_log(data)
    assert not is_secret(found), found
    for words in ("no values were entered", "no backup was made", "the command check was not", "PerfDeskError"):
        assert words in found
    assert "perfdesk/application/answers_json.py:" in found


def test_an_internal_error_is_logged_with_its_place_and_without_its_message(
    run: Callable[..., subprocess.CompletedProcess[str]], data: Path, secret_report: Path, tmp_path: Path
) -> None:
    values = tmp_path / "values.json"
    values.write_text(f'{{"cover/unit_name": "{SECRET}{FIGURE}"}}', encoding="utf-8")
    done = run("fill", secret_report, values, script=WITH_A_FAULT)
    assert done.returncode == 2 and done.stderr.startswith("程序内部出错") and not is_secret(done.stderr)
    found = in_log(data)
    assert "ERROR" in found and "the command fill was not carried out" in found and "KeyError" in found
    assert "perfdesk/application/answers_json.py:" in found and "read_values" in found
    assert not is_secret(found)


def test_an_error_in_a_clean_up_is_logged_and_not_printed(
    run: Callable[..., subprocess.CompletedProcess[str]], data: Path
) -> None:
    done = run("fields", script=CLEAN_UP_FAILS)
    assert (done.returncode, done.stderr) == (0, "")
    assert "an error in a clean-up" in in_log(data) and "ValueError" in in_log(data)
    assert not is_secret(in_log(data))


def test_successful_commands_write_no_log(
    run: Callable[..., subprocess.CompletedProcess[str]], data: Path, demo_file: Path, tmp_path: Path
) -> None:
    assert run("check", demo_file).returncode == 0
    assert run("export", demo_file, "--to", tmp_path / "out").returncode == 0
    assert not (data / "logs").exists()


@pytest.mark.parametrize(
    "argument",
    [SECRET, f"{FIGURE}", Decimal(FIGURE), [SECRET], {"x": SECRET}, ValueError(SECRET), f"a {SECRET}".encode()],
)
def test_an_argument_that_may_be_an_answer_is_left_out(argument: object) -> None:
    for message in ("the answer is %s", "the number is %d", "between %s and %s", [argument]):
        record = logging.LogRecord("perfdesk.tried", logging.ERROR, __file__, 1, message, (argument,), None)
        assert not is_secret(logs.SafeFormatter().format(record))


def test_no_other_handler_writes_the_message_of_an_exception(
    written: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    other = logging.StreamHandler(io.StringIO())
    logging.getLogger().addHandler(other)
    with pytest.raises(ValueError, match=SECRET), logs.FailureLogged(logging.getLogger("perfdesk.tried"), "it failed"):
        raise ValueError(SECRET)
    logging.getLogger().removeHandler(other)
    assert "it failed" in written()
    assert other.stream.getvalue() == "" and capsys.readouterr().err == ""


def test_names_and_counts_are_logged(written: Callable[[], str]) -> None:
    logging.getLogger("perfdesk.tried").error("%s of %s failed in %s", 3, ValueError, "perfdesk.checks.rules")
    assert "3 of ValueError failed in perfdesk.checks.rules" in written()


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except type(error) as caught:
        return caught


def test_a_cause_is_logged_too_without_either_message(written: Callable[[], str]) -> None:
    error = raised(PerfDeskError(SECRET, FIGURE), raised(OSError(28, SECRET, SECRET)))
    logging.getLogger("perfdesk.tried").error("it failed", exc_info=error)
    tail = written().splitlines()[2:]
    assert tail[0].startswith("  ") and "test_logs.py:" in tail[0] and tail[0].endswith(" raised")
    assert [line for line in tail if not line.startswith(" ")] == ["OSError (28)", "perfdesk.errors.PerfDeskError"]
    assert not is_secret(written()) and "except type(error)" not in written()


def test_an_endless_recursion_stays_short_in_the_log() -> None:
    def deeper(left: int) -> None:
        deeper(left + 1)

    with pytest.raises(RecursionError) as caught:
        deeper(0)
    assert len(logs.safe_traceback(caught.value).splitlines()) < 60


def test_the_preview_process_logs_its_failure_and_prints_nothing(
    data: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PERFDESK_DATA", str(data))
    with pytest.raises(PerfDeskError):
        RenderProcess().render(RenderRequest(f"{SECRET}{FIGURE}".encode(), (), (), 100))  # pyright: ignore
    assert capfd.readouterr().err == ""
    assert "the pages could not be drawn" in in_log(data) and "UnpicklingError" in in_log(data)
    assert not is_secret(in_log(data))


def test_log_messages_are_literals() -> None:
    """A message composed at run time may quote an answer, which no formatter can recognise."""
    found = []
    for path in sorted((ROOT / "perfdesk").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            place = 1 if called.endswith(("FailureLogged", "_log.log")) else 0
            is_log = called.endswith("FailureLogged") or called.startswith(("_log.", "_ROOT.warning"))
            if is_log and not isinstance(node.args[place], ast.Constant):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []

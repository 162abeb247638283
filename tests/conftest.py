"""Reports and forms that many tests begin with: the shipped form, the two samples, and a blank report."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from perfdesk.application.samples import make_sample
from perfdesk.application.session import Session
from perfdesk.checks.finding import Finding
from perfdesk.checks.run import run
from perfdesk.definition.address import Address
from perfdesk.definition.loader import load_form, shipped_form
from perfdesk.definition.model import Form
from perfdesk.definition.sample_list import samples
from perfdesk.entries.change import Edit
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.entries import Entries
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.paths import FORMS
from perfdesk.storage.report_handle import ReportHandle
from support.measurements import measurements, record_measurement
from support.small_form import SMALL_FORM, SMALL_LIST

# The same examples on every machine, and no example fails for being slow.
settings.register_profile("perfdesk", deadline=None, derandomize=True, database=None)
settings.load_profile("perfdesk")

FORM_ID = "hunan_overall_2023"
__all__ = ["record_measurement"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests measured and tried in the summary."""
    words = measurements(report for kind in ("passed", "failed") for report in terminalreporter.getreports(kind))
    if words:
        terminalreporter.section("measured and tried")
        terminalreporter.line("\n".join(words))


@pytest.fixture(autouse=True)
def unraisable_errors_stay_visible(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line hides them from the user; give pytest its own hook back after each test."""
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)


@pytest.fixture(scope="session", autouse=True)
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Backups and rescue copies go to a folder of the tests, not to the developer's own."""
    folder = tmp_path_factory.mktemp("own")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PERFDESK_DATA", str(folder))
        yield folder


@pytest.fixture(scope="session")
def form() -> Form:
    """The shipped form; forms never change, so one serves every test."""
    return shipped_form(FORM_ID)


@pytest.fixture(scope="session")
def sample_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both samples as report files, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("samples")
    for name in samples():
        make_sample(name, folder / f"{name}.db")
    return {name: folder / f"{name}.db" for name in samples()}


@pytest.fixture
def demo_file(sample_files: dict[str, Path], tmp_path: Path) -> Path:
    """A copy of the faultless sample."""
    return Path(shutil.copy(sample_files["demo-2024"], tmp_path / "demo.db"))


@pytest.fixture
def daoxian_file(sample_files: dict[str, Path], tmp_path: Path) -> Path:
    """A copy of the real report."""
    return Path(shutil.copy(sample_files["daoxian-2023"], tmp_path / "daoxian.db"))


@pytest.fixture
def demo(demo_file: Path, form: Form) -> Iterator[Session]:
    """The faultless sample, open."""
    session = Session(form, ReportHandle(ReportFile.open(demo_file)))
    yield session
    session.close()


@pytest.fixture
def daoxian(daoxian_file: Path, form: Form) -> Iterator[Session]:
    """The real report, open."""
    session = Session(form, ReportHandle(ReportFile.open(daoxian_file)))
    yield session
    session.close()


@pytest.fixture
def blank(form: Form, tmp_path: Path) -> Iterator[Session]:
    """A new report."""
    session = Session.create(tmp_path / "blank.db", form)
    yield session
    session.close()


@pytest.fixture(scope="session")
def sample_entries(sample_files: dict[str, Path]) -> dict[str, Entries]:
    """The answers of both samples, in memory."""
    found = {}
    for name, path in sample_files.items():
        session = Session.open(path)
        found[name] = session.entries
        session.close()
    return found


Texts = Mapping[str, str | None]
AnswersWith = Callable[..., Answers]


@pytest.fixture(scope="session")
def answers_of(form: Form, sample_entries: dict[str, Entries]) -> AnswersWith:
    """`answers_of("demo-2024", {address: text})`: a sample with some answers changed (None: cleared), in memory."""

    def look(sample: str | None, changes: Texts | None = None) -> Answers:
        entries = sample_entries[sample] if sample else Entries()
        return Answers(form, entries.after(edits_of(entries, changes)))

    return look


def edits_of(entries: Entries, changes: Texts | None) -> tuple[Edit, ...]:
    """The edits that change some answers."""
    named = {Address.parse(name) if "#" not in name else Address(*name.split("/")): name for name in changes or {}}
    return tuple(Edit(at, entries.text(at), (changes or {})[name]) for at, name in named.items())


@pytest.fixture(scope="session")
def findings_of(answers_of: AnswersWith) -> Callable[..., tuple[Finding, ...]]:
    """The findings of a sample with some answers changed, as the window has them: only what depends on these anew."""
    checked: dict[str | None, Answers] = {}

    def find(sample: str | None, changes: Texts | None = None) -> tuple[Finding, ...]:
        if sample not in checked:
            checked[sample] = answers_of(sample)
            run(checked[sample])
        return run(checked[sample].after(edits_of(checked[sample].entries, changes)))

    return find


@pytest.fixture
def small_form(tmp_path: Path) -> Callable[..., Form]:
    """Load the small form with pieces of its text replaced; `others` are further files by name."""

    def load(*replaced: tuple[str, str], add: str = "", others: Mapping[str, str] | None = None) -> Form:
        texts = {"form.toml": SMALL_LIST, "money.toml": SMALL_FORM + add, **(others or {})}
        for old, new in replaced:
            assert any(old in text for text in texts.values()), f"the small form does not contain {old!r}"
            texts = {file: text.replace(old, new) for file, text in texts.items()}
        folder = tmp_path / "small"
        for file, text in texts.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text, encoding="utf-8")
        return load_form(folder)

    return load


@pytest.fixture
def refusal(small_form: Callable[..., Form]) -> Callable[..., str]:
    """The message of the error that loading a broken small form raises."""

    def refused(*replaced: tuple[str, str], add: str = "", others: Mapping[str, str] | None = None) -> str:
        with pytest.raises(PerfDeskError) as caught:
            small_form(*replaced, add=add, others=others)
        assert caught.value.what == "表单定义有误。"
        return caught.value.why

    return refused


@pytest.fixture
def shipped_copy(tmp_path: Path) -> Path:
    """A copy of the shipped form to be broken."""
    return Path(shutil.copytree(FORMS / FORM_ID, tmp_path / FORM_ID))

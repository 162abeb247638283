"""The wheel, alone in a fresh environment, does everything that a checkout does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from perfdesk.definition.loader import form_ids
from perfdesk.definition.sample_list import samples

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent

#: Starts the window as the program does and prints what the user sees on the start page and in the manual.
WINDOW = """
import json, sys
from pathlib import Path
import perfdesk
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QTextBrowser, QWidget
from perfdesk.ui.app import create_application, run_window

application = create_application(["perfdesk"])

def of_kind(kind, name):
    windows = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
    found = [part for one in windows for part in one.findChildren(kind) if part.isVisible()]
    return [part for part in found if type(part).__name__ == name]

def look():
    pages, manuals = of_kind(QWidget, "StartPage"), of_kind(QTextBrowser, "ManualPageView")
    if pages and not manuals:
        pages[0].window().actions_.by_id["manual"].trigger()
    elif manuals:
        buttons = [button.text() for button in pages[0].findChildren(QAbstractButton)]
        print(json.dumps({"buttons": buttons, "manual": manuals[0].toPlainText(), "package": perfdesk.__file__}))
        QApplication.closeAllWindows()

timer = QTimer()
timer.timeout.connect(look)
timer.start(50)
sys.exit(run_window(None))
"""


@dataclass(frozen=True, slots=True)
class Installed:
    """A fresh environment with nothing of the checkout in it; `place` is where its programs are started."""

    environment: Path
    place: Path

    def run(self, program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PERFDESK"))}
        own = {"PERFDESK_DATA": str(self.place / "data"), "QT_QPA_PLATFORM": "offscreen", "PYTHONIOENCODING": "utf-8"}
        command = [self.environment / "bin" / program, *map(str, arguments)]
        return subprocess.run(
            command, cwd=self.place, env=kept | own, capture_output=True, encoding="utf-8", timeout=120, check=False
        )

    def perfdesk(self, *arguments: object) -> str:
        done = self.run("perfdesk", *arguments)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout


def build(source: Path, folder: Path, *options: str) -> list[Path]:
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder), *options]
    subprocess.run(command, cwd=source, check=True, capture_output=True, timeout=120)
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The source archive and the wheel."""
    wheel, archive = build(ROOT, tmp_path_factory.mktemp("built"))
    return archive, wheel


@pytest.fixture(scope="module")
def installed(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in an environment of its own, which takes the libraries from the one the tests run in."""
    folder = tmp_path_factory.mktemp("elsewhere")
    environment, place = folder / "environment", folder / "desk"
    place.mkdir()
    venv.create(environment, symlinks=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(environment / "bin" / "python")]
    subprocess.run([*pip, "install", "--quiet", "--no-index", "--no-deps", str(built[1])], check=True, timeout=120)
    (packages,) = environment.glob("lib/*/site-packages")
    # A path in a .pth file is only put on the search path: the checkout, installed there for work, is not found by it.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return Installed(environment, place)


def test_the_installed_package_is_what_runs(installed: Installed) -> None:
    output = installed.run("python", "-c", "import perfdesk, perfdesk.paths as p; print(perfdesk.__file__, p.FORMS)")
    package, forms = output.stdout.split()
    assert Path(package).is_relative_to(installed.environment) and Path(forms).is_relative_to(installed.environment)
    assert str(ROOT) not in output.stdout


@pytest.mark.parametrize("name", samples())
def test_a_sample_is_made_checked_and_exported(installed: Installed, name: str) -> None:
    report, folder = installed.place / f"{name}.db", installed.place / f"{name} 导出"
    assert samples()[name].title in installed.perfdesk("new", report, "--sample", name)
    checked = installed.run("perfdesk", "check", report)
    assert (checked.returncode, checked.stderr) == (int(name == "daoxian-2023"), "")
    for suffix in (".docx", ".pdf", ".xlsx"):
        installed.perfdesk("export", report, "--to", folder / f"报告{suffix}")
        assert (folder / f"报告{suffix}").stat().st_size > 5_000
    installed.perfdesk("export", report, "--to", folder / "全套", "--public")
    assert len(list((folder / "全套").iterdir())) == 4


def test_a_pdf_has_the_fonts_that_were_shipped(installed: Installed) -> None:
    report, target = installed.place / "fonts.db", installed.place / "fonts.pdf"
    installed.perfdesk("new", report, "--sample", "demo-2024")
    installed.perfdesk("export", report, "--to", target)
    assert b"PerfDesk" in target.read_bytes()


@pytest.mark.parametrize("form", form_ids())
def test_a_shipped_form_is_found_and_sound(installed: Installed, form: str) -> None:
    (folder,) = installed.environment.rglob(f"forms/{form}")
    assert "没有问题" in installed.perfdesk("form", "check", folder)
    assert len(json.loads(installed.perfdesk("fields", "--form", form, "--json"))) > 100
    installed.perfdesk("new", installed.place / f"{form}.db", "--form", form)


def test_the_window_opens_with_samples_and_manual(installed: Installed) -> None:
    done = installed.run("python", "-c", WINDOW)
    output = [line for line in done.stderr.splitlines() if not line.startswith("This plugin does not support")]
    assert (done.returncode, output) == (0, [])
    seen = json.loads(done.stdout)
    assert Path(seen["package"]).is_relative_to(installed.environment)
    assert {sample.title for sample in samples().values()} <= set(seen["buttons"])
    first = (ROOT / "resources" / "manual" / "01_start.md").read_text(encoding="utf-8").split("\n", 1)[0]
    assert seen["manual"].startswith(first.removeprefix("# ").strip())


def test_the_source_archive_builds_the_same_wheel(built: tuple[Path, Path], tmp_path: Path) -> None:
    archive, wheel = built
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    (again,) = build(source, tmp_path / "again", "-t", "wheel")
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_the_wheel_contains_every_file_that_is_read_and_no_other(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[1]) as packed:
        names = {name for name in packed.namelist() if ".dist-info/" not in name}
    folders = [ROOT / name for name in ("perfdesk", "forms", "resources")]
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    here = {path.relative_to(ROOT).as_posix() for path in files}
    here -= {"resources/fonts/build_fonts.py", "resources/fonts/characters.txt"}  # what the fonts were made with
    assert names == {name if name.startswith("perfdesk/") else f"perfdesk/{name}" for name in here}

"""The files of both samples, of the other form's example and of a report full of hostile texts, written once, and
LibreOffice to open them with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from perfdesk.application.answers_json import fill_values, read_values
from perfdesk.application.export import export_report
from perfdesk.application.session import Session
from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.definition.library import find_form
from perfdesk.definition.sample_list import samples
from perfdesk.document.build import build
from support.exported import HOSTILE, REPORTS, Convert, Exported
from support.libreoffice import LibreOffice

YUEYANG = Path(__file__).parents[2] / "forms" / "yueyang_sample.json"


@pytest.fixture(scope="session")
def all_exported(sample_files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Exported]:
    """Both samples, the other form's example, and the faultless sample with every text answer made hostile."""
    made = {}
    for name in REPORTS:
        folder = tmp_path_factory.mktemp(name)
        sample = sample_files.get(name, sample_files["demo-2024"])
        session = _yueyang(folder) if name == "yueyang" else _copy(sample, folder)
        answers = session.preview(_hostile(session)) if name == "hostile" else session.answers
        session.close()
        files = [folder / f"report{suffix}" for suffix in (".docx", ".pdf", ".xlsx")]
        export_report(answers, (), files, draft=False, progress=lambda _: None)
        made[name] = Exported(name, answers, build(answers, (), draft=False), *files)
    return made


def _copy(sample: Path, folder: Path) -> Session:
    return Session.open(Path(shutil.copy(sample, folder / "report.db")))


def _yueyang(folder: Path) -> Session:
    session = Session.create(folder / "report.db", find_form("yueyang_overall_2023"))
    fill_values(session, read_values(YUEYANG), "样例")
    return session


def _hostile(session: Session) -> dict[Address, str]:
    asked = {
        address: session.form.question(address) for address, _ in session.entries if address.column != ROW_POSITION
    }
    kinds = ("text", "prose", "measure", "sentence")
    return {
        address: f"{HOSTILE}{n}" for n, (address, asked) in enumerate(asked.items()) if asked and asked.kind in kinds
    }


@pytest.fixture(params=sorted(samples()))
def exported(request: pytest.FixtureRequest, all_exported: dict[str, Exported]) -> Exported:
    """Each sample in turn."""
    return all_exported[request.param]


@pytest.fixture(params=REPORTS)
def any_exported(request: pytest.FixtureRequest, all_exported: dict[str, Exported]) -> Exported:
    """Each of these reports in turn."""
    return all_exported[request.param]


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """LibreOffice: a function that opens files and saves them as another format in a folder."""
    return LibreOffice(tmp_path_factory.mktemp("libreoffice"))


@pytest.fixture(scope="session")
def printed_by_libreoffice(
    all_exported: dict[str, Exported], convert: Convert, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Path]:
    """LibreOffice's PDF of every Word and Excel file, by report and suffix, from one start of the program."""
    folder = tmp_path_factory.mktemp("printed")
    copies = {}
    for name, files in all_exported.items():
        for path in (files.docx, files.xlsx):
            copies[name, path.suffix] = Path(shutil.copy(path, folder / f"{name}-{path.suffix[1:]}{path.suffix}"))
    return dict(zip(copies, convert(list(copies.values()), "pdf", folder), strict=True))

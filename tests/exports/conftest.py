"""The files of both samples, written once, and LibreOffice to open them with."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from perfdesk.checks.answers import Answers
from perfdesk.document.blocks import Report
from perfdesk.document.build import build
from perfdesk.export import export_report
from perfdesk.samples import SAMPLES, make_sample
from perfdesk.session import Session


@dataclass(frozen=True)
class Exported:
    """One sample with its report and its three files."""

    answers: Answers
    report: Report
    docx: Path
    pdf: Path
    xlsx: Path


@pytest.fixture(scope="session", params=sorted(SAMPLES))
def exported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """Each sample in turn."""
    folder = tmp_path_factory.mktemp(request.param)
    make_sample(request.param, folder / "sample.db")
    session = Session.open(folder / "sample.db")
    files = [folder / f"report{suffix}" for suffix in (".docx", ".pdf", ".xlsx")]
    export_report(session.answers, session.findings, files, draft=False, progress=lambda _: None)
    report = build(session.answers, session.findings, draft=False)
    session.close()
    return Exported(session.answers, report, *files)


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory):
    """LibreOffice: a function that opens a file and saves it as another format."""
    profile = tmp_path_factory.mktemp("libreoffice")

    def run(path: Path, suffix: str, folder: Path) -> Path:
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", suffix]
        subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=180)
        return folder / f"{path.stem}.{suffix}"

    return run

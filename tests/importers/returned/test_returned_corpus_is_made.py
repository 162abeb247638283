"""The files of `corpus/c_returned` are what their script makes of the export kept beside them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus.make import c_returned
from corpus.make.returned_file import EXPORT
from support.corpus import CORPUS

pytestmark = pytest.mark.slow

KEPT = CORPUS / "c_returned"
OFFICE = "c02"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files made again; c02 only where LibreOffice is."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copy(KEPT / EXPORT, folder)
    c_returned.build(folder, with_office=shutil.which("soffice") is not None)
    return folder


@pytest.mark.parametrize("kept", sorted(KEPT.iterdir()), ids=lambda path: path.name)
def test_the_script_makes_the_same_files(made: Path, kept: Path) -> None:
    again = made / kept.name
    if kept.name.startswith(OFFICE) and not again.exists():
        pytest.skip("no LibreOffice")
    if kept.suffix == ".docx" and kept.name.startswith(OFFICE):
        assert again.stat().st_size > 0.9 * kept.stat().st_size, "its bytes depend on the version of LibreOffice"
    else:
        assert again.read_bytes() == kept.read_bytes()

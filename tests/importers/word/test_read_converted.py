"""RTF and OpenDocument come in through LibreOffice: without the network, and without a process left behind."""

from __future__ import annotations

import http.server
import os
import shutil
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from perfdesk.errors import PerfDeskError
from perfdesk.importers.formats import read_source
from perfdesk.importers.source import SourceDocument
from perfdesk.importers.word import converted
from support.corpus import CORPUS
from support.source_lines import lines

pytestmark = pytest.mark.slow

RTF = CORPUS / "variants" / "a02_tenfold_agriculture_2022.rtf"
ODT = CORPUS / "variants" / "a07_hospital_libreoffice_2024.odt"


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take longer than a clerk would wait."""
    monkeypatch.setattr(converted, "SECONDS", 300.0)


@pytest.fixture
def visits() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and everything that was asked for there."""
    asked = list[str]()

    class Visited(http.server.BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            asked.append(format % args)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Visited)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def numerals(document: SourceDocument) -> list[str]:
    return ["".join(sign for sign in one.number if sign.isalnum()) for one in document.paragraphs]


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("path", [RTF, ODT], ids=lambda path: path.suffix)
def test_a_converted_file_has_the_words_and_numbers_of_the_word_file(path: Path) -> None:
    document, original = read_source(path), read_source(CORPUS / "a_reports" / f"{path.stem}.docx")
    assert lines(document) == lines(original)
    # LibreOffice writes the signs around Chinese numbers as question marks into RTF
    assert numerals(document) == numerals(original)
    assert (document.file, document.format) == (path.name, path.suffix[1:])
    assert "LibreOffice" in document.remarks[0]


@pytest.mark.usefixtures("patient")
def test_nothing_is_fetched_from_the_network(tmp_path: Path, visits: tuple[str, list[str]]) -> None:
    address, asked = visits
    with zipfile.ZipFile(ODT) as whole, zipfile.ZipFile(tmp_path / "a.odt", "w") as made:
        for name in whole.namelist():
            content = whole.read(name)
            if name == "content.xml":
                linked = (
                    f'<text:section text:name="s"><text:section-source xlink:href="{address}/section.odt"/>'
                    f'<text:p>节</text:p></text:section><text:p><draw:frame text:anchor-type="as-char" '
                    f'svg:width="1cm" svg:height="1cm"><draw:image xlink:href="{address}/picture.png" '
                    f'xlink:type="simple" xlink:actuate="onLoad"/></draw:frame></text:p></office:text>'
                ).encode()
                assert b"xmlns:xlink" in content
                content = content.replace(b"</office:text>", linked)
            made.writestr(name, content)
    document = read_source(tmp_path / "a.odt")
    assert "节" in lines(document)
    assert asked == []


def test_without_libreoffice_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(converted, "_PLACES", ())
    with pytest.raises(PerfDeskError, match=r"这台电脑上没有装。.*另存为 \.docx"):
        read_source(RTF)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_conversion_that_takes_too_long_is_stopped_with_its_helpers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stand_in = tmp_path / "soffice"
    stand_in.write_text(f"#!/bin/sh\nsleep 600 &\necho $! > {tmp_path}/helper\nsleep 600\n", encoding="utf-8")
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(converted, "SECONDS", 3.0)
    with pytest.raises(PerfDeskError, match="还没有转换完"):
        read_source(RTF)
    helper = int((tmp_path / "helper").read_text(encoding="ascii"))
    assert not psutil.pid_exists(helper) or psutil.Process(helper).status() == psutil.STATUS_ZOMBIE


def test_an_opendocument_file_is_screened_before_it_is_converted(tmp_path: Path) -> None:
    for name, content, words in (
        ("content.xml", b"<a>" + b" " * 40_000_000 + b"</a>", "超过 30 MB"),
        ("META-INF/manifest.xml", b"<manifest:encryption-data/>", "密码"),
    ):
        shutil.copy(ODT, tmp_path / "a.odt")
        with zipfile.ZipFile(tmp_path / "a.odt", "a", zipfile.ZIP_DEFLATED) as made, pytest.warns(UserWarning):
            made.writestr(name, content)
        with pytest.raises(PerfDeskError, match=words):
            read_source(tmp_path / "a.odt")

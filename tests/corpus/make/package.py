"""Word packages whose bytes are the same every time, and a pass through LibreOffice."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

_STAMP = (2025, 4, 1, 9, 0, 0)
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_TIME = re.compile(rb"<TotalTime>[^<]*</TotalTime>")
_CONTENT_TYPES = "[Content_Types].xml"


def write_zip(path: Path, parts: dict[str, bytes]) -> None:
    """Write the parts, the content types first; without a clock."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(parts, key=lambda name: name != _CONTENT_TYPES):
            info = zipfile.ZipInfo(name, _STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, parts[name])


def read_zip(path: Path) -> dict[str, bytes]:
    """The parts by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def add_part(parts: dict[str, bytes], name: str, content: str, kind: str, relation: str, of: str) -> None:
    """Add a part with its content type and the relation that leads to it from the relations `of`."""
    parts[name] = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + content).encode()
    override = f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>'
    target = name.removeprefix("word/") if of.startswith("word/") else name
    link = (
        f'<Relationship Id="rIdAdded{len(parts)}" Target="{target}" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{relation}"/>'
    )
    for changed, end, piece in ((_CONTENT_TYPES, "</Types>", override), (of, "</Relationships>", link)):
        parts[changed] = parts[changed].decode().replace(end, piece + end).encode()


def resave_in_libreoffice(path: Path) -> None:
    """Open a Word file in LibreOffice, save it as .odt, and that as a Word file again."""
    with tempfile.TemporaryDirectory() as folder:
        odt = _convert(path, "odt", "odt", Path(folder, "first"))
        shutil.copyfile(_convert(odt, "docx", "docx:MS Word 2007 XML", Path(folder, "second")), path)
    parts = read_zip(path)
    for name in ("docProps/core.xml", "docProps/app.xml"):
        dated = _DATES.sub(rb"\g<1>2025-04-01T09:00:00Z\g<2>", parts[name])
        parts[name] = _TIME.sub(b"<TotalTime>0</TotalTime>", dated)
    write_zip(path, parts)


def _convert(source: Path, suffix: str, to: str, folder: Path) -> Path:
    profile = (folder / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", to]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1743498000", "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    command += ["--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=environment)
    return folder / f"{source.stem}.{suffix}"

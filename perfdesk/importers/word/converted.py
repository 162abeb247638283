"""Reads `.rtf` and `.odt` by letting LibreOffice, where it is installed, turn them into `.docx`.

LibreOffice gets a profile of its own in a temporary folder, in which macros and links are switched off and every
address on the network leads nowhere. It is stopped with all its processes when it takes too long.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from dataclasses import replace
from pathlib import Path

import psutil

from perfdesk.budget import TooMuchError
from perfdesk.importers.opened_file import OpenedFile, open_file
from perfdesk.importers.source import SourceDocument
from perfdesk.importers.source_error import SAVE_AS, SourceError, damaged, locked
from perfdesk.importers.word.docx import read_docx
from perfdesk.temporaries import temporary_folder

SECONDS = 10.0
#: A process that was stopped is gone at once unless the system is busy.
_SECONDS_TO_END = 2.0
#: In bytes; a report without pictures has less than one megabyte.
_MAX_SIZE = 30_000_000
_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    *(Path(os.environ.get(name, "/")) / "LibreOffice/program/soffice.exe" for name in ("ProgramFiles", "ProgramW6432")),
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
)
_OPENDOCUMENT = b"application/vnd.oasis.opendocument.text"
_REMARK = "这个文件由 LibreOffice 转换后读入。"
_ITEM = '<item oor:path="{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetNoProxy", ""),
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'


def is_rtf(file: OpenedFile) -> bool:
    """Whether a file is RTF."""
    return file.content[:100].lstrip().startswith(b"{\\rtf")


def is_opendocument(file: OpenedFile) -> bool:
    """Whether a file is an OpenDocument text."""
    return file.package is not None and "mimetype" in file.package and _OPENDOCUMENT in file.package.read("mimetype")


def read_rtf(file: OpenedFile, format_id: str) -> SourceDocument:
    """Read RTF; SourceError without LibreOffice or when it cannot convert the file."""
    if len(file.content) > _MAX_SIZE:
        raise TooMuchError(f"超过 {_MAX_SIZE // 1_000_000} MB")
    return _read(file, format_id, ".rtf")


def read_opendocument(file: OpenedFile, format_id: str) -> SourceDocument:
    """Read an OpenDocument text; raises as `read_rtf`. Its parts are screened here, LibreOffice has no limits."""
    package = file.package
    if package is None:
        raise damaged()
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise locked()
    for part in ("content.xml", "styles.xml"):
        if part in package:
            package.xml(part)
    return _read(file, format_id, ".odt")


def _read(file: OpenedFile, format_id: str, suffix: str) -> SourceDocument:
    with temporary_folder() as folder:
        source = folder / f"source{suffix}"
        source.write_bytes(file.content)
        _convert(_program(), source, folder)
        made = folder / "made" / "source.docx"
        if not made.is_file():
            raise damaged()
        converted = replace(open_file(made), path=file.path)
        document = read_docx(converted, format_id)
    return replace(document, remarks=(_REMARK, *document.remarks))


def _program() -> str:
    """LibreOffice's path; SourceError if it is not installed."""
    found = next((path for path in map(shutil.which, _PROGRAMS) if path), None)
    found = found or next((str(path) for path in _PLACES if path.is_file()), None)
    if found is None:
        raise SourceError("读这种格式要用 LibreOffice，这台电脑上没有装。", SAVE_AS)
    return found


def _convert(program: str, source: Path, folder: Path) -> None:
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    settings = "".join(_ITEM.format(*setting) for setting in _SETTINGS)
    (user / "registrymodifications.xcu").write_text(f"{_HEAD}{settings}</oor:items>", encoding="utf-8")
    command = [program, f"-env:UserInstallation={user.parent.as_uri()}", "--headless", "--norestore", "--nolockcheck"]
    command += ["--convert-to", "docx", "--outdir", str(folder / "made"), str(source)]
    # a session of its own, so that its helpers can be stopped with it
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        start_new_session=True,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise SourceError(f"LibreOffice 用了 {SECONDS:.0f} 秒还没有转换完。", SAVE_AS) from error
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started, and wait until they are gone: they write into the temporary folder."""
    started = _started_by(process)
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        for child in started:
            child.kill()
        process.kill()
    process.wait()
    psutil.wait_procs(started, timeout=_SECONDS_TO_END)


def _started_by(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """What a process that still runs has started; empty when it has ended."""
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []

"""LibreOffice with the fonts of PerfDesk under the names that Word files ask for, and with no others."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from perfdesk.paths import RESOURCES
from perfdesk.writers.typesetting.active_style import current_style

_HEAD = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
_ALIAS = (
    '<match target="pattern"><test name="family"><string>{asked}</string></test>'
    '<edit name="family" mode="assign" binding="strong"><string>{given}</string></edit></match>'
)


class LibreOffice:
    """One LibreOffice profile; every call opens files and saves them as another format."""

    def __init__(self, folder: Path) -> None:
        self._profile = folder / "profile"
        fonts = folder / "fonts.conf"
        fonts.write_text(_font_configuration(folder / "cache"), encoding="utf-8")
        self._environment = {**os.environ, "FONTCONFIG_FILE": str(fonts)}

    def __call__(self, paths: list[Path], suffix: str, folder: Path) -> list[Path]:
        """The files saved in `folder` with another suffix, by one start of the program."""
        command = ["soffice", "--headless", f"-env:UserInstallation={self._profile.as_uri()}", "--convert-to", suffix]
        command += ["--outdir", str(folder), *map(str, paths)]
        subprocess.run(command, check=True, capture_output=True, timeout=180, env=self._environment)
        return [folder / f"{path.stem}.{suffix}" for path in paths]


def _font_configuration(cache: Path) -> str:
    fonts = current_style().fonts.values()
    aliases = (_ALIAS.format(asked=font.word, given=_family(font.free)) for font in fonts)
    folder = RESOURCES / "fonts"
    return f"{_HEAD}<fontconfig><dir>{folder}</dir><cachedir>{cache}</cachedir>{''.join(aliases)}</fontconfig>"


def _family(file_name: str) -> str:
    """`PerfDesk FangSong` for `PerfDeskFangSong.ttf`."""
    return file_name.removesuffix(".ttf").replace("PerfDesk", "PerfDesk ")

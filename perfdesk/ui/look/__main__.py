"""Pictures of every page and dialog: `python -m perfdesk.ui.look [OUT] [FILE.db]`, on small and large screens,
magnified, and in dark colours; each wearing of the window is drawn by a process of its own, a few at a time."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings

from perfdesk.ui.app import create_application
from perfdesk.ui.appearance.theme import set_dark_mode
from perfdesk.ui.look.scenes import draw_scenes
from perfdesk.ui.window.main_window import MainWindow

_OUT = "out/look"


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen and how the window looks on it; `size` in the pixels of the window's own scale."""

    size: tuple[int, int]
    scale: str = "1"
    dark: bool = False


#: Screens of 1366×768 at 100, 125 and 150 %, of 1920×1080 at 100, 150 and 200 %; the last two once more in dark.
SCREENS = {
    "": Screen((1366, 768)),
    "dark": Screen((1366, 768), dark=True),
    "1920x1080": Screen((1920, 1080)),
    "125%": Screen((1093, 614), scale="1.25"),
    "150%": Screen((1280, 720), scale="1.5"),
    "150%-dark": Screen((1280, 720), scale="1.5", dark=True),
    "150%-small": Screen((911, 512), scale="1.5"),
    "200%": Screen((960, 540), scale="2"),
}


def draw_all(out: Path, report: Path | None) -> bool:
    """Draw every wearing into a folder of its own, the plain one into `out`; whether all came out."""

    def draw_one(name: str) -> int:
        with tempfile.TemporaryDirectory(prefix="perfdesk-look-") as own:
            text = [sys.executable, "-m", "perfdesk.ui.look", str(out), str(report or ""), name]
            output = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
            output |= {"QT_SCALE_FACTOR": SCREENS[name].scale, "PERFDESK_DATA": own}
            return subprocess.run(text, env=output, stderr=subprocess.DEVNULL, check=False).returncode

    with ThreadPoolExecutor(os.cpu_count()) as workers:
        return not any(workers.map(draw_one, SCREENS))


def draw(out: Path, report: Path | None, screen: Screen = SCREENS[""]) -> list[Path]:
    """Write a picture of everything a clerk may see in one wearing; returns them."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="perfdesk-look-") as own:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, own)
        create_application([])
        set_dark_mode(screen.dark)
        window = MainWindow()
        window.setMinimumSize(1, 1)
        window.resize(*screen.size)
        window.show()
        drawn = draw_scenes(window, out, Path(own), report)
        window.close()
    return drawn


def _main(text: list[str]) -> int:
    out, report = Path(text[0] if text else _OUT), text[1] if len(text) > 1 else ""
    path = Path(report) if report else None
    if len(text) < 3:
        return 0 if draw_all(out, path) else 1
    draw(out / text[2], path, SCREENS[text[2]])
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))

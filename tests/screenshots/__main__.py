"""Pictures of every page and dialog: `make look`, on small and large screens, magnified and in dark colours.
Each screen is drawn by its own process, a few at a time."""

from __future__ import annotations

import argparse
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
from perfdesk.ui.window.main_window import MainWindow
from screenshots.scenes import draw_scenes


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
    """Draw every screen into its own folder, the first one into `out`; return whether all succeeded."""

    def draw_one(name: str) -> int:
        with tempfile.TemporaryDirectory(prefix="perfdesk-look-") as own:
            command = [
                sys.executable,
                "-m",
                "screenshots",
                str(out),
                *([str(report)] if report else []),
                f"--screen={name}",
            ]
            environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
            environment |= {"QT_SCALE_FACTOR": SCREENS[name].scale, "PERFDESK_DATA": own}
            return subprocess.run(command, env=environment, stderr=subprocess.DEVNULL, check=False).returncode

    with ThreadPoolExecutor(os.cpu_count()) as workers:
        return not any(workers.map(draw_one, SCREENS))


def draw(out: Path, report: Path | None, screen: Screen = SCREENS[""]) -> list[Path]:
    """Write a picture of everything a user may see on one screen; return the files."""
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


def _main() -> int:
    parser = argparse.ArgumentParser(prog="python -m screenshots", description=__doc__)
    parser.add_argument(
        "out", type=Path, nargs="?", default=Path("out/look"), metavar="OUT", help="folder of the pictures"
    )
    parser.add_argument(
        "report", type=Path, nargs="?", metavar="FILE.db", help="report to show; the samples if omitted"
    )
    parser.add_argument(
        "--screen", choices=list(SCREENS), metavar="NAME", help="draw only this screen, in this process"
    )
    options = parser.parse_args()
    if options.screen is None:
        return 0 if draw_all(options.out, options.report) else 1
    draw(options.out / options.screen, options.report, SCREENS[options.screen])
    return 0


if __name__ == "__main__":
    sys.exit(_main())

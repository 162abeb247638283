"""Nothing is cut off on any screen; a separate process checks each scale factor."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from perfdesk.application.samples import make_sample
from support import layout_faults
from support.layout_faults import faults
from support.user import User

pytestmark = pytest.mark.slow

#: The scale of the system and the window's size in its own pixels: a screen of 1366×768 at 100, 125 and 150 %, and one
#: of 1920×1080 at 200 %.
SCREENS = {"100%": (1366, 768, "1"), "125%": (1093, 614, "1.25"), "150%": (911, 512, "1.5"), "200%": (960, 540, "2")}


@pytest.fixture(scope="module")
def looking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, subprocess.Popen[str]]]:
    """The processes that check the screens, running in parallel."""
    running: dict[str, subprocess.Popen[str]] = {}
    for name, (width, height, scale) in SCREENS.items():
        folder = tmp_path_factory.mktemp(f"screen{scale}")
        make_sample("daoxian-2023", folder / "r.db")
        words = [sys.executable, layout_faults.__file__, str(width), str(height), str(folder / "r.db")]
        environment = {**os.environ, "QT_SCALE_FACTOR": scale, "PERFDESK_DATA": str(folder / "data")}
        running[name] = subprocess.Popen(
            words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
    yield running
    for process in running.values():
        process.kill()
        process.wait()


@pytest.mark.parametrize("screen", SCREENS)
def test_everything_fits_the_screen(looking: dict[str, subprocess.Popen[str]], screen: str) -> None:
    output, errors = looking[screen].communicate()
    assert looking[screen].returncode == 0, errors
    assert output.splitlines() == ["looked at everything"]


def test_a_layout_that_is_too_narrow_is_found(user: User) -> None:
    user.workspace.navigation.choose("cover")
    user.workspace.page.widget().setFixedWidth(3000)
    found = list(faults(user.window))
    assert any(words.startswith("cover: the page is wider") for words in found)
    assert any("sticks out" in words for words in found)

"""Both themes: texts have enough contrast, and no widget keeps the colours of the other theme."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from perfdesk.ui.appearance import theme
from perfdesk.ui.settings import remembered
from support.user import User

LEAST = 4.5
TEXT_ON_GROUND = {
    "ink": ("window", "paper", "header", "label", "computed", "accent_tint", "error_tint", "warning_tint", "done_tint"),
    "secondary": ("window", "paper", "header", "label", "computed", "desk", "notice_tint"),
    "accent": ("window", "paper", "accent_tint", "label", "computed"),
    "accent_dark": ("window", "paper"),
    "error": ("window", "paper", "error_tint"),
    "warning": ("paper", "warning_tint"),
    "notice": ("paper", "notice_tint", "window"),
    "done": ("window", "paper", "done_tint"),
    "paper": ("ink", "accent", "accent_dark"),
}
THEMES = {"light": theme.LIGHT, "dark": theme.DARK}


def _brightness(name: str) -> float:
    """Relative luminance according to WCAG 2."""
    shares = (QColor(name).redF(), QColor(name).greenF(), QColor(name).blueF())
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_brightness(one), _brightness(other)))
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert round(_contrast("#000000", "#FFFFFF"), 1) == 21.0


@pytest.mark.parametrize("name", THEMES)
def test_every_text_has_enough_contrast(name: str) -> None:
    roles = THEMES[name]
    poor = {
        (text, ground): round(_contrast(roles[text], roles[ground]), 2)
        for text, grounds in TEXT_ON_GROUND.items()
        for ground in grounds
        if _contrast(roles[text], roles[ground]) < LEAST
    }
    assert poor == {}


def test_both_themes_define_the_same_roles() -> None:
    assert theme.LIGHT.keys() == theme.DARK.keys()


@pytest.mark.slow
def test_the_theme_can_be_changed_and_is_saved(user: User) -> None:
    dark = user.window.actions_.by_id["dark"]
    user.workspace.navigation.choose("spending")
    dark.trigger()
    try:
        user.qtbot.wait(30)
        seen = user.window.grab().toImage()
        assert seen.pixelColor(5, 5).name() == theme.DARK["paper"].lower()
        used = {seen.pixelColor(x, y).name() for x in range(260, 1000, 7) for y in range(100, 700, 7)}
        assert theme.LIGHT["paper"].lower() not in used
        assert theme.LIGHT["window"].lower() not in used
        assert remembered("dark", False)
    finally:
        dark.trigger()
    assert not theme.is_dark()
    assert not remembered("dark", False)

"""Moments as people say them."""

from __future__ import annotations

import datetime


def moment_text(at: datetime.datetime) -> str:
    """A moment as it is said: `11月24日 10:03`, with the year when it is not this one."""
    here = at.astimezone()
    now = datetime.datetime.now().astimezone()
    year = "" if here.year == now.year else f"{here.year}年"
    return f"{year}{here.month}月{here.day}日 {here:%H:%M}"

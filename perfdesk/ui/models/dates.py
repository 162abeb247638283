"""Dates and times as Chinese text."""

from __future__ import annotations

import datetime


def moment_text(at: datetime.datetime) -> str:
    """Return a local time such as `11月24日 10:03`, with the year unless it is the current one."""
    local = at.astimezone()
    now = datetime.datetime.now().astimezone()
    year = "" if local.year == now.year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日 {local:%H:%M}"

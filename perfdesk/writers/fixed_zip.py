"""ZIP archives without times: the same parts give the same bytes, whenever they are written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

#: The time of every part; ZIP has no earlier one.
FIXED_TIME = datetime.fromisoformat("1980-01-01")


def write_fixed_zip(target: Path | BytesIO, parts: Iterable[tuple[str, bytes]], permissions: int = 0) -> None:
    """Write parts by name, in this order; each with the Unix `permissions`, 0 for none."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in parts:
            entry = ZipInfo(name, FIXED_TIME.timetuple()[:6])
            entry.external_attr = permissions << 16
            archive.writestr(entry, content, ZIP_DEFLATED)

"""A ZIP archive depends on its parts alone."""

from __future__ import annotations

import zipfile
from io import BytesIO

from perfdesk.writers.fixed_zip import write_fixed_zip


def test_every_part_has_the_same_time_and_the_given_permissions() -> None:
    file = BytesIO()
    write_fixed_zip(file, [("b.xml", b"<b/>"), ("a.xml", b"<a/>")], permissions=0o600)
    with zipfile.ZipFile(file) as archive:
        assert archive.namelist() == ["b.xml", "a.xml"]
        assert archive.read("a.xml") == b"<a/>"
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {part.external_attr >> 16 for part in archive.infolist()} == {0o600}

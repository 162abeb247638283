"""Mutated Word files, new and old: they are read or refused in one sentence, in time, and nothing else happens."""

from __future__ import annotations

import io
import os
import random
import re
import time
import zipfile
from pathlib import Path

import pytest

from perfdesk.errors import PerfDeskError
from perfdesk.importers.formats import read_source
from support.corpus import CORPUS
from support.corrupt_bytes import corrupted
from support.measurements import Record

pytestmark = pytest.mark.slow

FILES = int(os.environ.get("PERFDESK_TORTURE", "15")) * 10
PATIENCE = 2.0
SOURCES = [
    *(path for name in ("a02", "a04", "a08", "a10") for path in sorted((CORPUS / "a_reports").glob(f"{name}_*.docx"))),
    CORPUS / "c_returned" / "c03_revisions.docx",
    CORPUS / "variants" / "a01_tenfold_water_2023.doc",
    CORPUS / "variants" / "a05_cover_tables_labour_2023.wps",
]
TAG = re.compile(rb"<[^<>]{1,200}>")
VALUE = re.compile(rb'="[^"<>]{0,40}"')
VALUES = [b'="-1"', b'="999999999999"', b'=""', b'="0"', '="壹"'.encode(), b'="continue"', b'="&#x10ffff;"']


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(made := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def changed_xml(content: bytes, dice: random.Random) -> bytes:
    """XML whose tags or values are exchanged, repeated or gone; it often stays well-formed."""
    pattern = dice.choice([TAG, VALUE])
    found = list(pattern.finditer(content))
    if not found:
        return content
    for _ in range(dice.choice([1, 3, 20])):
        one, other = dice.choice(found), dice.choice(found)
        if pattern is VALUE:
            content = content.replace(one[0], dice.choice([*VALUES, other[0]]), dice.choice([1, 5, -1]))
        elif one[0][:2] != b"</" and other[0][:2] != b"</":
            name = re.split(rb"[ />]", one[0][1:])[0], re.split(rb"[ />]", other[0][1:])[0]
            content = content.replace(b"<" + name[0] + b" ", b"<" + name[1] + b" ").replace(
                b"<" + name[0] + b">", b"<" + name[1] + b">"
            ).replace(b"</" + name[0] + b">", b"</" + name[1] + b">")  # fmt: skip
        else:
            content = content.replace(one[0], b"" if dice.random() < 0.5 else other[0], 1)
    return content


def mutated(path: Path, dice: random.Random) -> bytes:
    """A file corrupted by accident or on purpose: its bytes, or the XML inside."""
    kind = dice.randrange(4)
    if kind < 2 or path.suffix != ".docx":
        return corrupted(path.read_bytes(), dice, cut=kind == 1)
    parts = parts_of(path)
    name = dice.choice(sorted(parts)) if kind == 2 else "word/document.xml"
    parts[name] = corrupted(parts[name], dice, cut=False) if dice.random() < 0.2 else changed_xml(parts[name], dice)
    if dice.random() < 0.1:
        del parts[dice.choice(sorted(parts))]
    return packed(parts)


def test_mutated_files_are_read_or_refused_in_one_sentence(tmp_path: Path, record_measurement: Record) -> None:
    path, dice, taken = tmp_path / "报告.docx", random.Random(13), 0
    for _ in range(FILES):
        path.write_bytes(mutated(dice.choice(SOURCES), dice))
        begun = time.thread_time()
        try:
            taken += bool(read_source(path).blocks)
        except PerfDeskError as error:
            assert re.fullmatch(r"[^\n]*[一-鿿][^\n]*[。]", str(error))
        used = time.thread_time() - begun
        assert used < PATIENCE, f"{used:.1f} s"
    record_measurement(f"{FILES} mutated Word files: {taken} could be read, the rest were refused in a sentence")
    assert 0 < taken < FILES

"""Files made to do harm, and files that are no reports, are refused in one sentence at little cost."""

from __future__ import annotations

import io
import os
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.errors import PerfDeskError
from perfdesk.importers.formats import read_source
from support.corpus import CORPUS
from support.word_pieces import NAMESPACES, cell, paragraph, row, run, table, word_file

pytestmark = pytest.mark.slow

REPORT = CORPUS / "a_reports" / "a02_tenfold_agriculture_2022.docx"
SECONDS, MEGABYTES, GIGABYTE = 2.0, 500, 1 << 30
MEASURED = """
import resource, sys
from pathlib import Path
from perfdesk.errors import PerfDeskError
from perfdesk.importers.formats import read_source
from perfdesk.importers.word import converted, docx
from perfdesk.importers.word.binary import doc
before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
try:
    print(len(read_source(Path(sys.argv[1])).blocks))
except PerfDeskError as error:
    print(error)
used = resource.getrusage(resource.RUSAGE_SELF).ru_utime - before
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(used, int(peak) // 1024)
"""


def replaced(path: Path, part: str, content: bytes) -> Path:
    """Write the report with one part replaced."""
    with zipfile.ZipFile(REPORT) as whole, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in whole.namelist():
            made.writestr(name, content if name == part else whole.read(name))
    return path


def document(body: str) -> bytes:
    return f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>".encode()


def main_part(body: str) -> Callable[[Path], Path]:
    return lambda path: replaced(path, "word/document.xml", document(body))


def many_entries(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for number in range(60_000):
            made.writestr(f"word/{number}.xml", "")
    return path


def nested_tables(depth: int) -> str:
    inner = paragraph("字")
    for _ in range(depth):
        inner = table(row(cell(inner + paragraph(""))))
    return inner


def entity(path: Path, encoding: str = "utf-8") -> Path:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w [<!ENTITY a0 "十字十字">{lines}]>'
    return replaced(path, "word/document.xml", (head + document(paragraph("&a11;")).decode()).encode(encoding))


def style_chain(path: Path) -> Path:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(30_000)
    )
    body = "".join(paragraph("字", f'<w:pStyle w:val="s{n}"/>') for n in range(30_000))
    return word_file(path, body, styles=styles + '<w:style w:styleId="s30000"><w:basedOn w:val="s0"/></w:style>')


COSTLY: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a part that unpacks to 150 MB": (main_part(paragraph("零" * 50_000_000)), "超过 30 MB"),
    "empty paragraphs": (main_part("<w:p/>" * 4_000_000), "超过 1,000,000 项"),
    "short paragraphs": (main_part("<w:p><w:r><w:t>字</w:t></w:r></w:p>" * 140_000), "读不完|^[0-9]+$"),
    "attributes": (main_part("<w:p " + " ".join(f'a{n}=""' for n in range(2_000_000)) + "/>"), "项"),
    "entities": (entity, "实体声明"),
    "entities in UTF-16": (lambda path: entity(path, "utf-16"), "实体声明"),
    "elements inside elements": (main_part("<w:ins>" * 100_000 + "</w:ins>" * 100_000), "损坏"),
    "text boxes inside text boxes": (
        main_part("<w:p><w:r><w:pict><w:txbxContent>" * 60 + "</w:txbxContent></w:pict></w:r></w:p>" * 60),
        "一层套一层",
    ),
    "tables inside tables": (main_part(nested_tables(40)), "一层套一层"),
    "wide cells": (main_part(table(*[row(*[cell("字", '<w:gridSpan w:val="999999999"/>')] * 50)] * 50)), "^[0-9]+$"),
    "entries": (many_entries, "超过 5,000 项"),
    "styles based on each other": (style_chain, "读不完|^[0-9]+$"),
    "open fields": (
        main_part(paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 50_000 + run("字") * 50_000
                            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' * 50_000)),
        "读不完|没有文字",
    ),
}  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is read from /proc")
@pytest.mark.parametrize("kind", COSTLY)
def test_a_costly_file_is_read_or_refused_in_time_and_memory(tmp_path: Path, kind: str) -> None:
    make, words = COSTLY[kind]
    path = make(tmp_path / "a.docx")
    for _ in range(3):  # other load on the machine makes each instruction slower
        done = subprocess.run(
            [sys.executable, "-c", MEASURED, str(path)],
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (GIGABYTE, GIGABYTE)),
        )
        assert done.returncode == 0, done.stderr[-2000:]
        answer, cost = done.stdout.splitlines()
        seconds, megabytes = cost.split()
        if float(seconds) < SECONDS:
            break
    assert re.search(words, answer), answer
    assert float(seconds) < SECONDS
    assert int(megabytes) < MEGABYTES


def refused(path: Path) -> str:
    with pytest.raises(PerfDeskError) as caught:
        read_source(path)
    sentence = str(caught.value)
    assert re.fullmatch(r"[^\n]*[一-鿿][^\n]*[。]", sentence)
    return sentence


def locked_entry(content: bytes) -> bytes:
    """The archive with the mark of a password on each entry."""
    made = bytearray(content)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), content):
            made[found.start() + flags] |= 1
    return bytes(made)


def packed(**parts: bytes) -> bytes:
    with zipfile.ZipFile(made := io.BytesIO(), "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ENCRYPTED = COMPOUND + "EncryptedPackage".encode("utf-16-le") + bytes(100)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.docx", b"", "是空的"),
        ("~$报告.docx", b"\x06Administrator", "临时文件"),
        ("密码.docx", ENCRYPTED, "密码"),
        ("密码2.docx", locked_entry(REPORT.read_bytes()), "密码"),
        ("半个.docx", REPORT.read_bytes()[:6000], "损坏"),
        ("别的.docx", packed(a=b"1"), "不是 Word 或 Excel 文件"),
        ("扫描.docx", b"%PDF-1.7", "PDF"),
        ("网页.doc", b"<html><body>1</body></html>", "网页"),
        ("旧.doc", COMPOUND + "WordDocument".encode("utf-16-le") + bytes(3), "损坏"),
        ("照片.docx", b"\xff\xd8\xff\xe0", "图片"),
        ("填报.docx", b"SQLite format 3\0", "用“打开”"),
        ("文字.docx", "全是文字".encode(), "不是 Word 或 Excel 文件"),
    ],
)
def test_what_is_no_word_file_is_named_in_one_sentence(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(content)
    sentence = refused(tmp_path / name)
    assert words in sentence
    assert name in sentence


def test_a_report_without_words_says_so(tmp_path: Path) -> None:
    assert "没有文字" in refused(word_file(tmp_path / "a.docx", paragraph("") + "<w:p/>"))


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.docx")
    assert "文件夹" in refused(tmp_path)
    assert "管道" in refused(tmp_path / "pipe.docx")
    assert "打不开" in refused(tmp_path / "none.docx")


def test_parts_outside_the_archive_are_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_bytes(document(paragraph("秘密")))
    for target in (secret.as_uri(), f"../..{secret}", str(secret)):
        links = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="x/officeDocument" Target="{target}" TargetMode="External"/>'
            f'<Relationship Id="r2" Type="x/officeDocument" Target="{target}"/></Relationships>'
        )
        found = read_source(replaced(tmp_path / "a.docx", "_rels/.rels", links.encode()))
        assert all("秘密" not in one.text for one in found.paragraphs)

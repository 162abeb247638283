"""Hostile forms that are expensive to read: each is loaded or rejected in little time and memory."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from perfdesk.paths import FORMS
from support.costs import Run
from support.small_form import SMALL_FORM, SMALL_LIST

pytestmark = pytest.mark.slow

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def small_form(folder: Path, **files: str) -> Path:
    """Write the small form with some of its files replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"form.toml": SMALL_LIST, "money.toml": SMALL_FORM} | {f"{name}.toml": files[name] for name in files}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


LONG = {
    "a.a.a": ".".join("a" * 120_000) + " = 1\n",
    "headers": f"[{'.'.join('a' * 120_000)}]\n",
    "quoted": '"a".' * 60_000 + "a = 1\n",
    "inline": "a = { " + ".".join("a" * 120_000) + " = 1 }\n",
    "lists": "a = " + "[" * 120_000 + "]" * 120_000 + "\n",
    "tables": "a = " + "{a=" * 60_000 + "1" + "}" * 60_000 + "\n",
    "after a string": 'a = ["""x"""", ' + "[" * 120_000 + "\n",
    "after another": "a = ['''x'''', " + "[" * 120_000 + "\n",
    "never closed": 'a = """' + '\\"""' * 60_000,
    "keys": "".join(f"k{number} = 1\n" for number in range(40_000)),
    "hex": f"version = 0x{'f' * 100_000}\n",
    "one key": f"{'a' * 240_000} = 1\n",
    "blocks": "[[block]]\n" * 40_000,
    "values": f"a = [{'1,' * 200_000}]\n",
}


@pytest.mark.parametrize("kind", LONG)
@pytest.mark.parametrize("file", ["form", "money", "style"])
def test_extremely_long_names_and_deep_nesting_are_rejected(tmp_path: Path, kind: str, file: str) -> None:
    folder = small_form(tmp_path / "form", **{file: LONG[kind]})
    Run("form", "check", folder).refused("处错误")


@pytest.mark.parametrize("kind", LONG)
def test_other_files_in_the_forms_folder_do_not_slow_down_loading(tmp_path: Path, kind: str) -> None:
    for number in range(20):
        small_form(tmp_path / "forms" / f"odd{number}", form=LONG[kind])
    assert Run("fields", forms=tmp_path / "forms").code == 0


@pytest.mark.parametrize("command", ["check", "fields", "new"])
def test_no_command_is_slowed_down_by_other_files_in_the_forms_folder(
    tmp_path: Path, demo_file: Path, command: str
) -> None:
    for number, kind in enumerate(LONG):
        small_form(tmp_path / "forms" / f"odd{number}", form=LONG[kind])
    files = {"check": [demo_file], "fields": [], "new": [tmp_path / "n.db"]}
    assert Run(command, *files[command], forms=tmp_path / "forms").code == 0


def test_a_hundred_thousand_entries_in_the_forms_folder_do_not_slow_down_loading(
    tmp_path: Path, demo_file: Path
) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    for number in range(100_000):
        (forms / f"x{number}").touch()
    shutil.copytree(FORMS / "hunan_overall_2023", forms / "zz_own")
    text = (forms / "zz_own" / "form.toml").read_text(encoding="utf-8")
    (forms / "zz_own" / "form.toml").write_text(text.replace("hunan_overall_2023", "zz_own"), encoding="utf-8")
    assert Run("check", demo_file, forms=forms).code == 0
    assert Run("fields", "--form", "zz_own", forms=forms).code == 0
    Run("fields", "--form", "none", forms=forms).refused("没有名为“none”的表单")


def test_a_form_with_a_hundred_thousand_files_is_rejected(tmp_path: Path) -> None:
    folder = small_form(tmp_path / "form")
    for number in range(100_000):
        (folder / f"{number}.toml").touch()
    Run("form", "check", folder).refused("超过 10,000 项")
    Run("fields", "--form", folder).refused("超过 10,000 项")


def test_the_whole_disk_is_not_read_as_a_form() -> None:
    Run("form", "check", "/").refused("没有 form.toml")


def test_reading_stops_at_the_size_limit(tmp_path: Path) -> None:
    folder = small_form(tmp_path / "one")
    with (folder / "money.toml").open("wb") as file:
        file.truncate(900_000_000)
    Run("form", "check", folder).refused("超过 500 KB")
    with (folder / "form.toml").open("wb") as file:
        file.truncate(900_000_000)
    Run("form", "check", folder).refused("超过 500 KB")
    names = [f"f{number}" for number in range(90)]
    big = {name: f'id = "{name}"\ntitle = "章"\ntab = "章"\n' + "# 注\n" * 80_000 for name in names}
    listed = SMALL_LIST.replace('"money.toml"', ", ".join(f'"{name}.toml"' for name in ["money", *names]))
    Run("form", "check", small_form(tmp_path / "many", form=listed, **big)).refused("处错误")


def test_a_form_with_errors_everywhere_is_checked_quickly(tmp_path: Path) -> None:
    field = (
        '\n[[block]]\ntype = "field"\nid = "f{0}"\nlabel = "数"\nkind = "number"\nformula = "no{0}.such{0}.name{0}"\n'
    )
    text = SMALL_FORM + "".join(field.format(number) for number in range(3500))
    run = Run("form", "check", small_form(tmp_path / "form", money=text))
    run.refused("处错误")


def word_file(path: Path, styles: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
    """Write a Word file with this style sheet."""
    with zipfile.ZipFile(path, "w", how) as package:
        package.writestr("word/styles.xml", styles)


def style_chain(number: int) -> bytes:
    """A style sheet in which each style is based on the previous one, and the last is a style of the report."""
    one = '<w:style w:type="paragraph" w:styleId="s{0}"><w:name w:val="{1}"/><w:basedOn w:val="s{2}"/></w:style>'
    names = [f"样式{n}" for n in range(number - 1)] + ["公文正文"]
    styles = "".join(one.format(n, name, n - 1) for n, name in enumerate(names))
    return f"<w:styles {W}>{styles}</w:styles>".encode()


def zip_bomb(path: Path) -> None:
    """Write a style sheet of 500 MB whose declared size is ten bytes."""
    word_file(path, f"<w:styles {W}>".encode() + b" " * 500_000_000)
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    path.write_bytes(data)


def damaged_archive(path: Path, how: int) -> None:
    """Write a compressed style sheet with inverted bytes in the middle."""
    word_file(path, style_chain(3) + os.urandom(3000), how)
    data = bytearray(path.read_bytes())
    for at in range(40, 120):
        data[at] ^= 0x5A
    path.write_bytes(data)


def archive_with_many_parts(path: Path) -> None:
    """Write a Word file with very many parts."""
    with zipfile.ZipFile(path, "w") as package:
        for number in range(30_000):
            package.writestr(f"p{number}", b"")


GBK = f'<?xml version="1.0" encoding="GBK"?><w:styles {W}>公文正文</w:styles>'
STYLES: dict[str, Callable[[Path], None]] = {
    "chain": lambda path: word_file(path, style_chain(2000)),
    "bomb": lambda path: word_file(path, f"<w:styles {W}>".encode() + b" " * 500_000_000),
    "lie": zip_bomb,
    "tags": lambda path: word_file(path, b"<a>" * 1_300_000),
    "attributes": lambda path: word_file(path, b"<a " + b"".join(b'b%d="" ' % n for n in range(300_000)) + b"/>"),
    "gbk": lambda path: word_file(path, GBK.encode("gbk")),
    "utf-16": lambda path: word_file(path, GBK.replace("GBK", "utf-16").encode("utf-16")),
    "unknown encoding": lambda path: word_file(path, GBK.replace("GBK", "klingon").encode("gbk")),
    "lzma": lambda path: damaged_archive(path, zipfile.ZIP_LZMA),
    "bzip2": lambda path: damaged_archive(path, zipfile.ZIP_BZIP2),
    "deflate": lambda path: damaged_archive(path, zipfile.ZIP_DEFLATED),
    "sound lzma": lambda path: word_file(path, style_chain(3), zipfile.ZIP_LZMA),
    "parts": archive_with_many_parts,
    "large": lambda path: path.write_bytes(b"\0" * 30_000_000) and None,
}


@pytest.mark.parametrize("kind", STYLES)
def test_hostile_word_files_are_rejected(tmp_path: Path, kind: str) -> None:
    folder = small_form(tmp_path / "form")
    STYLES[kind](folder / "style.docx")
    Run("form", "check", folder).refused("style.docx")

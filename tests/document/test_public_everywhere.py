"""Numbers inserted into every text of a report are in no part of any file of its public copy."""

from __future__ import annotations

import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest

from perfdesk.__main__ import main
from perfdesk.application.answers_json import fill_values, read_values
from perfdesk.application.session import Session
from perfdesk.definition.address import ROW_POSITION, Address
from perfdesk.definition.library import find_form
from perfdesk.document.build import build
from perfdesk.paths import RESOURCES
from perfdesk.storage.machine import machine_name, user_name

pytestmark = pytest.mark.slow

SAMPLES = {
    "hunan_overall_2023": RESOURCES / "samples" / "demo-2024.json",
    "yueyang_overall_2023": Path(__file__).parent.parent / "forms" / "yueyang_sample.json",
}
#: The notations of the numbers, used in turn.
WRITINGS = ("{}{}{}", "{} {} {}", "{}-{}-{}", "{}\u3000{}\u3000{}", "{}\u200b{}\u00ad{}", "{}——{}——{}", "（+86）{}{}{}")


def _planted(session: Session) -> dict[Address, str]:
    """Return each typed text of the report with a different mobile number at its end."""
    texts: dict[Address, str] = {}
    for address, text in session.entries:
        question = session.form.question(address)
        if address.column != ROW_POSITION and question is not None and question.kind in ("text", "prose", "sentence"):
            groups = ("138", f"{5000 + len(texts):04}", f"{7000 + len(texts) % 1000:04}")
            joint = "，" if text[-1].isascii() else ""  # a number after digits or a web address is part of them
            texts[address] = text + joint + WRITINGS[len(texts) % len(WRITINGS)].format(*groups)
    title = session.form.report_fields.title
    if title not in texts:
        texts[title] = f"自评报告138{5000 + len(texts):04}{7000 + len(texts):04}"
    return texts


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _texts(path: Path) -> Iterator[str]:
    """Yield all texts in a file that somebody could read."""
    yield from (str(text) for text in _read(path) if text)


def _read(path: Path) -> Iterator[object]:
    """Yield the contents of a file as a program shows them and as they are packed."""
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        yield from (paragraph.text for paragraph in document.element.body.iter() if hasattr(paragraph, "text"))
        properties = document.core_properties
        yield from (properties.title, properties.author, properties.comments, properties.last_modified_by)
    elif path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets:
            yield sheet.title
            for row in sheet.iter_rows():
                yield from (str(cell.value) for cell in row if cell.value is not None)
                yield from (cell.comment.text for cell in row if cell.comment)
    elif path.suffix == ".pdf":
        reader = pypdf.PdfReader(path)
        yield from (page.extract_text() for page in reader.pages)
        yield from (str(value) for value in (reader.metadata or {}).values())
        yield str(reader.xmp_metadata.dc_title if reader.xmp_metadata else "")
        yield from (str(one.title) for one in _flat(reader.outline))
    else:
        yield path.read_text(encoding="utf-8-sig")
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                raw = package.read(name).decode("utf-8")
                yield from (raw, re.sub("<[^>]+>", "", raw))
    yield path.name


def _flat(outline: list) -> Iterator[pypdf.generic.Destination]:
    for one in outline:
        yield from _flat(one) if isinstance(one, list) else [one]


@pytest.fixture(params=sorted(SAMPLES))
def planted(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, dict[Address, str]]:
    """A report of each form with a number in each of its texts."""
    path = tmp_path / "report.db"
    session = Session.create(path, find_form(request.param))
    fill_values(session, read_values(SAMPLES[request.param]), "样例")
    texts = _planted(session)
    session.fill(texts, "填")
    session.close()
    return path, {address: _digits(text)[-11:] for address, text in texts.items()}


def _left(folder: Path, numbers: dict[Address, str]) -> dict[str, list[str]]:
    found = {path: [_digits(text) for text in _texts(path)] for path in folder.iterdir()}
    return {
        path.name: [str(address) for address, number in numbers.items() if any(number in text for text in texts)]
        for path, texts in found.items()
    }


def test_no_planted_number_is_left_anywhere(planted: tuple[Path, dict[Address, str]], tmp_path: Path) -> None:
    path, numbers = planted
    assert len(numbers) > 25
    public, submission = tmp_path / "公开", tmp_path / "报送"
    assert main(["export", str(path), "--to", str(public), "--public"]) == 0
    assert main(["export", str(path), "--to", str(submission)]) == 0
    assert {file.suffix for file in public.iterdir()} == {".docx", ".pdf", ".xlsx", ".txt"}
    assert {name: left for name, left in _left(public, numbers).items() if left} == {}
    shown = {address for left in _left(submission, numbers).values() for address in left}
    assert len(shown) > 25  # without covering, these can be read


def test_each_covered_number_is_listed_with_its_place(planted: tuple[Path, dict[Address, str]]) -> None:
    path, numbers = planted
    session = Session.open(path, read_only=True)
    public = build(session.answers, (), draft=False, edition="public")
    printed = str(build(session.answers, (), draft=False))
    session.close()
    listed = {masking.redacted_text for masking in public.redactions}
    shown = {f"{number[:3]}****{number[-4:]}" for number in numbers.values() if number in _digits(printed)}
    assert shown & listed
    report = str(
        (public.title, public.unit, public.body, public.body_tables, public.attachments, public.referenced_figures)
    )
    assert {one for one in shown if one in report} <= listed
    assert all(masking.section_label for masking in public.redactions)


def test_a_public_copy_names_neither_user_nor_machine_nor_folder(
    planted: tuple[Path, dict[Address, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _ = planted
    monkeypatch.setenv("LOGNAME", "zhangsan-clerk")
    assert user_name() == "zhangsan-clerk"
    public = tmp_path / "公开"
    assert main(["export", str(path), "--to", str(public), "--public"]) == 0
    for file in public.iterdir():
        whole = "\n".join(_texts(file))
        for name in (user_name(), machine_name(), f"{Path.home()}/", str(tmp_path)):
            assert not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", whole), (file.name, name)


def test_a_generated_figure_next_to_a_name_does_not_hide_a_number(planted: tuple[Path, dict[Address, str]]) -> None:
    path, _ = planted
    with sqlite3.connect(path) as connection:
        names = connection.execute("SELECT text FROM entry WHERE text LIKE '%138%'").fetchall()
    connection.close()
    assert names
    session = Session.open(path, read_only=True)
    public = build(session.answers, (), draft=False, edition="public")
    session.close()
    assert not re.search(r"138\d{8}", str((public.body, public.referenced_figures, public.charts)).replace(" ", ""))

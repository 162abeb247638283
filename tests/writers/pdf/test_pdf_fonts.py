"""Every character has a glyph, every font is embedded, and nothing typed is markup."""

from __future__ import annotations

import subprocess
import unicodedata
from pathlib import Path

import pypdfium2
import pytest

from perfdesk.definition.gb18030 import replace_private_use
from perfdesk.definition.kinds import clean_text
from perfdesk.document.blocks import (
    Attachment,
    AttachmentList,
    Cell,
    Grid,
    Heading,
    Paragraph,
    SignOff,
)
from perfdesk.errors import PerfDeskError
from perfdesk.paths import RESOURCES
from perfdesk.writers.pdf import fonts
from perfdesk.writers.typesetting.active_style import Font, current_style
from support.pdf_builders import a_report, a_table, an_attachment, body_lines, content_of, printed
from support.pdf_text import as_text, page_texts


def test_a_missing_character_comes_from_the_fallback_font_and_an_unknown_one_is_marked(tmp_path: Path) -> None:
    face = fonts.typeface("fangsong")
    rare = next(sign for sign in map(chr, range(0x4E00, 0x9FA5)) if "Song-Regular" not in face.glyph(sign).font)
    assert rare
    lacking = next(sign for sign in map(chr, range(0x4E00, 0x9FA5)) if face.glyph(sign).font != face.font)
    found = body_lines(printed(tmp_path, a_report(Paragraph(f"国{lacking}家😀元", flush=True))))[0]
    assert as_text(found) == f"国{lacking}家〓元"
    assert [letter.font.removesuffix("-Regular") for letter in found][:3] == [
        "PerfDeskFangSong",
        "PerfDeskSong",
        "PerfDeskFangSong",
    ]


def _gb18030() -> list[str]:
    """Every character that GB 18030 encodes in two bytes, those at private-use places as documents have them."""
    moved = {chr(code) for code in range(0xE000, 0xF900) if replace_private_use(chr(code)) != chr(code)}
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF) if trail != 0x7F)
    signs = (pair.decode("gb18030", "ignore") for pair in pairs)
    return [sign for sign in signs if len(sign) == 1 and (sign in moved or unicodedata.category(sign) != "Co")]


@pytest.mark.slow
def test_every_character_of_gb18030_in_two_bytes_is_printed_and_none_as_a_box(tmp_path: Path) -> None:
    signs = _gb18030()
    assert len(signs) == 21_897
    chunks = ["".join(signs[start : start + 2_000]) for start in range(0, len(signs), 2_000)]
    printed_signs = set("".join(page_texts(printed(tmp_path, a_report(*(Paragraph(chunk) for chunk in chunks))))))
    wanted = set(map(replace_private_use, signs)) - set("\u3000")
    assert {unicodedata.normalize("NFKC", sign) for sign in wanted - printed_signs} <= printed_signs
    for face in map(fonts.typeface, current_style().fonts):
        shown = [face.glyph(sign) for sign in signs]
        assert [glyph.character for glyph in shown] == list(map(replace_private_use, signs))
        assert all(glyph.width > 0 for glyph in shown)


def test_private_use_characters_are_replaced_by_their_standard_ones() -> None:
    assert clean_text("\ue81e\ue7c7\ue816\ue78d") == "\u9fb4\u1e3f\U00020087\ufe10"
    assert all(sign.encode("gb18030") for sign in _gb18030())


def test_a_minus_that_no_font_has_is_printed_as_a_dash() -> None:
    shown = "".join(fonts.typeface("fangsong").glyph(sign).character for sign in "5−3‑2")
    assert shown in ("5–3-2", "5−3-2", "5–3‑2", "5−3‑2")


def hostile() -> str:
    odd = [*range(0x300), 0x301, 0x5D0, 0x600, 0x200D, 0x200F, 0x202E, 0xD800, 0xE000, 0xFEFF, 0xFFFF]
    return "".join(map(chr, [*odd, 0x1F468, 0x20BB7, 0x10FFFF])) + "<b>&amp;</b><img src='file:///etc/passwd'/>&#0;"


@pytest.mark.slow
def test_nothing_typed_is_markup_and_nothing_typed_crashes(tmp_path: Path) -> None:
    bad = hostile()
    grid = Grid((1.0, 9.0), 1, (Cell(0, 0, bad), Cell(0, 1, bad, role="entry")), 0, bad, bad, bad, (bad,))
    body = (
        Heading(2, bad),
        Heading(1, bad),
        Heading(3, bad),
        Paragraph(bad),
        AttachmentList((bad,)),
        SignOff(bad, bad),
    )
    attachment = Attachment(bad, bad, bad, True, (grid, Paragraph(bad, flush=True)))
    report = a_report(*body, attachments=(attachment,), title=bad, unit=bad, year=bad, draft_mark=bad)
    text = "".join(page_texts(printed(tmp_path, report)))
    assert "<b>&amp;</b><img" in text
    assert "\u202e" not in text


def test_an_empty_report_is_an_empty_page(tmp_path: Path) -> None:
    path = printed(tmp_path, a_report(Paragraph(""), SignOff("", ""), attachments=(an_attachment(label=""),), unit=""))
    assert page_texts(path) == ["—1—", "—2—"]


def test_every_font_is_embedded_and_subset_and_there_is_no_helvetica(tmp_path: Path) -> None:
    report = a_report(Heading(1, "一、A"), Paragraph("b"), attachments=(an_attachment(a_table(2)),), draft_mark="草稿")
    path = printed(tmp_path, report)
    table = subprocess.run(["pdffonts", str(path)], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
    assert len(table) >= 3
    for font in table:
        assert font.split()[-5:-2] == ["yes", "yes", "yes"], font
    assert b"Helvetica" not in path.read_bytes()
    for page in range(2):
        assert b"Helvetica" not in content_of(path, page)


def test_to_unicode_is_right_beyond_the_basic_plane() -> None:
    entry = fonts._BEYOND_BMP.sub(fonts._as_surrogates, "<01> <4E2D>\n<02> <20BB7>")
    assert entry == "<01> <4E2D>\n<02> <D842DFB7>"


def test_a_system_font_is_used_unless_it_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / ".fonts"
    folder.mkdir()
    (folder / "SimFang.TTF").write_bytes((RESOURCES / "fonts" / "PerfDeskKai.ttf").read_bytes())
    (folder / "broken.ttf").write_bytes(b"\x00\x01\x00\x00" + b"rubbish" * 50)
    monkeypatch.setenv("HOME", str(tmp_path))
    fonts._system_fonts.cache_clear()
    try:
        whole = fonts._font_of(Font("仿宋", ("missing.ttf", "broken.ttf", "simfang.ttf"), "PerfDeskSong.ttf"))
        free = fonts._font_of(Font("仿宋", ("broken.ttf",), "PerfDeskSong.ttf"))
    finally:
        monkeypatch.undo()
        fonts._system_fonts.cache_clear()
    assert whole.face.name == b"PerfDeskKai-Regular"
    assert free.face.name == b"PerfDeskSong-Regular"


def test_a_missing_font_is_reported_in_chinese() -> None:
    with pytest.raises(PerfDeskError, match=r"缺少字体文件.*Nowhere\.ttf") as refusal:
        fonts._font_of(Font("仿宋", (), "Nowhere.ttf"))
    assert refusal.value.remedy


def test_the_heading_of_a_chapter_has_more_ink_than_the_one_below_it(tmp_path: Path) -> None:
    words = "部门整体支出绩效自评情况"
    path = printed(tmp_path, a_report(Heading(1, words), Heading(2, words), title=""))
    document = pypdfium2.PdfDocument(path)
    image = document[0].render(scale=4, grayscale=True).to_pil()
    height = document[0].get_height()
    document.close()
    ink = []
    for row in body_lines(path):
        top, bottom = (int((height - row[0].y + down * row[0].size) * 4) for down in (-1.0, 0.3))
        band = image.crop((0, top, image.width, bottom))
        ink.append(sum((255 - value) * count for value, count in enumerate(band.histogram())))
    assert len(ink) == 2
    assert ink[0] > 1.05 * ink[1]

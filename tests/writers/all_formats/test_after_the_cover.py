"""A printed cover with a logo, and what follows it: the number of the next page, the title once more."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.document.blocks import Report
from perfdesk.document.build import build
from perfdesk.entries.change import Edit
from perfdesk.entries.entries import Entries
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.writers.docx.document import write_docx
from perfdesk.writers.pdf.document import write_pdf
from perfdesk.writers.xlsx.workbook import write_xlsx
from support.pdf_text import letters, page_texts

LoadForm = Callable[..., Form]

COVER = """
id = "front"
title = "封面"
tab = "封面"
kind = "cover"

[[block]]
type = "page"
title = "封面上的字"
{keys}
"""
LISTED = ('files = ["money.toml"]', 'files = ["front.toml", "money.toml"]')


@pytest.fixture
def report_with(small_form: LoadForm) -> Callable[[str], Report]:
    """The report of a form with a cover that has these keys."""

    def report(keys: str) -> Report:
        form = small_form(LISTED, others={"front.toml": COVER.format(keys=keys)})
        title = Edit(Address("money", "unit"), None, "报告的标题")
        return build(Answers(form, Entries().after((title,))), (), draft=False)

    return report


@pytest.mark.parametrize(("keys", "number", "labels"), [("", "—2—", ["1", "2"]), ("counted = false", "—1—", ["", "1"])])
def test_the_body_begins_with_the_page_that_the_form_wants_in_pdf(
    report_with: Callable[[str], Report], tmp_path: Path, keys: str, number: str, labels: list[str]
) -> None:
    write_pdf(report_with(keys), tmp_path / "r.pdf")
    cover, body = page_texts(tmp_path / "r.pdf")
    assert "—" not in cover
    assert number in body
    assert PdfReader(tmp_path / "r.pdf").page_labels == labels


@pytest.mark.parametrize(("keys", "starts"), [("", [None, None]), ("counted = false", [None, "1"])])
def test_the_body_begins_with_the_page_that_the_form_wants_in_word(
    report_with: Callable[[str], Report], tmp_path: Path, keys: str, starts: list[str | None]
) -> None:
    write_docx(report_with(keys), tmp_path / "r.docx")
    found = [section._sectPr.find(qn("w:pgNumType")) for section in Document(str(tmp_path / "r.docx")).sections]
    assert [None if start is None else start.get(qn("w:start")) for start in found] == starts


@pytest.mark.parametrize(("keys", "is_repeated"), [("", False), ("repeat_title = true", True)])
def test_the_title_is_repeated_above_the_body_only_if_the_form_wants_it(
    report_with: Callable[[str], Report], tmp_path: Path, keys: str, is_repeated: bool
) -> None:
    report = report_with(keys)
    write_docx(report, tmp_path / "r.docx")
    write_pdf(report, tmp_path / "r.pdf")
    texts = [paragraph.text for paragraph in Document(str(tmp_path / "r.docx")).paragraphs]
    assert (texts[texts.index("一、钱") - 1] == "报告的标题") is is_repeated
    assert page_texts(tmp_path / "r.pdf")[1].startswith("报告的标题一、钱") is is_repeated


def _png(width: int, height: int) -> bytes:
    return _saved(Image.new("RGBA", (width, height), (200, 0, 0, 128)))


def _saved(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _with_data(content: bytes, data: bytes) -> bytes:
    """A PNG file with other picture data, whose checksum is right."""
    start = content.index(b"IDAT") - 4
    (length,) = struct.unpack_from(">I", content, start)
    part = b"IDAT" + data
    made = struct.pack(">I", len(data)) + part + struct.pack(">I", zlib.crc32(part))
    return content[:start] + made + content[start + 12 + length :]


LOGO = 'logo = "logo.png"\nlogo_height = 25'


@pytest.fixture
def with_logo(report_with: Callable[[str], Report], tmp_path: Path) -> Callable[..., Report]:
    """The report of a form with this logo."""

    def report(content: bytes, keys: str = LOGO) -> Report:
        (tmp_path / "small").mkdir(exist_ok=True)
        (tmp_path / "small" / "logo.png").write_bytes(content)
        return report_with(keys)

    return report


def test_the_logo_is_at_the_top_of_the_cover_in_every_format(with_logo: Callable[..., Report], tmp_path: Path) -> None:
    content = _png(40, 20)
    report = with_logo(content)
    for write, name in ((write_docx, "r.docx"), (write_pdf, "r.pdf"), (write_xlsx, "r.xlsx")):
        write(report, tmp_path / name)
    word = Document(str(tmp_path / "r.docx"))
    (extent,) = word.element.body.iter(qn("wp:extent"))
    assert (int(extent.get("cx")), int(extent.get("cy"))) == (50 * 36_000, 25 * 36_000)
    (embedded,) = word.element.body.iter(qn("a:blip"))
    assert word.part.related_parts[embedded.get(qn("r:embed"))].blob == content
    cover, body = PdfReader(tmp_path / "r.pdf").pages
    assert ([image.image.size for image in cover.images], len(body.images)) == ([(40, 20)], 0)
    (picture,) = load_workbook(tmp_path / "r.xlsx").worksheets[0]._images
    assert (picture.anchor.ext.width, picture.anchor.ext.height) == (50 * 36_000, 25 * 36_000)


def test_the_logo_moves_no_text_of_the_cover(with_logo: Callable[..., Report], tmp_path: Path) -> None:
    write_pdf(with_logo(_png(40, 20)), tmp_path / "with.pdf")
    write_pdf(with_logo(_png(40, 20), ""), tmp_path / "without.pdf")
    assert letters(tmp_path / "with.pdf") == letters(tmp_path / "without.pdf")


@pytest.mark.parametrize(
    ("content", "keys", "says"),
    [
        (b"GIF89a", LOGO, "logo 指的“logo.png”用不了：要完好的 PNG 图片"),
        (_png(40, 20)[:-20], LOGO, "要完好的 PNG 图片"),
        (_png(40, 20).replace(b"IDAT", b"IDAX"), LOGO, "要完好的 PNG 图片"),
        (_with_data(_png(40, 20), b"no picture data"), LOGO, "要完好的 PNG 图片"),
        (_with_data(_png(40, 20), zlib.compress(b"short")), LOGO, "要完好的 PNG 图片"),
        (_saved(Image.new("I;16", (40, 20), 30_000)), LOGO, "要完好的 PNG 图片（8 位）"),
        (_png(40, 20), 'logo = ".."', "logo 指的“..”用不了"),
        (_png(40, 20), 'logo = "lago.png"', "logo 指的“lago.png”不在表单文件夹里"),
        (_png(40, 20), 'logo = "../logo.png"', "不在表单文件夹里"),
        (_png(40, 20), 'logo = "logo.png"\nlogo_height = 40', "标志最高 28 毫米，写的是 40"),
        (_png(400, 20), LOGO, "宽 500 毫米，最宽 150 毫米"),
    ],
)
def test_a_logo_that_cannot_be_printed_is_reported(
    with_logo: Callable[..., Report], content: bytes, keys: str, says: str
) -> None:
    with pytest.raises(PerfDeskError, match=says):
        with_logo(content, keys)


def test_a_long_name_on_the_cover_of_the_workbook_has_the_lines_that_it_needs(
    small_form: LoadForm, tmp_path: Path
) -> None:
    heights: list[float] = []
    for name in ("县水利局", "县" + "水利工程建设与移民后期扶持服务" * 4):
        keys = 'lines = [{ label = "单位", v = "money.unit" }]'
        form = small_form(LISTED, others={"front.toml": COVER.format(keys=keys)})
        typed = Edit(Address("money", "unit"), None, name)
        write_xlsx(build(Answers(form, Entries().after((typed,))), (), draft=False), tmp_path / "r.xlsx")
        sheet = load_workbook(tmp_path / "r.xlsx").worksheets[0]
        (at,) = (at for at, row in enumerate(sheet.iter_rows(values_only=True), 1) if name in row)
        heights.append(sheet.row_dimensions[at].height or 0)
    assert heights[1] >= 3 * heights[0] > 0

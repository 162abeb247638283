"""Own styles: a small `style.toml` changes the named values in Word, PDF and Excel, and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import docx
import openpyxl
import pypdf
import pytest
from docx.oxml.ns import qn

from perfdesk.application.export import write_files
from perfdesk.definition.loader import load_form
from perfdesk.definition.style.report_style import ReportStyle, form_style, standard_style
from perfdesk.document.blocks import Report
from perfdesk.document.build import build
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.paths import FORMS
from perfdesk.writers.typesetting.active_style import current_style, using_style

pytestmark = pytest.mark.slow

Look = Callable[..., Answers]
POINTS = 72 / 25.4
OWN = """
[page]
top = 30
bottom = 30
left = 25
right = 25
lines = 24
characters = 30

[fonts.title]
word = "华文中宋"

[styles.body]
font = "kai"
size = 15

[styles.heading1]
bold = true
indent = 0
align = "center"

[styles.table_cell]
size = 10.5
"""


@pytest.fixture
def own_report(answers_of: Look, tmp_path: Path) -> Callable[[str], Report]:
    """The sample without errors, in a copy of its form with this style.toml."""

    def made(style: str) -> Report:
        folder = Path(shutil.copytree(FORMS / "hunan_overall_2023", tmp_path / "form"))
        (folder / "style.toml").write_text(style, encoding="utf-8")
        return build(Answers(load_form(folder), answers_of("demo-2024").entries), (), False)

    return made


def style_of(folder: Path, text: str):
    (folder / "style.toml").write_text(text, encoding="utf-8")
    return form_style(folder)


def test_a_form_without_a_style_uses_the_standard_one(tmp_path: Path, answers_of: Look) -> None:
    assert form_style(tmp_path) is standard_style()
    assert build(answers_of("demo-2024"), (), False).style is standard_style()


def test_only_the_named_values_change(tmp_path: Path) -> None:
    standard, own = standard_style(), style_of(tmp_path, "[styles.heading2]\nbold = true\n")
    assert own.styles["heading2"] == replace(standard.styles["heading2"], bold=True)
    assert own.styles | {"heading2": standard.styles["heading2"]} == standard.styles
    assert (own.page, own.fonts) == (standard.page, standard.fonts)


def test_the_line_height_follows_the_lines_of_the_page(tmp_path: Path) -> None:
    own = style_of(tmp_path, "[page]\nlines = 24\n")
    assert own.page.line_height == own.styles["body"].line_height == 26.55
    assert own.styles["title"].line_height == standard_style().styles["title"].line_height
    assert style_of(tmp_path, "[page]\nlines = 24\nline_height = 26\n").styles["body"].line_height == 26
    assert style_of(tmp_path, "[page]\ntop = 37\n").page.line_height == 28.95


def test_a_font_with_another_name_does_not_embed_the_files_of_the_old_one(tmp_path: Path) -> None:
    assert style_of(tmp_path, '[fonts.title]\nword = "华文中宋"\n').fonts["title"].system == ()
    assert style_of(tmp_path, '[fonts.title]\nsystem = ["A.TTF"]\n').fonts["title"].system == ("A.TTF",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[paeg]\ntop = 1\n", "style.toml：没有“paeg”这个键，是不是“page”？"),
        ("[page]\ntopp = 1\n", "style.toml [page]：没有“topp”这个键，是不是“top”？"),
        ("[styles.haeding1]\nbold = true\n", "style.toml [styles.haeding1]：没有“haeding1”，是不是“heading1”？"),
        ("[styles.body]\nsiez = 15\n", "style.toml [styles.body]：没有“siez”这个键，是不是“size”？"),
        ('[styles.body]\nalign = "centre"\n', "“align”不能是“centre”，是不是“center”？"),
        ('[styles.body]\nfont = "fangson"\n', "没有字体“fangson”，是不是“fangsong”？"),
        ('[styles.body]\nsize = "15"\n', "“size”应为数"),
        ("[styles.body]\nsize = 0\n", "“size”应大于 0，写的是 0"),
        ("[page]\nlines = 0\n", "“lines”应大于 0"),
        ("[page]\nleft = 120\nright = 100\n", "页边距占满了纸"),
        ("[page]\nlines = 40\nline_height = 26\n", "40 行、每行 26 磅排不进高 638 磅的版心，最多 24 行"),
        ("[page]\nlines = 60\n", "每行只有 10.6 磅，排不下 16 磅的正文"),
        ("[styles.body]\nsize = 22\n", "每行 28 字与正文 22 磅不相称，22 磅的字每行约排 20 字，请改 characters"),
        ('[fonts.hei]\nfree = "PerfDeskHie.ttf"\n', "没有字体文件“PerfDeskHie.ttf”，是不是“PerfDeskHei.ttf”？"),
        ("[fonts.xingkai]\nword = 'x'\n", "没有“xingkai”"),
        ("styles = 1\n", "“styles”应为一组键值"),
        ("[page\n", "不是规范的 TOML"),
    ],
)
def test_an_error_in_a_style_names_file_and_key_with_a_suggestion(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(PerfDeskError) as caught:
        style_of(tmp_path, text)
    assert says in caught.value.why


def test_a_form_with_a_wrong_style_does_not_load(shipped_copy: Path) -> None:
    (shipped_copy / "style.toml").write_text("[page]\ntopp = 1\n", encoding="utf-8")
    with pytest.raises(PerfDeskError, match="是不是“top”"):
        load_form(shipped_copy)


def test_word_is_written_in_the_forms_own_style(own_report: Callable[[str], Report], tmp_path: Path) -> None:
    write_files(own_report(OWN), [tmp_path / "r.docx"], lambda _: None)
    document = docx.Document(str(tmp_path / "r.docx"))
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins if margin is not None] == [30, 30, 25, 25]
    styles = {style.name: style for style in document.styles}
    fonts = styles["公文标题"].element.find(f".//{qn('w:rFonts')}")
    assert fonts.get(qn("w:eastAsia")) == "华文中宋"
    assert styles["公文正文"].font.size.pt == 15
    assert styles["公文正文"].font.name == "楷体_GB2312"
    assert styles["Heading 1"].font.bold
    assert styles["Heading 1"].paragraph_format.alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER
    assert styles["表内文字"].font.size.pt == 10.5


def test_pdf_is_written_in_the_forms_own_style(own_report: Callable[[str], Report], tmp_path: Path) -> None:
    write_files(own_report(OWN), [tmp_path / "r.pdf"], lambda _: None)
    found: list[tuple[str, float, float, float]] = []

    def look(text: str, _: object, matrix: list[float], font: dict[str, str] | None, size: float) -> None:
        found.append((text.strip(), matrix[4], size, font["/BaseFont"] if font else ""))

    pypdf.PdfReader(tmp_path / "r.pdf").pages[0].extract_text(visitor_text=look)
    body = [(x, size, font) for text, x, size, font in found if len(text) > 12 and size < 20]
    assert {size for _, size, _ in body} <= {15, 16}
    assert any("Kai" in font and size == 15 for _, size, font in body)
    assert min(x for x, *_ in body) == pytest.approx(25 * POINTS, abs=1)


def test_excel_is_written_in_the_forms_own_style(own_report: Callable[[str], Report], tmp_path: Path) -> None:
    write_files(own_report(OWN), [tmp_path / "r.xlsx"], lambda _: None)
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["附表1 基础数据表"]
    assert sheet.page_margins.left == pytest.approx(25 / 25.4)
    fonts = {(cell.font.name, cell.font.size) for row in sheet.iter_rows() for cell in row if cell.value}
    assert "仿宋_GB2312" in {name for name, _ in fonts}
    assert ("华文中宋", 18) in fonts


def test_a_style_affects_only_its_own_report(own_report: Callable[[str], Report], tmp_path: Path) -> None:
    write_files(own_report(OWN), [tmp_path / "r.xlsx"], lambda _: None)
    assert current_style() is standard_style()


def test_two_reports_written_concurrently_keep_their_own_styles(tmp_path: Path) -> None:
    own, seen = style_of(tmp_path, "[page]\ntop = 30\n"), {}
    both = Barrier(2)

    def write(name: str, style: ReportStyle) -> None:
        with using_style(style):
            both.wait(5)
            seen[name] = current_style().page.top

    threads = [Thread(target=write, args=args) for args in (("own", own), ("standard", standard_style()))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {"own": 30, "standard": 37}

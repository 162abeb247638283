"""公开稿: no signatures, no internal answers, no author, and every private number covered and listed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfdesk.application.export import export_report, write_files
from perfdesk.application.export_set import hidden_lines, write_export_set
from perfdesk.definition.model import Form
from perfdesk.document.blocks import Cell, Grid, Paragraph, Redaction, ReferencedFigure, Report
from perfdesk.document.build import build, report_name
from perfdesk.document.redaction import redact
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers

pytestmark = pytest.mark.slow

Look = Callable[..., Answers]
MOBILE, IDENTITY, CARD, LINE = "13812345678", "431124199001011234", "6222021234567890123", "0746-5231234"
PRIVATE = f"联系人王某，手机{MOBILE}，身份证{IDENTITY}，账号{CARD}，联系电话：{LINE}。"
COVERED = "联系人王某，手机138****5678，身份证431***********1234，账号6222***********0123，联系电话：0746-***1234。"


def covered(text: str) -> str:
    report = redact(Report("标题", "单位", "2024", "", (Paragraph(text),), (), ()))
    (paragraph,) = report.body
    assert isinstance(paragraph, Paragraph)
    return paragraph.text


def everything(folder: Path) -> str:
    """Return all text of all files in a folder: pages, cells, sheet names, properties."""
    texts: list[str] = []
    for path in sorted(folder.iterdir()):
        if path.suffix == ".pdf":
            reader = pypdf.PdfReader(path)
            texts += [page.extract_text() for page in reader.pages]
            texts += [str(value) for value in (reader.metadata or {}).values()]
        else:
            with zipfile.ZipFile(path) as package:
                texts += [re.sub("<[^>]+>", "", package.read(name).decode("utf-8")) for name in package.namelist()]
    return "".join(texts).replace("\n", "")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (PRIVATE, COVERED),
        ("电话：13812345678", "电话：138****5678"),
        ("138 1234 5678、139-1234-5678", "138****5678、139****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("43112419900101123X 与 43112419900101123x。", "431***********123X 与 431***********123x。"),
        ("卡号 6222 0212 3456 7890 123", "卡号 6222***********0123"),
        ("传真（0746）5231234", "传真（0746）***1234"),
        ("座机 073188881234", "座机 0731****1234"),
        ("010-88881234", "010-****1234"),
    ],
)
def test_a_private_number_is_covered(text: str, shown: str) -> None:
    assert covered(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "全年支出 13812345678 元，其中 13812345678.50 元未付",
        "合计13812345678万元",
        "流水号 213812345678",
        "20 位编号 62220212345678901234",
        "公开网址 https://www.dx.gov.cn/xxgk/202403/13812345678.html 已发布",
        "12345 热线受理 1234567 件，湘财预〔2023〕13 号",
        "2023年12月31日，执行率 99.1500000 %",
        "接听电话 26 次",
        "",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert covered(text) == text


@given(st.from_regex(r"\A1[3-9][0-9]{9}\Z"), st.text("，。 甲乙abc元", max_size=8), st.text("，。 甲乙abc", max_size=8))
def test_a_mobile_phone_never_survives_in_any_text(number: str, before: str, after: str) -> None:
    assert number not in covered(before + number + after)


@given(st.text("甲乙，。0123456789", max_size=40).filter(lambda text: not re.search(r"\d{7}", text)))
def test_text_without_long_numbers_is_untouched(text: str) -> None:
    assert covered(text) == text


def cells_of(*rows: tuple[str, ...], header_rows: int = 0) -> list[str]:
    cells = [Cell(row, column, text) for row, texts in enumerate(rows) for column, text in enumerate(texts)]
    grid = Grid((10.0,) * len(rows[0]), len(rows), tuple(cells), header_rows)
    (shown,) = redact(Report("标题", "单位", "2024", "", (grid,), (), ())).body
    assert isinstance(shown, Grid)
    return [cell.text for cell in shown.cells]


def test_a_number_that_continues_over_cells_is_covered() -> None:
    assert cells_of(("张三", "1381234", "5678", "男")) == ["张三", "138****", "5678", "男"]
    assert cells_of(("甲", "431124"), ("乙", "19900101"), ("丙", "1237")) == [
        "甲",
        "431***",
        "乙",
        "********",
        "丙",
        "1237",
    ]


def test_the_heading_of_a_column_labels_its_numbers() -> None:
    assert cells_of(("姓名", "联系电话"), ("张三", "5231234")) == ["姓名", "联系电话", "张三", "***1234"]
    assert cells_of(("联系电话", "5231234")) == ["联系电话", "***1234"]
    assert cells_of(("项目", "电话费"), ("张三", "5231234")) == ["项目", "电话费", "张三", "5231234"]
    assert cells_of(("姓名", "开户账号"), ("张三", "80012345678901")) == ["姓名", "开户账号", "张三", "**********8901"]


def test_figures_of_a_table_are_no_parts_of_a_number() -> None:
    cells = tuple(replace(Cell(0, at, text), value=Decimal(text)) for at, text in enumerate(("138", "1234", "5678")))
    report = redact(Report("标题", "单位", "2024", "", (Grid((10.0,) * 3, 1, cells),), (), ()))
    assert report.body == (Grid((10.0,) * 3, 1, cells),)
    assert report.redactions == ()


def test_a_number_that_continues_over_paragraphs_is_covered() -> None:
    texts = ("联系张三1381234", "5678", "举报电话：", "5231234")
    report = redact(Report("标题", "单位", "2024", "", tuple(map(Paragraph, texts)), (), ()))
    shown = [block.text for block in report.body if isinstance(block, Paragraph)]
    assert shown == ["联系张三138****", "5678", "举报电话：", "***1234"]


def test_the_unit_and_the_title_are_covered_too(answers_of: Look, tmp_path: Path) -> None:
    changes = {"cover/unit_name": f"某局{MOBILE}", "cover/title": f"报告{MOBILE[:3]} {MOBILE[3:]}"}
    answers = answers_of("demo-2024", changes)
    assert report_name(answers, "public") == "报告138＊＊＊＊5678（公开稿）"
    report = build(answers, (), False, "public")
    *_, listed = write_export_set(report, report_name(answers, "public"), (), tmp_path, lambda _: None)
    assert "单位：某局138****5678" in listed.read_text(encoding="utf-8-sig")
    listed.unlink()
    assert MOBILE not in everything(tmp_path)
    assert report.unit == "某局138****5678"


def test_a_doubtful_number_is_marked_and_printed_only_when_decided(answers_of: Look) -> None:
    text = "编目 07465231234 和 07465231235，请致电 13812345678。"
    answers = answers_of("demo-2024", {"others/text": text})
    public = build(answers, (), False, "public")
    doubtful = [masking for masking in public.redactions if masking.is_doubtful]
    assert [masking.redacted_text for masking in doubtful] == ["***1234", "***1235"]
    assert "　　座机号 ***1234（十、其他需要说明的情况）　存疑" in hidden_lines(public)
    kept = {masking.key for masking in public.redactions if masking.redacted_text != "***1235"}
    printed = build(answers, (), False, "public", kept)
    texts = [block.text for block in printed.body if isinstance(block, Paragraph)]
    assert "编目 07465231234 和 0746***1235，请致电 138****5678。" in texts


def test_every_covered_number_is_listed_once_with_its_chapter(answers_of: Look) -> None:
    report = build(answers_of("demo-2024", {"others/text": PRIVATE}), (), draft=False, edition="public")
    place = "十、其他需要说明的情况"
    assert report.redactions == (
        Redaction("手机号", "138****5678", place),
        Redaction("身份证号", "431***********1234", place),
        Redaction("银行卡号", "6222***********0123", place),
        Redaction("座机号", "***1234", place),
    )
    assert COVERED in [block.text for block in report.body if isinstance(block, Paragraph)]


def test_numbers_are_covered_in_tables_and_in_the_figures_behind_them(answers_of: Look) -> None:
    changes = {
        "self_evaluation/outputs/s1/reason": PRIVATE,
        "spending/projects/p1/name": f"热线（{MOBILE}）",
        "self_evaluation/outputs/s2/actual": MOBILE,
    }
    report = build(answers_of("demo-2024", changes), (), draft=False, edition="public")
    cells = [c for a in report.attachments for g in a.blocks if isinstance(g, Grid) for c in g.cells]
    assert COVERED in [cell.text for cell in cells]
    (measure,) = [cell for cell in cells if str(cell.address) == "self_evaluation/outputs/s2/actual"]
    assert (measure.text, measure.value, measure.formula) == ("138****5678", None, None)
    assert MOBILE not in str(report)
    fact = ReferencedFigure(measure.address, "处", "项", "", f"王某 {MOBILE}", None)
    assert redact(replace(report, referenced_figures=(fact,))).referenced_figures[0].value == "王某 138****5678"


def test_the_files_of_a_public_copy_contain_nothing_private(answers_of: Look, tmp_path: Path) -> None:
    answers = answers_of(
        "demo-2024",
        {"cover/phone": LINE, "cover/preparer": "欧阳填表", "others/text": PRIVATE, "base_data/thrift": PRIVATE},
    )
    for edition in ("submission", "public"):
        (tmp_path / edition).mkdir()
        files = [tmp_path / edition / f"r{suffix}" for suffix in (".docx", ".pdf", ".xlsx")]
        export_report(answers, (), files, False, lambda _: None, edition)
    shown, published = everything(tmp_path / "submission"), everything(tmp_path / "public")
    for secret in (MOBILE, IDENTITY, CARD, "5231234", "欧阳填表", "单位负责人签字"):
        assert secret in shown, secret
        assert secret not in published, secret
    assert "138****5678" in published


def test_a_public_copy_names_no_author(answers_of: Look, tmp_path: Path) -> None:
    files = [tmp_path / f"r{suffix}" for suffix in (".docx", ".pdf", ".xlsx")]
    write_files(build(answers_of("demo-2024"), (), False, "public"), files, lambda _: None)
    assert docx.Document(str(files[0])).core_properties.author == ""
    assert not (pypdf.PdfReader(files[1]).metadata or {}).get("/Author")
    book = openpyxl.load_workbook(files[2])
    assert (book.properties.creator or "", book.properties.lastModifiedBy or "") == ("", "")
    assert "_perfdesk" not in book.sheetnames
    write_files(build(answers_of("demo-2024"), (), False), files, lambda _: None)
    assert docx.Document(str(files[0])).core_properties.author == "青石县林业局"


def test_omissions_are_listed_for_printed_sections_only(answers_of: Look) -> None:
    report = build(answers_of("demo-2024", {"cover/with_scoring": "不附"}), (), False, "public")
    assert report.omitted[0] == "封面与单位信息：填表人、联系电话"
    assert "1 基础数据表：签字栏" in report.omitted
    assert not any("评分表" in item for item in report.omitted)
    assert build(answers_of("demo-2024"), (), False).omitted == ()


def test_figures_and_prose_are_the_same_in_both_editions(answers_of: Look) -> None:
    submission, public = (build(answers_of("daoxian-2023"), (), False, e) for e in ("submission", "public"))
    assert public.body == submission.body
    assert [a.blocks[0] for a in public.attachments] == [a.blocks[0] for a in submission.attachments]
    assert public.referenced_figures == submission.referenced_figures


def test_the_file_name_marks_the_public_copy(answers_of: Look) -> None:
    assert report_name(answers_of("demo-2024"), "public") == "2024年度青石县林业局部门整体支出绩效自评报告（公开稿）"


CLERK = """
[[block]]
type = "field"
id = "clerk"
label = "经办人"
internal = true

[[block]]
type = "table"
id = "callers"
label = "来电"
open = true
print = "grid"
columns = [{ id = "who", label = "谁" }, { id = "from_where", label = "号码", internal = true }]
"""


@pytest.mark.parametrize(
    ("block", "says"),
    [
        (
            'type = "field"\nid = "told"\nlabel = "句"\nkind = "sentence"\ntemplate = "由{clerk}写"',
            "要公开印的“由{clerk}写”",
        ),
        ('type = "field"\nid = "copy"\nlabel = "抄"\nformula = "clerk"', "“抄”的公式用到了不公开的“经办人”"),
        ('type = "sheet"\ntitle = "{clerk}"\nwidths = [10]', "要公开印的“{clerk}”"),
    ],
)
def test_a_form_that_would_publish_an_internal_answer_is_refused(
    refusal: Callable[..., str], block: str, says: str
) -> None:
    assert says in refusal(add=f"{CLERK}\n[[block]]\n{block}\n")


def test_internal_fields_and_columns_may_be_used_in_signatures(small_form: Callable[..., Form]) -> None:
    form = small_form(('tab = "钱"', 'tab = "钱"\nsignature = "经办：{clerk}"'), add=CLERK)
    assert form.section("money").signature is not None


def test_a_printed_line_of_internal_answers_is_accepted_when_marked(small_form: Callable[..., Form]) -> None:
    sheet = '[[block]]\ntype = "sheet"\ntitle = ""\nwidths = [10]\n[[block.line]]\n{}cells = ["{{clerk}}"]\n'
    assert small_form(add=CLERK + sheet.format("internal = true\n"))
    with pytest.raises(PerfDeskError, match="不公开的“经办人”"):
        small_form(add=CLERK + sheet.format(""))

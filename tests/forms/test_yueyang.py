"""The second form, 岳阳式: a printed cover and tables in the body, all of it data. Sound, checked, and printed well."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from docx.oxml.ns import qn

from perfdesk.application.answers_json import fill_values, read_values
from perfdesk.application.export import write_files
from perfdesk.application.session import Session
from perfdesk.checks.rules import rule_findings
from perfdesk.checks.run import run
from perfdesk.definition.address import Address
from perfdesk.definition.library import find_form
from perfdesk.definition.model import Form
from perfdesk.document.blocks import Grid, Heading, Report
from perfdesk.document.build import build
from perfdesk.entries.change import Edit
from perfdesk.evaluation.answers import Answers
from support.yueyang_breaks import BREAKS

SAMPLE = Path(__file__).with_name("yueyang_sample.json")
CHAPTERS = [
    "一、部门（单位）基本概况",
    "二、部门（单位）收支情况",
    "三、部门（单位）整体支出绩效自评情况",
    "四、评价人员",
    "五、评价报告综述",
]
Look = Callable[..., Answers]


@pytest.fixture(scope="module")
def form() -> Form:
    return find_form("yueyang_overall_2023")


@pytest.fixture(scope="module")
def answers(form: Form, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """The filled sample, kept for tests only."""
    session = Session.create(tmp_path_factory.mktemp("yueyang") / "sample.db", form)
    fill_values(session, read_values(SAMPLE), "样例")
    session.close()
    return session.answers


@pytest.fixture(scope="module")
def changed(form: Form, answers: Answers) -> Look:
    """The sample with some answers changed."""

    def look(changes: dict[str, str | None]) -> Answers:
        addresses = {Address(*name.split("/")): text for name, text in changes.items()}
        edits = tuple(Edit(address, answers.entries.text(address), text) for address, text in addresses.items())
        return Answers(form, answers.entries.after(edits))

    return look


@pytest.fixture(scope="module")
def report(answers: Answers) -> Report:
    return build(answers, (), draft=False)


@pytest.fixture(scope="module")
def files(report: Report, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("files")
    written = write_files(report, [folder / f"r{suffix}" for suffix in (".docx", ".pdf", ".xlsx")], lambda _: None)
    return {path.suffix: path for path in written}


def grid_texts(report: Report) -> list[str]:
    return [cell.text for block in report.body if isinstance(block, Grid) for cell in block.cells if cell.text]


def test_it_is_another_form_with_a_tab_for_each_part(form: Form) -> None:
    assert [section.title for section in form.sections] == ["封面", *CHAPTERS]
    assert {section.kind for section in form.sections} == {"cover", "chapter"}
    assert len(form.rules) >= 15


def test_nothing_is_found_in_the_sample(answers: Answers) -> None:
    assert run(answers) == ()


@pytest.mark.parametrize(("code", "title", "changes"), BREAKS, ids=[f"{c} {t}" for c, t, _ in BREAKS])
def test_each_rule_speaks_when_it_is_broken(changed: Look, code: str, title: str, changes: dict[str, str]) -> None:
    answers = changed(changes)
    found = [finding for finding in run(answers) if finding.code == code and title in finding.message]
    assert found, [finding.message for finding in run(answers)]
    assert all("＿＿" not in finding.message and "{" not in finding.message for finding in found)


def test_right_words_about_what_is_not_there_are_no_denial(changed: Look) -> None:
    done = {"evaluation/indicators/s5/actual": "全部达成，没有未达成的事项", "evaluation/indicators/s5/score": "20"}
    for changes in (
        {
            "summary/management": "未发生挤占挪用政府性基金的问题。",
            "summary/effects": "无违规使用政府性基金情况。",
            **done,
        },
        {"summary/spent": "2023年度政府性基金预算支出0.00万元。", "evaluation/by_income/fund/amount": "0"},
    ):
        assert not [x.message for x in run(changed(changes)) if x.code == "C45" or "部分达成的" in x.message]


def test_every_rule_has_a_change_that_breaks_it(form: Form, changed: Look) -> None:
    spoke = set()
    for _, _, changes in BREAKS:
        answers = changed(changes)
        spoke |= {number for number, rule in enumerate(form.rules) if list(rule_findings(answers, rule, rule.section))}
    assert [rule.code for number, rule in enumerate(form.rules) if number not in spoke] == []


def test_figures_are_worked_out_from_the_offices(answers: Answers) -> None:
    def value(name: str) -> Decimal:
        found = answers.value(Address.parse(name))
        assert isinstance(found, Decimal)
        return found

    assert value("money/all/together/spending") == Decimal("1279.00")
    assert value("money/budget/whole/rate") == Decimal("99.15")
    assert value("evaluation/total_score") == Decimal("9.92") + Decimal("89.5")
    assert answers.text(Address.parse("evaluation/grade")) == "优"


def test_the_tables_are_in_the_body_below_their_headings(report: Report) -> None:
    kinds = [block.text if isinstance(block, Heading) else "表" for block in report.body if not hasattr(block, "flush")]
    assert kinds[:8] == [CHAPTERS[0], "表", CHAPTERS[1], "表", CHAPTERS[2], "表", CHAPTERS[3], "表"]
    assert report.attachments == ()
    assert [paper.sheet_name for paper in report.body_tables] == [
        "封面",
        "一、基本概况",
        "二、收支情况",
        "三、绩效自评",
        "四、评价人员",
    ]


def test_spending_three_public_and_scores_are_charted(report: Report, files: dict[str, Path]) -> None:
    charts = {chart.title: chart for chart in report.charts}
    assert list(charts) == ["支出构成", "“三公”经费", "自评指标得分"]
    shown = {
        title: [[cell.text for cell in chart.table.cells if cell.row == row] for row in (1, 2)]
        for title, chart in charts.items()
    }
    assert shown["支出构成"] == [["人员支出", "813.55"], ["项目支出", "330.00"]]
    assert shown["“三公”经费"][0] == ["公务用车运行维护费", "9.60", "10.00", "9.05"]
    assert shown["自评指标得分"] == [["预算执行率", "10", "9.92"], ["加固堤垸长度", "15", "15.00"]]
    assert len(openpyxl.load_workbook(files[".xlsx"])["图表"]._charts) == 3


def test_the_cover_is_printed_alone_on_its_page_and_bears_no_number(files: dict[str, Path]) -> None:
    first, second, *_ = [page.extract_text() for page in pypdf.PdfReader(files[".pdf"]).pages]
    lines = [line.replace(" ", "") for line in first.splitlines() if line.strip()]
    assert lines[:2] == ["2023年度临湖县水利局", "部门整体支出绩效自评报告"]
    assert "0730-5231234" in lines
    assert lines[-1] == "2024年3月12日"
    assert "—" not in first
    assert "— 2 —" in second
    assert CHAPTERS[0] in second
    assert "绩效自评报告" not in second


def test_word_has_the_cover_in_a_section_of_its_own(files: dict[str, Path]) -> None:
    document = docx.Document(str(files[".docx"]))
    cover, body = document.sections[:2]
    assert cover.different_first_page_header_footer
    assert not body.different_first_page_header_footer
    assert b"PAGE" in body.footer.part.blob
    assert cover.first_page_footer.is_linked_to_previous
    styles = [paragraph.style.name for paragraph in document.paragraphs[:3]]
    assert styles == ["封面标题", "封面副标题", "封面落款"]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows][1] == ["评价年度：", "2023"]
    titles = [p.text for p in document.paragraphs if p.style.name in ("公文标题", "封面标题")]
    assert titles == ["2023年度临湖县水利局\n部门整体支出绩效自评报告"]


def test_a_draft_is_marked_on_the_cover_too(answers: Answers, tmp_path: Path) -> None:
    draft = build(answers, (), draft=True)
    write_files(draft, [tmp_path / "r.docx"], lambda _: None)
    cover = docx.Document(str(tmp_path / "r.docx")).sections[0]
    assert "草稿" in cover.first_page_header.part.blob.decode("utf-8")


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".xlsx"])
def test_every_text_of_every_table_is_in_each_file(report: Report, files: dict[str, Path], suffix: str) -> None:
    path = files[suffix]
    if suffix == ".docx":
        text = "".join(element.text or "" for element in docx.Document(str(path)).element.iter(qn("w:t")))
    elif suffix == ".pdf":
        text = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    else:
        book = openpyxl.load_workbook(path, data_only=True)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        text = "".join(str(cell.value) for cell in cells if isinstance(cell.value, str))
    squeezed = "".join(text.split())
    wanted = {"".join(t.split()) for t in grid_texts(report) if not any(sign.isdigit() for sign in t)}
    assert len(wanted) > 80
    assert [t for t in wanted if t not in squeezed] == []


@pytest.mark.slow
def test_libreoffice_recalculates_the_workbook_to_the_same_figures(
    answers: Answers, files: dict[str, Path], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(files[".xlsx"])
    places = [row for row in book["_perfdesk"].iter_rows(values_only=True) if book[row[0]][row[1]].data_type == "f"]
    book.save(tmp_path / "bare.xlsx")  # openpyxl drops the stored results of the formulas
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xlsx"]
    command += ["--outdir", str(tmp_path / "out"), str(tmp_path / "bare.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    values = openpyxl.load_workbook(tmp_path / "out" / "bare.xlsx", data_only=True)
    assert len(places) > 40
    for sheet, reference, name in places:
        expected, shown = answers.value(Address.parse(name)), values[sheet][reference].value
        if isinstance(expected, Decimal):
            assert Decimal(str(shown)).quantize(Decimal("0.0001")) == expected.quantize(Decimal("0.0001")), name
        else:
            assert str(shown or "").endswith(answers.text(Address.parse(name))), name


def test_the_public_copy_has_no_contact_no_signatures_and_covers_numbers(answers: Answers) -> None:
    public = build(answers, (), False, "public")
    assert public.cover is not None
    assert [label for label, _ in public.cover.lines] == ["单位名称（盖章）", "评价年度", "单位负责人"]
    texts = grid_texts(public)
    assert not any("签字）" in text or "联系" in text or "5231234" in text for text in texts)
    assert "情况属实，同意上报。" in texts
    assert [(masking.kind, masking.redacted_text) for masking in public.redactions] == [
        ("座机号", "***1234"),
        ("手机号", "139****5678"),
    ]
    assert "四、评价人员：表中不公开的 3 行" in public.omitted
    assert "5231234" not in str((public.cover, public.body, public.body_tables, public.referenced_figures))

"""Sums that do not reconcile: a rounding difference is a notice, more is an error, and unit errors are proven."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from perfdesk.application.session import Session
from perfdesk.checks.finding import Finding
from perfdesk.definition.address import Address

pytestmark = pytest.mark.slow

Findings = Callable[..., tuple[Finding, ...]]
STATED = "spending/procurement/stated/last_actual"
WAGES = "spending/wages/e30101/actual"


@pytest.mark.parametrize("stated", ["90.20", "90.200", "９０．２０", "90.2万元"])
def test_a_sum_that_reconciles_has_no_finding_however_it_is_typed(findings_of: Findings, stated: str) -> None:
    assert findings_of("demo-2024", {STATED: stated}) == ()


@pytest.mark.parametrize("stated", ["90.21", "90.19", "90.22", "90.18"])
def test_a_gap_of_half_a_unit_for_each_figure_is_a_rounding_difference(findings_of: Findings, stated: str) -> None:
    (finding,) = findings_of("demo-2024", {STATED: stated})
    assert (finding.code, finding.severity, finding.fix) == ("E24", "notice", None)
    assert finding.message.endswith("属于四舍五入的尾差。")


@pytest.mark.parametrize("stated", ["90.221", "90.179", "90.23", "91.20", "0"])
def test_a_gap_beyond_that_is_an_error(findings_of: Findings, stated: str) -> None:
    (finding,) = findings_of("demo-2024", {STATED: stated})
    assert (finding.code, finding.severity) == ("E24", "error")
    assert "尾差" not in finding.message


@pytest.mark.parametrize(
    ("blanks", "stated", "severity"),
    [(0, "748.33", "notice"), (0, "748.34", "missing"), (4, "557.43", "notice"), (4, "557.44", "missing")],
)
def test_the_rounding_difference_grows_with_the_figures_and_not_with_blanks(
    findings_of: Findings, blanks: int, stated: str, severity: str
) -> None:
    cleared = {f"spending/wages/{row}/actual": None for row in ("e30107", "e30109", "e30112", "e30113")[:blanks]}
    findings = findings_of("demo-2024", {**cleared, "spending/controls/e301/actual": stated})
    (finding,) = [finding for finding in findings if "301 工资福利支出各款之和" in finding.message]
    gap = abs(finding.expected - finding.found)
    figures = 10 - blanks
    assert finding.severity == severity == ("notice" if gap <= Decimal("0.005") * figures else "missing")


@pytest.mark.parametrize(("stated", "severity"), [("55", "error"), ("56.01", "missing")])
def test_heads_and_scores_have_no_rounding_difference(findings_of: Findings, stated: str, severity: str) -> None:
    (finding,) = findings_of("demo-2024", {"basics/authorised_stated": stated})
    assert finding.severity == severity


@pytest.mark.parametrize(
    ("address", "typed", "corrected"),
    [
        (WAGES, "204.62元", "204.62"),
        (WAGES, "2046200", "204.62"),
        ("spending/goods/e30239/actual", "22.68元", "22.68"),
        ("spending/family/e30302/budget", "130000", "13"),
        ("spending/controls/e310/last_actual", "48000", "4.8"),
        ("spending/procurement/works/budget", "0.00441", "44.1"),
    ],
)
def test_a_part_in_the_wrong_unit_is_named_and_its_fix_reconciles_the_sum(
    demo: Session, address: str, typed: str, corrected: str
) -> None:
    where = Address.parse(address)
    demo.enter(where, typed)
    unit_errors = [finding for finding in demo.findings if finding.fix is not None]
    assert unit_errors
    for unit_error in unit_errors:
        assert unit_error.fix.texts == {where: corrected}
        assert unit_error.addresses[0] == where
        assert "疑为“元”与“万元”写错" in unit_error.message
    demo.fill(unit_errors[0].fix.texts, unit_errors[0].fix.label)
    assert demo.findings == ()
    demo.undo()
    assert demo.entries.text(where) == typed


def test_parts_of_a_sum_differ_in_size_so_one_near_part_is_enough(findings_of: Findings) -> None:
    """Income with nothing but the final figures: 1249.90 of general budget, 49.20 of funds, 6.50 of others."""
    blank = {f"spending/income/{row}/budget": None for row in ("general", "fund", "special", "other")}
    wrong = "spending/income/general/actual"
    fixes = [one.fix.texts for one in findings_of("demo-2024", {**blank, wrong: "12499000"}) if one.fix is not None]
    assert fixes
    assert all(texts == {Address.parse(wrong): "1249.9"} for texts in fixes)


def test_two_parts_that_would_each_reconcile_the_sum_offer_no_fix(findings_of: Findings) -> None:
    equal = {f"spending/family/{row}/last_actual": "20元" for row in ("e30302", "e30305")}
    changes = {**equal, "spending/family/e30309/last_actual": None, "spending/controls/e303/last_actual": "20.002"}
    (finding,) = [finding for finding in findings_of("demo-2024", changes) if finding.code == "E06"]
    assert (finding.severity, finding.fix) == ("missing", None)
    assert "疑为" not in finding.message


def test_two_parts_in_the_wrong_unit_offer_no_fix(findings_of: Findings) -> None:
    changes = {WAGES: "204.62元", "spending/wages/e30102/actual": "137.48元"}
    (finding,) = [finding for finding in findings_of("demo-2024", changes) if finding.code == "E06"]
    assert (finding.severity, finding.fix) == ("missing", None)


def test_a_right_figure_is_not_corrected_to_fit_a_wrong_one_beside_it(findings_of: Findings) -> None:
    """The budget beside it would be in proportion, and a score that compares the two would close."""
    wrong = "spending/controls/e302/actual"
    fixes = [finding.fix.texts for finding in findings_of("demo-2024", {wrong: "1195800"}) if finding.fix is not None]
    assert fixes
    assert {str(address) for texts in fixes for address in texts} == {wrong}


def test_a_gap_that_no_unit_explains_offers_no_fix(findings_of: Findings) -> None:
    findings = findings_of("demo-2024", {WAGES: "214.62"})
    assert findings
    assert all(finding.fix is None for finding in findings)


def test_unit_errors_are_searched_in_money_only(findings_of: Findings) -> None:
    findings = findings_of("demo-2024", {"basics/staffing/administrative/actual": "170000"})
    assert {finding.code for finding in findings} >= {"E28", "C16"}
    assert all(finding.fix is None for finding in findings)


def test_a_proven_unit_error_is_the_only_finding_about_its_figure(findings_of: Findings) -> None:
    travel = "spending/goods/e30211/actual"
    assert [finding.code for finding in findings_of("demo-2024", {travel: "11.93元"})] == ["E06"]
    unproved = findings_of("demo-2024", {travel: "58.93元"})
    assert "C11" in {finding.code for finding in unproved if finding.addresses[0] == Address.parse(travel)}


@pytest.mark.parametrize("typed", ["204.62.", "20x", "1 234,5", "=1*1"])
def test_an_unreadable_figure_is_an_error_that_quotes_it_and_the_sum_counts_it_as_blank(
    findings_of: Findings, typed: str
) -> None:
    findings = findings_of("demo-2024", {WAGES: typed})
    unreadable = [finding for finding in findings if finding.code == "UNREADABLE"]
    assert [finding.addresses for finding in unreadable] == [(Address.parse(WAGES),)]
    assert f"“{typed}”" in unreadable[0].message
    assert "已照原样保留" in unreadable[0].message
    (total,) = [finding for finding in findings if finding.code == "E06"]
    assert total.found == Decimal("543.66")


def test_a_choice_outside_its_options_is_an_error_that_lists_them(findings_of: Findings) -> None:
    findings = findings_of("demo-2024", {"cover/genre": "自查报告"})
    assert ["不在可选的范围内（自评报告、评价报告）" in finding.message for finding in findings][:1] == [True]


def test_a_text_too_long_for_its_cell_is_an_error_that_shows_only_its_beginning(findings_of: Findings) -> None:
    (finding,) = findings_of("demo-2024", {"cover/preparer": "长" * 100_000})
    assert (finding.code, len(finding.message) < 200) == ("UNREADABLE", True)
    assert "最多 1000 个字，请缩短到 1000 个字以内" in finding.message

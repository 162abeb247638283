"""Which slips of a report of the corpus are found, and what is reported although it is right."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from perfdesk.checks.finding import Finding
from perfdesk.checks.run import run
from perfdesk.definition.model import Form
from perfdesk.definition.severity import Severity
from perfdesk.entries.stated import stated_address
from support.entered_reports import EnteredReport, entered

Slip = dict[str, Any]


@dataclass
class SlipScore:
    """Slips by the number of their kind in the catalogue of mistakes; those the form has no place for are apart."""

    found: Counter[int] = field(default_factory=Counter[int])
    missed: Counter[int] = field(default_factory=Counter[int])
    missed_words: list[str] = field(default_factory=list)
    without_place: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    clean_reports: int = 0

    def add(self, other: SlipScore) -> None:
        """Add the score of another report."""
        self.found += other.found
        self.missed += other.missed
        self.missed_words += other.missed_words
        self.without_place += other.without_place
        self.alarms += other.alarms
        self.clean_reports += other.clean_reports

    @property
    def share(self) -> float:
        """The share of found ones among the slips that the form has a place for."""
        return self.found.total() / max(1, self.found.total() + self.missed.total())

    def line(self, name: str) -> str:
        """One line of the table."""
        kinds = sorted({*self.found, *self.missed})
        by_kind = " ".join(f"{kind}:{self.found[kind]}/{self.found[kind] + self.missed[kind]}" for kind in kinds)
        total = self.found.total() + self.missed.total()
        return (
            f"slips {name}: found {self.found.total()} of {total} ({self.share:.1%}; {by_kind}), "
            f"{len(self.without_place)} without a place, "
            f"{len(self.alarms)} false alarms in {self.clean_reports} clean reports"
        )


def slip_score(form: Form, name: str, oracle: dict[str, Any]) -> SlipScore:
    """Enter a report, check it, and compare."""
    report = entered(form, oracle)
    findings = run(report.answers)
    score = SlipScore()
    if oracle["clean"]:
        score.clean_reports = 1
        score.alarms = [f"{name} {one.code} {one.message}" for one in findings if _is_alarm(one)]
    for slip in oracle["slips"]:
        words = f"{name} {slip['kind']} {slip['quote'].strip()}: {slip['why']}"
        if any(_is_about(report, one, slip) for one in findings):
            score.found[slip["kind"]] += 1
        elif _has_place(report, slip):
            score.missed[slip["kind"]] += 1
            score.missed_words.append(words)
        else:
            score.without_place.append(words)
    return score


def _is_alarm(finding: Finding) -> bool:
    return finding.severity in (Severity.ERROR, Severity.WARNING)


def _is_about(report: EnteredReport, finding: Finding, slip: Slip) -> bool:
    """Whether a finding names the answer with the slip, or marks words of it."""
    if finding.is_blank_answer:
        return False
    place = report.places.get(slip.get("fact", ""))
    if place is not None and place in finding.addresses and finding.span is None:
        return True
    quote = slip["quote"].strip()
    if finding.span is None:
        sections = {address.section for address in finding.addresses}
        is_kind = finding.code.lstrip("CP") == str(slip["kind"])
        quoted = [address for address, text in report.answers.entries if quote in text]
        return any(address in finding.addresses or (is_kind and address.section in sections) for address in quoted) or (
            any(quote in report.answers.text(address) for address in finding.addresses)
        )
    text, (start, end) = report.answers.typed(finding.addresses[0]) or "", finding.span
    at = text.find(quote)
    return at >= 0 and start < at + len(quote) and end > at


def _has_place(report: EnteredReport, slip: Slip) -> bool:
    """Whether the report as entered contains the slip."""
    place = report.places.get(slip.get("fact", ""))
    if place is not None and any(report.answers.typed(one) is not None for one in (place, stated_address(place))):
        return True
    return any(slip["quote"].strip() in text for _, text in report.answers.entries)

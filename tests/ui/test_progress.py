"""The progress of a report is computed once after each change, for all widgets that show it."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.checks.finding import Finding
from perfdesk.ui.models.progress import report_progress
from support.user import User


class CountedFindings(tuple[Finding, ...]):
    """Findings that count how often they are iterated."""

    rounds = 0

    def __iter__(self) -> Iterator[Finding]:
        type(self).rounds += 1
        return super().__iter__()


def test_the_findings_are_iterated_once_for_all_sections(user: User) -> None:
    findings = CountedFindings(user.session.findings)
    progress = report_progress(user.session.answers, findings)
    assert len(progress) > 10
    assert CountedFindings.rounds == 1


def test_navigation_status_bar_and_overview_share_the_progress(user: User) -> None:
    model = user.workspace.model
    before = model.progress
    assert model.progress is before
    user.go_to("cover/unit_name")
    user.type("甲县水利局")
    user.workspace.flush()
    assert model.progress is not before
    answered = sum(one.answered for one in model.progress)
    assert answered == sum(one.answered for one in before) + 1
    assert [entry.progress for entry in user.workspace.navigation.section_entries()] == list(model.progress)

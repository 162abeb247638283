"""Create a blank report in a new file and open it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.ui.commands.workbench import Workbench

if TYPE_CHECKING:
    from perfdesk.application.session import Session


def begin_report(workbench: Workbench, path: Path, form: str) -> bool:
    """Create a report of the form with this id in a new file."""
    from perfdesk.application.session import Session
    from perfdesk.definition.library import find_form

    return workbench.show_new_session(lambda: Session.create(path, find_form(form), fill=_prefill_year))


def _prefill_year(session: Session) -> None:
    """Enter the year of a new report: last year, because a report is written after the year has ended."""
    year = datetime.datetime.now().astimezone().year - 1
    session.fill({session.form.report_fields.year: str(year)}, "报告年度")

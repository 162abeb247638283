"""结转: create this year's report from last year's, and review what was carried over."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from perfdesk.ui.commands.workbench import Workbench, documents_folder, open_report_of
from perfdesk.ui.settings import recent_files

if TYPE_CHECKING:
    from perfdesk.application.session import Session
    from perfdesk.ui.commands.rollover_dialog import RolloverDialog


def roll_over(workbench: Workbench) -> None:
    """Create this year's report from last year's."""
    from perfdesk.ui.commands.rollover_dialog import RolloverDialog
    from perfdesk.ui.widgets.dialog_parts import open_dialog

    found = open_report_of(workbench)
    path = found[0].path if found else None
    recent = recent_files()
    folder = path.parent if path else recent[0].parent if recent else documents_folder()
    dialog = RolloverDialog(folder, path, workbench.dialog_parent())
    dialog.accepted.connect(lambda: _on_accepted(workbench, dialog))
    open_dialog(dialog)


def review_carried_over(workbench: Workbench) -> None:
    """List the carried-over answers that have not been reviewed."""
    from perfdesk.ui.commands.rollover_review import NOTHING_CARRIED, RolloverReview, carried_over_places

    found = open_report_of(workbench)
    if found is None:
        return
    workspace = found[1]
    docked = workspace.panels.docked
    if isinstance(docked, RolloverReview):
        docked.list.setFocus()
        return
    if not any(True for _ in carried_over_places(workspace.model.answers, workspace.model.findings)):
        workspace.messages.show_message("done", NOTHING_CARRIED)
        return
    review = RolloverReview(workspace.model)
    review.go_to_requested.connect(workspace.go_to)
    review.closed.connect(workspace.panels.close_docked)
    workspace.panels.dock(review)
    review.list.setFocus()


def rolled_session(last: Path, target: Path, year: int) -> Session:
    """Create the report of a year with the answers carried over from last year's file.

    Raises PerfDeskError when it cannot be created.
    """
    from perfdesk.application.rollover import rollover_edits
    from perfdesk.application.session import Session

    with contextlib.closing(Session.open(last, read_only=True)) as old:
        edits, form = rollover_edits(old.answers, year), old.form
    return Session.create(target, form, edits)


def _on_accepted(workbench: Workbench, dialog: RolloverDialog) -> None:
    from perfdesk.ui.commands.rollover_review import carried_over_places

    last, target = dialog.last_path.path, dialog.target.path
    if last is None or target is None:
        return
    session = workbench.session
    source = session.file.path if session is not None and session.path == last else last
    shown = workbench.show_new_session(lambda: rolled_session(source, target, dialog.year))
    if shown and workbench.workspace is not None:
        model = workbench.workspace.model
        count = sum(1 for _ in carried_over_places(model.answers, model.findings))
        text = f"已结转到 {dialog.year} 年度。带来的文字里有 {count} 处要核对。"
        workbench.workspace.messages.show_message("done", text, [("逐处核对", partial(review_carried_over, workbench))])
        review_carried_over(workbench)

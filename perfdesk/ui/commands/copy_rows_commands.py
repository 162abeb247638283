"""填报 → 照另一项目填指标: the tables of a project begin like those of another one."""

from __future__ import annotations

from functools import partial

from perfdesk.ui.commands.command import Run, Submenu
from perfdesk.ui.commands.workbench import Workbench

_NOTHING_THERE = "没有照填：“{0}”里还没有填各行。"
_ALREADY_TYPED = "没有照填：这里的“{0}”已经填了内容。要照填，请先删去已填的行。"


def other_projects(workbench: Workbench) -> list[tuple[str, Run]]:
    """Return the other pages of the kind that is shown, each with the function that copies its rows to this one."""
    page = workbench.workspace.page if workbench.workspace is not None else None
    if workbench.workspace is None or page is None or workbench.workspace.model.session.read_only:
        return []
    from perfdesk.evaluation.labels import section_label

    answers = workbench.workspace.model.answers
    section = answers.form.section(page.instance)
    others = [instance for instance in answers.instances(section) if instance != page.instance]
    return [(section_label(answers, other).replace("&", "&&"), partial(_copy, source=other)) for other in others]


def _copy(workbench: Workbench, source: str) -> None:
    from perfdesk.application.copied_rows import begun_tables, copied_rows
    from perfdesk.evaluation.labels import section_label

    workspace = workbench.workspace
    if workspace is None or workspace.page is None:
        return
    workspace.page.finish()
    answers, target = workspace.model.answers, workspace.page.instance
    texts, name = copied_rows(answers, source, target), section_label(answers, source)
    begun = "”、“".join(begun_tables(answers, target))
    if not texts:
        reason = _ALREADY_TYPED.format(begun) if begun_tables(answers, source) else _NOTHING_THERE.format(name)
        workspace.messages.show_message("notice", reason)
    elif workspace.model.fill(texts, f"照“{name}”填指标"):
        left = f"这里的“{begun}”已经填了内容，没有动。" if begun else ""
        workspace.messages.show_message("done", f"已照“{name}”填了各行的名称、指标值和分值，其余请自己填。{left}")


COMMANDS = (Submenu("like_another", "照另一项目填指标", other_projects, "report", group=2),)

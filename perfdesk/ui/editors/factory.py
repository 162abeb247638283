"""Create the editor for each kind of question."""

from __future__ import annotations

from functools import partial

from perfdesk.definition.address import Address
from perfdesk.definition.model import Question
from perfdesk.definition.text import shorten
from perfdesk.ui.editors.choice import ChoiceEditor, LinkEditor
from perfdesk.ui.editors.line import LineEditor
from perfdesk.ui.editors.prose import ProseEditor
from perfdesk.ui.models.report_model import ReportModel

Editor = LineEditor | ProseEditor | ChoiceEditor | LinkEditor

#: Up to this many options are buttons side by side; more are a list that is searched by typing.
MAX_BUTTONS = 6
_MAX_LINK_TEXT = 24


def create_editor(model: ReportModel, address: Address, question: Question, lines: int) -> Editor:
    """Create an editor that enters into the report what is typed or chosen; `lines` is the least height of prose."""
    if question.kind in ("prose", "sentence"):
        editor: Editor = ProseEditor(lines=lines)
        editor.paste_refused.connect(partial(model.message_posted.emit, "warning"))
    elif question.kind == "link" or len(question.options) > MAX_BUTTONS:
        editor = LinkEditor()
    elif question.kind == "choice":
        editor = ChoiceEditor(question.options)
    else:
        editor = LineEditor(right=question.kind == "number")
    editor.edited.connect(partial(model.type_text, address))
    editor.finished.connect(model.stop_typing)
    return editor


def link_options(model: ReportModel, question: Question) -> list[tuple[str, str]]:
    """Return the options of a list as (answer, text).

    A link offers the rows of another table, such as `1. 绩效目标编制不够细化…`.
    """
    if question.link is None:
        return [(option, option) for option in question.options]
    section, table = question.link
    column = model.session.form.tables[question.link].columns[0].id
    options: list[tuple[str, str]] = []
    for number, row in enumerate(model.answers.rows(section, table), 1):
        text = (model.session.entries.text(Address(section, table, row, column)) or "（未填写）").split("\n")[0]
        options.append((row, f"{number}. {shorten(text, _MAX_LINK_TEXT)}"))
    return options

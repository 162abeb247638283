"""The editor for a question of each kind, wherever on the page it is asked."""

from __future__ import annotations

from perfdesk.definition.address import Address
from perfdesk.definition.model import Question
from perfdesk.ui.editors.choice import ChoiceEditor, LinkEditor
from perfdesk.ui.editors.line import LineEditor
from perfdesk.ui.editors.prose import ProseEditor
from perfdesk.ui.models.report_model import ReportModel

Editor = LineEditor | ProseEditor | ChoiceEditor | LinkEditor

#: More options than these do not stand side by side: they are a list, searched by typing.
MAX_BUTTONS = 6
_MAX_LINK_TEXT = 24


def create_editor(model: ReportModel, address: Address, question: Question, lines: int) -> Editor:
    """An editor that enters what is typed or chosen; running text begins `lines` high."""
    if question.kind in ("prose", "sentence"):
        editor: Editor = ProseEditor(lines=lines)
        editor.paste_refused.connect(lambda words: model.message_posted.emit("warning", words))
    elif question.kind == "link" or len(question.options) > MAX_BUTTONS:
        editor = LinkEditor()
    elif question.kind == "choice":
        editor = ChoiceEditor(question.options)
    else:
        editor = LineEditor(right=question.kind == "number")
    editor.edited.connect(lambda text: model.type_text(address, text))
    editor.finished.connect(model.stop_typing)
    return editor


def link_options(model: ReportModel, question: Question) -> list[tuple[str, str]]:
    """What a list offers: (answer, words). A link points to rows of another table: `1. 绩效目标编制不够细化…`."""
    if question.link is None:
        return [(option, option) for option in question.options]
    section, table = question.link
    column = model.session.form.tables[question.link].columns[0].id
    options = []
    for number, row in enumerate(model.answers.rows(section, table), 1):
        text = (model.session.entries.text(Address(section, table, row, column)) or "（未填写）").split("\n")[0]
        short = text if len(text) <= _MAX_LINK_TEXT else f"{text[:_MAX_LINK_TEXT]}…"
        options.append((row, f"{number}. {short}"))
    return options

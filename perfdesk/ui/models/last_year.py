"""Last year's answer to a question, if the report contains it (Ctrl+D)."""

from __future__ import annotations

from perfdesk.definition.address import Address
from perfdesk.definition.model import Field
from perfdesk.evaluation.labels import answer_label
from perfdesk.ui.models.report_model import ReportModel

NOTHING_TO_TAKE = "这里没有可取的上年数：本栏没有对应的上年一栏，或上年数还空着。"


def last_year(model: ReportModel, address: Address) -> str | None:
    """Return last year's answer to a question; empty if it is blank, None if the report contains no such answer.

    It is in the question that the form rolls forward from this one (`roll`), or in the answers carried over when the
    report was created.
    """
    source = _last_year_address(model, address)
    if source is not None:
        return model.session.entries.text(source) or model.answers.text(source)
    return model.session.entries.carried_over(address)


def take_last_year(model: ReportModel, address: Address) -> None:
    """Enter last year's answer to a single question, or show a message that there is none."""
    text, formula = last_year(model, address), model.session.form.formula(address)
    if not text or (formula is not None and not formula.overridable):
        model.message_posted.emit("notice", NOTHING_TO_TAKE)
    elif text != model.session.entries.text(address):
        model.fill({address: text}, f"{answer_label(model.answers, address)}取上年数")


def _last_year_address(model: ReportModel, address: Address) -> Address | None:
    """Return the address of last year's answer: another column of the row, or another field of the section."""
    form = model.session.form
    if address.row:
        columns = form.tables[(address.form_section, address.field)].columns
        column = next((one.id for one in columns if one.rollover.source == address.column), None)
        return address._replace(column=column) if column else None
    fields = (block.question for block in form.section(address.section).blocks if isinstance(block, Field))
    field = next((one.id for one in fields if one.rollover.source == address.field), None)
    return address._replace(field=field) if field else None

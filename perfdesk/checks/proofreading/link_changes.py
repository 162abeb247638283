"""What the user can decide about the figures of an own text: link one to an answer, cut its link, or restore it."""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.checks.proofreading.figure_places import PlacedFigure, placed_figures
from perfdesk.checks.proofreading.link_settings import LinkSetting, removal_edit, setting_edit, settings_of
from perfdesk.checks.proofreading.number_links import LINKED_TEXTS, NumberLink, links_in, year_of
from perfdesk.definition.address import Address
from perfdesk.entries.change import Edit
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import full_label


@dataclass(frozen=True, slots=True)
class LinkableFigure:
    """A figure of the own text at `text`, its link, and what the user decided about it."""

    text: Address
    placed: PlacedFigure
    link: NumberLink | None
    setting: LinkSetting | None


@dataclass(frozen=True, slots=True)
class LinkChange:
    """The edit that changes the link of a figure, and its name in the list of undo."""

    label: str
    edit: Edit


def linkable_figures(answers: Answers, text: Address) -> tuple[LinkableFigure, ...]:
    """Return the figures of a text that the user has typed, by position; none for any other answer."""
    question, typed = answers.form.question(text), answers.typed(text)
    value = answers.value(text)
    if question is None or typed is None or question.kind not in LINKED_TEXTS or not isinstance(value, str):
        return ()
    figures = placed_figures(value, year_of(answers))
    settings = settings_of(answers, text, figures)
    links = {link.start: link for link in links_in(answers, text)}
    return tuple(LinkableFigure(text, one, links.get(one.start), settings.get(one)) for one in figures)


def link_to(answers: Answers, figure: LinkableFigure, answer: Address) -> LinkChange:
    """Return the change after which a figure states this answer and no other."""
    label = f"连到表格：{figure.placed.name} → {full_label(answers, answer)}"
    return LinkChange(label, setting_edit(answers, figure.text, figure.placed, answer, figure.setting, cut=False))


def cut_link(answers: Answers, figure: LinkableFigure) -> LinkChange:
    """Return the change after which a figure states no answer; ValueError when it has no link."""
    if figure.link is None:
        raise ValueError(figure.placed.name)
    edit = setting_edit(answers, figure.text, figure.placed, figure.link.answer, figure.setting, cut=True)
    return LinkChange(f"断开与表格的连接：{figure.placed.name}", edit)


def restore_link(answers: Answers, figure: LinkableFigure) -> LinkChange:
    """Return the change after which a figure is linked by its words again; ValueError when nothing was decided."""
    if figure.setting is None:
        raise ValueError(figure.placed.name)
    return LinkChange(f"恢复自动连接：{figure.placed.name}", removal_edit(answers, figure.setting))

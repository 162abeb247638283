"""The titles of chapters and the headings in them that apply now, numbered without those that do not."""

from __future__ import annotations

from collections.abc import Iterator

from perfdesk.definition.model import Heading, Section
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.evaluator import EvaluationContext
from perfdesk.language.heading_numbers import following_numbers, heading_number


def section_title(answers: Answers, section: Section) -> str:
    """Return the title of a section as it is printed."""
    return dict(answers.cached(("section titles",), _chapter_names, False)).get(section.id, section.title)


def section_tab(answers: Answers, section: Section) -> str:
    """Return the name of a section in the window."""
    return dict(answers.cached(("section tabs",), _chapter_names, True)).get(section.id, section.tab)


def printed_attachments(answers: Answers) -> list[Section]:
    """Return the attachments that are printed now, in the order of their numbers; one over no rows is not."""
    return [
        section
        for section in answers.form.sections
        if section.kind == "attachment"
        and answers.is_met(section.when, EvaluationContext(section.id))
        and answers.instances(section)
    ]


def printed_number(answers: Answers, section: Section) -> int | None:
    """Return the number that a chapter or an attachment is printed with, None without one."""
    if section.kind == "attachment":
        attachments = [one.id for one in printed_attachments(answers)]
        return attachments.index(section.id) + 1 if section.id in attachments else None
    return heading_number(section_title(answers, section))


def shown_headings(answers: Answers, instance: str) -> dict[int, str]:
    """Return the headings of a section that apply now, by the position of their block."""
    return dict(answers.cached(("headings", instance), _shown_headings, instance))


def _chapter_names(answers: Answers, tabs: bool) -> Iterator[tuple[str, str]]:
    chapters = [section for section in answers.form.sections if section.kind == "chapter"]
    if any(section.when is not None for section in chapters):
        shown = [answers.is_met(section.when, EvaluationContext(section.id)) for section in chapters]
        names = [section.tab if tabs else section.title for section in chapters]
        numbered = following_numbers(list(zip(names, shown, strict=True)))
        yield from zip((section.id for section in chapters), numbered, strict=True)


def _shown_headings(answers: Answers, instance: str) -> Iterator[tuple[int, str]]:
    blocks, context = answers.form.section(instance).blocks, EvaluationContext(instance)
    for siblings in _by_parent(blocks).values():
        shown = [answers.is_met(heading.when, context) for _, heading in siblings]
        wordings = [_wording(answers, heading, context) for _, heading in siblings]
        texts = following_numbers(list(zip(wordings, shown, strict=True)))
        yield from ((at, text) for (at, _), text, is_shown in zip(siblings, texts, shown, strict=True) if is_shown)


def _wording(answers: Answers, heading: Heading, context: EvaluationContext) -> str:
    """Return the text of a heading that applies now."""
    return next((text for when, text in heading.instead if answers.is_met(when, context)), heading.text)


def _by_parent(blocks: tuple[object, ...]) -> dict[tuple[int, int], list[tuple[int, Heading]]]:
    """Group headings, with the positions of their blocks, by the heading above them and their level."""
    groups: dict[tuple[int, int], list[tuple[int, Heading]]] = {}
    above: list[tuple[int, int]] = []
    for at, block in enumerate(blocks):
        if isinstance(block, Heading):
            while above and above[-1][1] >= block.level:
                above.pop()
            groups.setdefault((above[-1][0] if above else -1, block.level), []).append((at, block))
            above.append((at, block.level))
    return groups

"""The answers that the figures of the printed texts state."""

from __future__ import annotations

from collections.abc import Sequence

from perfdesk.checks.proofreading.number_links import links_in
from perfdesk.definition.address import Address
from perfdesk.definition.kinds import value_text
from perfdesk.evaluation.answers import Answers
from perfdesk.ui.panels.preview.page_images import PageImage
from perfdesk.ui.panels.preview.rendering import FIGURE


def answer_of_figure(answers: Answers, pages: Sequence[PageImage], page: int, figure: int) -> Address:
    """Return the answer that a figure on a page states; the text that it is in if its words leave that open."""
    _, text, written = pages[page].figures[figure]
    before = [one for earlier in pages[:page] for one in earlier.figures] + list(pages[page].figures[:figure])
    number = sum(address == text for _, address, _ in before)
    found = list(FIGURE.finditer(value_text(answers.value(text))))
    if number < len(found) and found[number][0] == written:
        start = found[number].start()
        links = (link for link in links_in(answers, text) if link.start <= start < link.end)
        return next((link.answer for link in links), text)
    return text

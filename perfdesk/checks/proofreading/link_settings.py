"""The links of figures that the user set or cut, as the report keeps them: one entry for each figure.

The entry names the answer and the words around the figure. While the figure is not in the text, the entry does nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice

from perfdesk.checks.proofreading.figure_places import FigurePlace, PlacedFigure, figure_at
from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.definition.validation.renames import current_address_of
from perfdesk.entries.change import Edit
from perfdesk.entries.link_entries import links_section
from perfdesk.evaluation.answers import Answers
from perfdesk.evaluation.labels import label_or_address

_LONGEST = 2000
#: More than the figures of a text.
_MOST_SETTINGS = 500


@dataclass(frozen=True, slots=True)
class LinkSetting:
    """What the user decided about a figure: it states `answer`, or (`is_cut`) no answer, not even that one.

    `entry` is the address under which the report keeps it.
    """

    entry: Address
    answer: Address
    is_cut: bool
    place: FigurePlace


def settings_of(answers: Answers, text: Address, figures: Sequence[PlacedFigure]) -> dict[PlacedFigure, LinkSetting]:
    """Return the settings of those figures of a text that have one."""
    found: dict[PlacedFigure, LinkSetting] = {}
    for setting in islice(_settings(answers, text), _MOST_SETTINGS):
        figure = figure_at(figures, setting.place)
        if figure is not None:
            found[figure] = setting
    return found


def has_settings(answers: Answers, text: Address) -> bool:
    """Whether the user set or cut links of an own text; the answer depends on that text's links only."""
    return answers.typed(text) is not None and bool(answers.typed_in(links_section(text)))


def is_asked_now(answers: Answers, answer: Address) -> bool:
    """Whether the report has an answer at an address: its form asks it, and its row is there."""
    known = {section.id for section in answers.form.sections}
    if answer.form_section not in known or answers.form.question(answer) is None:
        return False
    if answer.section not in answers.instances(answers.form.section(answer.section)):
        return False
    return not answer.row or answer.row in answers.rows(answer.section, answer.field)


def setting_edit(
    answers: Answers, text: Address, figure: PlacedFigure, answer: Address, before: LinkSetting | None, *, cut: bool
) -> Edit:
    """Return the edit that sets or cuts the link of a figure; `before` is the setting that it has now."""
    data = [str(answer), cut, *asdict(figure.place).values()]
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    entry = before.entry if before is not None else Address(links_section(text), _entry_id(figure.place))
    return Edit(entry, answers.typed(entry), written)


def removal_edit(answers: Answers, setting: LinkSetting) -> Edit:
    """Return the edit that removes a setting, so that the figure is linked by its words again."""
    return Edit(setting.entry, answers.typed(setting.entry), None)


def setting_text(answers: Answers, written: str) -> str:
    """Return what an entry says, for the list of changes: the figure's subject and the answer."""
    setting = _read(answers.form, Address("", ""), written)
    if setting is None:
        return written
    verb = "不再连到" if setting.is_cut else "连到"
    return f"“{setting.place.words or '这个数'}”{verb}“{label_or_address(answers, setting.answer)}”"


def _settings(answers: Answers, text: Address) -> Iterator[LinkSetting]:
    for entry, written in answers.typed_in(links_section(text)):
        setting = _read(answers.form, entry, written)
        if setting is not None:
            yield setting


def _read(form: Form, entry: Address, written: str) -> LinkSetting | None:
    """Return the setting that an entry of a file says; None if it is none."""
    try:
        match json.loads(written) if len(written) <= _LONGEST else None:
            case [str(answer), bool(cut), str(words), str(unit), int(ordinal), int(count), str(before), str(after)]:
                place = FigurePlace(words, unit, ordinal, count, before, after)
                answer_now = current_address_of(form, Address.parse(answer))
                return LinkSetting(entry, answer_now, cut, place) if 0 <= ordinal < count else None
            case _:
                return None
    except (ValueError, RecursionError):
        return None


def _entry_id(place: FigurePlace) -> str:
    data = "\x1f".join(map(str, asdict(place).values())).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=8).hexdigest()

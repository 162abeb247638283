"""Read the running text of a document into proposed answers; what has no place is given back with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from perfdesk.definition.address import Address
from perfdesk.definition.model import Field, Section, Table
from perfdesk.entries.proposal import Confidence, Proposal
from perfdesk.importers.prose.collector import Collector
from perfdesk.importers.prose.cover import signature_facts, title_facts, title_year
from perfdesk.importers.prose.figures import FigureReader
from perfdesk.importers.prose.found_figure import FoundFigure
from perfdesk.importers.prose.implied import with_implied_choices
from perfdesk.importers.prose.leftovers import Leftovers
from perfdesk.importers.prose.listed_rows import ListedRows
from perfdesk.importers.prose.lists import is_lead, item_text, items_of, led_text, split_items
from perfdesk.importers.prose.outline import OutlinedParagraph, outline
from perfdesk.importers.prose.own_words import OwnWords, words_without
from perfdesk.importers.prose.places import Place, place_of, sentence_about, sentence_fields, shown_in
from perfdesk.importers.prose.statements import (
    Statement,
    bare_denial,
    labelled_answers,
    rest_field,
    stated_choices,
    written_answers,
)
from perfdesk.importers.prose.texts_below import TextsBelow, is_caption
from perfdesk.importers.prose.vocabulary import Vocabulary, name_keys
from perfdesk.importers.row_names import RowNames
from perfdesk.importers.source import SourceDocument, SourceParagraph, SourceTable

_NO_CHAPTER = "表单里没有这一章"
_NO_PLACE = "表单里没有放这段话的地方"
_BEFORE = "正文之前的话，表单里没有位置"
_ATTACHMENTS = "附件清单由程序自动生成"
_BEHIND = "落款以后的话，表单里没有位置"
_FOOTNOTE = "脚注，请看要不要写进正文"
_CAPTION = "表的标题"
_LEAD = "引出下文的话"
_ROUNDED = "约数"
_LEADS_IN = "报告如下"


@dataclass(frozen=True, slots=True)
class ProseText:
    """What the running text of a document proposes, and the year that its title states."""

    proposal: Proposal
    year: int | None


def read_prose(document: SourceDocument, names: RowNames, year: int | None = None) -> ProseText:
    """Read the paragraphs of a document; `year` is the year of its report, if it is known otherwise."""
    reader = _ProseReader(document, names, year)
    return ProseText(reader.read(), reader.year)


class _ProseReader:
    def __init__(self, document: SourceDocument, names: RowNames, year: int | None) -> None:
        self._document, self._names = document, names
        self._form = names.answers.form
        self._outlined = outline(self._form, document.paragraphs)
        self._below = TextsBelow(self._outlined)
        front = [one.paragraph for one in self._outlined if one.part == "front"]
        self.year = year or title_year(self._form, front)
        self._out = Collector(document, names.answers)
        self._rows = ListedRows(self._out, names)
        self._left = Leftovers(self._out, self.year)
        self._figures = FigureReader(Vocabulary(self._form), self.year)
        self._own_words = OwnWords(self._out)
        self._first: dict[tuple[str, str], SourceParagraph] = {}
        self._before_table = {id(above) for above, block in pairwise(document.blocks) if isinstance(block, SourceTable)}

    def read(self) -> Proposal:
        """Read all paragraphs in order."""
        self._read_cover()
        for one in self._outlined:
            self._read(one)
        self._rows.add_links(self._first)
        self._own_words.propose()
        self._left.leave()
        return with_implied_choices(self._names.answers, self._out.proposal())

    def _read_cover(self) -> None:
        front = [one.paragraph for one in self._outlined if one.part == "front"]
        signature = [one.paragraph for one in self._outlined if one.part == "signature"]
        facts = [*title_facts(self._form, front), *signature_facts(self._form, signature)]
        units = {fact.text for fact in facts if fact.address == self._form.report_fields.unit}
        for fact in facts:
            agreed = fact.address == self._form.report_fields.unit and len(units) == 1 < len(facts)
            self._out.add(fact.address, fact.text, fact.paragraph, "sure" if agreed else fact.confidence, fact.text)
        self._titles = {id(fact.paragraph) for fact in facts}

    def _read(self, one: OutlinedParagraph) -> None:
        paragraph = one.paragraph
        if one.whole is not None:
            self._out.cut(paragraph, one.whole)
        if one.part == "heading":
            if one.destination is None:
                self._out.leave(paragraph, _NO_CHAPTER)
        elif one.part in ("front", "signature", "attachment"):
            self._read_labelled(one)
        elif one.part == "attachments":
            self._out.leave(paragraph, _ATTACHMENTS)
        elif one.part == "footnote":
            self._read_note(one)
        elif id(paragraph) in self._before_table and is_caption(paragraph):
            self._out.leave(paragraph, _CAPTION)
        elif one.destination is None:
            self._out.leave(paragraph, _NO_CHAPTER)
        else:
            self._read_text(one, place_of(self._form, one.destination))

    def _read_note(self, one: OutlinedParagraph) -> None:
        """A footnote is read with the text that refers to it, but is no item of a list."""
        place = place_of(self._form, one.destination) if one.destination else None
        if place is None or place.items is not None:
            self._out.leave(one.paragraph, _FOOTNOTE)
        else:
            self._read_text(one, place)

    def _read_labelled(self, one: OutlinedParagraph) -> None:
        found = list(labelled_answers(self._form, one.paragraph.text))
        if one.part == "front":
            cover = self._form.section(self._form.report_fields.unit.section)
            found += written_answers(cover, one.paragraph.text)
        for statement in found:
            self._add_statement(statement, one.paragraph)
        if one.part == "attachment" and not found and not one.is_title:
            self._out.leave(one.paragraph, _BEHIND)
        if one.part == "front" and not found and id(one.paragraph) not in self._titles and self._says_something(one):
            self._read_introduction(one.paragraph)

    def _read_introduction(self, paragraph: SourceParagraph) -> None:
        """Sentences between the title and the first chapter, such as `现将有关情况报告如下：`."""
        cover = self._form.section(self._form.report_fields.unit.section)
        field = next(iter(cover.introductions), None)
        if field is None or not paragraph.text.rstrip().endswith(("。", "：")):
            self._out.leave(paragraph, _BEFORE)
        else:
            confidence: Confidence = "sure" if _LEADS_IN in paragraph.text else "likely"
            self._out.add_line(Address(cover.id, field.question.id), paragraph.text.strip(), paragraph, confidence)

    def _says_something(self, one: OutlinedParagraph) -> bool:
        """Whether a line before the first chapter is more than a part of the title."""
        return not any(
            one.paragraph.text.strip() in fact.paragraph.text or one.paragraph.is_centered
            for fact in title_facts(self._form, [two.paragraph for two in self._outlined if two.part == "front"])
        )

    def _read_text(self, one: OutlinedParagraph, place: Place) -> None:
        paragraph, confidence = one.paragraph, self._confidence(one)
        if self._read_led(one, place) or self._read_items(one, place):
            return
        section = self._form.section(place.section)
        nothing = bare_denial(section, paragraph.text)
        if nothing is not None and self._below.is_alone(one):
            self._add_statement(nothing, paragraph)
            return
        states = bool(sentence_fields(section.blocks))
        found = self._figures.read(paragraph.text, place.section, _table_of(one)) if states else []
        stated = (
            [*stated_choices(self._form, paragraph.text), *written_answers(section, paragraph.text)] if states else []
        )
        if place.section == self._first_chapter:
            cover = self._form.section(self._form.report_fields.unit.section)
            stated += written_answers(cover, paragraph.text)
        self._place(paragraph, found, stated)
        self._left.note(paragraph, found, stated)
        names = {_field_of(figure) for figure in found} | {statement.address.field for statement in stated}
        sentence = sentence_about(place.sentences or sentence_fields(section.blocks), place.section, names)
        says_it = bool(stated) or (sentence is not None and bool(names & shown_in(sentence, place.section)))
        if says_it or (place.prose is None and sentence is not None):
            self._keep_rest(paragraph, section, sentence, [*found, *stated])
        elif place.prose is not None:
            address = Address(place.section, place.prose.question.id)
            self._out.add_line(address, paragraph.full_text, paragraph, confidence)
        elif not found:
            self._out.leave(paragraph, _NO_PLACE)

    def _read_led(self, one: OutlinedParagraph, place: Place) -> bool:
        """`省级专项资金绩效目标：…`: the name of a prose field before its text, or of a list before its items."""
        names, text = led_text(one.paragraph.text)
        for block in self._form.section(place.section).blocks if names else ():
            if isinstance(block, Field) and block.question.kind == "prose" and names & name_keys(block.question):
                address = Address(place.section, block.question.id)
                self._out.add_line(address, text, one.paragraph, self._confidence(one))
                return True
            if isinstance(block, Table) and block.open and block.print == "items" and names & name_keys(block):
                items = items_of(text)
                is_list = len(items) > 1 and not self._states_figures(one)
                return is_list and self._add_items(one, replace(place, items=block), items)
        return False

    def _read_items(self, one: OutlinedParagraph, place: Place) -> bool:
        """Items of the open list below a title, or of the one among the answers below it if they are numbered."""
        table, text = place.items, one.paragraph.full_text
        if table is None or (one.whole is not None and self._states_figures(one)):
            return False
        item, count = item_text(text), self._rows.count(place.section, table)
        if item is None and is_lead(text) and not count:
            if place.lead is not None:
                self._out.add_line(Address(place.section, place.lead.question.id), text.strip(), one.paragraph)
                return True
            self._out.leave(one.paragraph, _LEAD)
            return place.own or not self._states_figures(one)
        if not place.own:
            return item is not None and not self._states_figures(one) and self._add_items(one, place, items_of(text))
        if item is not None:
            return self._add_items(one, place, items_of(text))
        several = split_items(text)
        if several and not count:
            return self._add_items(one, place, several)
        if count and self._below.is_numbered(one):
            self._rows.continue_item(place.section, table, text.strip(), one.paragraph)
        elif self._below.is_numbered(one):
            self._out.leave(one.paragraph, _LEAD)
        else:
            self._add_items(one, place, [text.strip()])
        return True

    def _add_items(self, one: OutlinedParagraph, place: Place, items: list[str]) -> bool:
        assert place.items is not None
        self._first.setdefault((place.section, place.items.id), one.paragraph)
        for item in items:
            self._rows.add_item(place.section, place.items, item, one.paragraph, self._confidence(one))
        return True

    def _states_figures(self, one: OutlinedParagraph) -> bool:
        return bool(self._figures.read(one.paragraph.text, one.section, _table_of(one)))

    def _place(self, paragraph: SourceParagraph, found: list[FoundFigure], stated: list[Statement]) -> None:
        text = paragraph.text
        for one in found:
            if one.target is not None:
                address = one.target.address(one.question.id if one.target.row else "")
                start = max(text.rfind(sign, 0, one.start) for sign in "，。；：、\n") + 1
                note = _ROUNDED if one.quantity.hedge else ""
                self._out.add(address, one.text, paragraph, one.confidence, text[start : one.end].strip(), note)
        self._rows.add_named(text, found, paragraph)
        for statement in stated:
            self._add_statement(statement, paragraph)

    def _add_statement(self, statement: Statement, paragraph: SourceParagraph) -> None:
        quote = paragraph.text[statement.start : statement.end]
        self._out.add(statement.address, statement.text, paragraph, "likely" if statement.is_cut else "sure", quote)

    def _keep_rest(
        self,
        paragraph: SourceParagraph,
        section: Section,
        sentence: Field | None,
        found: Sequence[FoundFigure | Statement],
    ) -> None:
        """Keep the sentences of a paragraph, and the words beside its answers, that say more than the form's own."""
        kept = words_without(paragraph.text, [one.start for one in found])
        if any(isinstance(one, Statement) and one.is_cut for one in found):  # the words behind it are listed
            kept = [one for one in kept if one.is_sentence]
        field_of_rest = rest_field(section)
        if field_of_rest is None:
            if sentence is not None:
                says_more = any(one.is_sentence or not one.has_figure for one in kept)
                self._own_words.note(Address(section.id, sentence.question.id), paragraph, says_more)
            return
        lines = [one.text for one in kept if one.is_worth_keeping(field_of_rest.question)]
        if lines:
            self._out.add_line(Address(section.id, field_of_rest.question.id), "".join(lines), paragraph, "likely")
        elif sentence is not None:
            self._own_words.note(Address(section.id, sentence.question.id), paragraph, False)

    def _confidence(self, one: OutlinedParagraph) -> Confidence:
        return "likely" if one.is_like else "sure"

    @property
    def _first_chapter(self) -> str:
        return next((one.section for one in self._outlined if one.part == "text"), "")


def _table_of(one: OutlinedParagraph) -> str:
    block = one.destination.block if one.destination else None
    return block.id if isinstance(block, Table) else ""


def _field_of(figure: FoundFigure) -> str:
    return figure.target.field if figure.target is not None else figure.listed.table.id if figure.listed else ""

"""Place the figures of a sentence at the answers of the form, by what they are said of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from perfdesk.definition.model import Question
from perfdesk.entries.proposal import Confidence
from perfdesk.importers.prose.figure_columns import figure_text, fitting_columns, last_mention, named_columns
from perfdesk.importers.prose.figure_context import (
    FigureContext,
    head_of_parts,
    lead_of_item,
    topics_before,
    words_before,
)
from perfdesk.importers.prose.found_figure import FoundFigure, without_mentions
from perfdesk.importers.prose.names_of_figures import NamedTargets, find_ending, find_named, is_column_only
from perfdesk.importers.prose.subjects import is_side, is_subject_clear, side_confidence, subject_before
from perfdesk.importers.prose.vocabulary import OpenList, Target, Vocabulary, name_key
from perfdesk.language.account_columns import AccountColumn, account_column
from perfdesk.language.posts import without_posts_of_persons
from perfdesk.language.quantities import Quantity
from perfdesk.language.reader import read

_KINDS = {"万元": "money", "人": "persons", "个": "count", "分": "score", "㎡": "area"}
_JOINING = re.compile(r"^(?:即|就是|主要是|主要为|分别是|其中|为|是)+")
#: Words for the final account itself.
_FINAL = re.compile(r"决算|执行数|实际|实支")
_SKIPPED_PERIODS = ("cumulative", "history")
_SHORTEST_NAME = 2


class FigureReader:
    """Read the figures of paragraphs; `year` is the year of the report that they stand in."""

    def __init__(self, vocabulary: Vocabulary, year: int | None) -> None:
        self._words, self._year = vocabulary, year

    def read(self, text: str, section: str, table: str = "") -> list[FoundFigure]:
        """The figures of a paragraph that have a place in the form; `table` is that of the heading above it, if any."""
        reading = read(text, self._year)
        state = FigureContext(reading, section, table)
        found: list[FoundFigure] = []
        previous = 0
        for one in reading.quantities:
            state.words[one.start] = words_before(state, one, previous)
            previous = one.end
            if one.start not in state.moved and one.period not in _SKIPPED_PERIODS:
                read_here = list(self._figure(state, one))
                state.given |= {figure.target.address(figure.question.id) for figure in read_here if figure.target}
                found += read_here
        return without_mentions(found, section)

    def _figure(self, state: FigureContext, one: Quantity) -> Iterable[FoundFigure]:
        words = state.words[one.start]
        named = self._named(state, one, words)
        listed = self._list_of(state, one)
        if listed is not None:
            return [] if named is not None else self._row_of(listed, one)
        if named is not None and words.startswith("含"):
            return []
        if named is not None:
            return self._of_its_name(state, one, named, words)
        meaning = account_column(words)
        if (meaning != AccountColumn() or _FINAL.search(words)) and is_column_only(words):
            return self._in_column(state, one, meaning)
        part = self._part_of_a_name(state, one) or self._ending(state, one)
        return self._placed(state, one, part, words, is_sure=False) if part is not None else []

    def _of_its_name(
        self, state: FigureContext, one: Quantity, named: NamedTargets, words: str
    ) -> Iterable[FoundFigure]:
        if one.kind == "money" and is_side(named.name, words):
            return self._side(state, one, named, words)
        is_clear = is_subject_clear(state, one, named)
        found = self._placed(state, one, named, words)
        return found if is_clear else [replace(figure, confidence="doubtful") for figure in found]

    def _named(self, state: FigureContext, one: Quantity, words: str) -> NamedTargets | None:
        """The targets that the words before a figure name, of those that are measured in its unit."""
        tried = (one.label, words, one.noun) if one.kind == "count" else (one.label, words)
        for text in tried:
            found = find_named(self._words, without_posts_of_persons(text))
            targets = tuple(target for target in found.targets if self._fits(target, one)) if found else ()
            if found is not None and targets:
                return self._known_sibling(state, one, targets) or NamedTargets(targets, found.name, found.is_exact)
        return None

    def _known_sibling(self, state: FigureContext, one: Quantity, targets: tuple[Target, ...]) -> NamedTargets | None:
        """`事业` after `差额拨款事业编制`: the row named before, rather than another one of its table that was not."""
        if len(targets) != 1 or not targets[0].row or targets[0] in state.targets.values():
            return None
        part = self._part_of_a_name(state, one)
        same = part is not None and (part.targets[0].section, part.targets[0].field) == (
            targets[0].section,
            targets[0].field,
        )
        return part if same else None

    def _ending(self, state: FigureContext, one: Quantity) -> NamedTargets | None:
        """`遗属生活补助`: a part of a total whose words end with the name of a row of that total's table."""
        parent = state.parents.get(one.start)
        if parent is None:
            return None
        found = find_ending(
            self._words, one.label, self._words.tables_of_parts(parent.label, state.targets.get(parent.start))
        )
        fits = found is not None and all(self._fits(target, one) for target in found.targets)
        return found if fits else None

    def _part_of_a_name(self, state: FigureContext, one: Quantity) -> NamedTargets | None:
        """`事业81人`: the row named before whose name contains the words, if only one is not yet among the parts."""
        key, parent = name_key(one.label), state.parents.get(one.start)
        if len(key) < _SHORTEST_NAME or parent is None:
            return None
        beside = {state.targets[at] for at, other in state.parents.items() if other is parent and at in state.targets}
        known = {target for target in state.targets.values() if target.row} - beside
        fitting = {
            target
            for name, targets in self._words.targets.items()
            for target in targets
            if key in name and target in known and self._fits(target, one)
        }
        return NamedTargets(tuple(fitting), key, False) if len(fitting) == 1 else None

    def _fits(self, target: Target, one: Quantity) -> bool:
        return any(_KINDS.get(question.unit) == one.kind for question in self._words.figures(target))

    def _placed(
        self, state: FigureContext, one: Quantity, named: NamedTargets, words: str, is_sure: bool = True
    ) -> Iterable[FoundFigure]:
        target = self._best(state, one, named.targets)
        if target is None:
            return []
        rest = name_key(words).replace(named.name, "", 1)
        question = self._column(state, one, target, rest, words)
        if question is None:
            return []
        state.targets[one.start] = target
        state.placed.append(one)
        state.values.setdefault(one.base, []).append(target)
        state.tables += [
            table for table in self._words.tables_of_parts(one.label, target) if table not in state.tables[-1:]
        ]
        if one.start not in state.parents or state.parents[one.start].start not in state.targets:
            state.topics.append(one)
        is_sure = (
            is_sure
            and one.exact
            and (named.is_exact or len(named.name) > _SHORTEST_NAME)
            and named.name != name_key(one.noun)
        )
        return [self._found(one, question, "sure" if is_sure else "likely", target)]

    def _side(self, state: FigureContext, one: Quantity, named: NamedTargets, words: str) -> Iterable[FoundFigure]:
        """`公务接待费预算3万元，支出2.64万元`: of what the sentence speaks of; else of the unit, which is doubtful."""
        state.sides.add(one.start)
        subject = state.parents.get(one.start) or subject_before(state, one)
        if subject is None:
            return [replace(found, confidence="doubtful") for found in self._placed(state, one, named, words)]
        target = state.targets.get(subject.start)
        if target is None or not target.row or self._words.is_income(target) or named.name.endswith("收入"):
            return []
        fitting = fitting_columns(self._words.figures(target), account_column(words))
        if len(fitting) != 1 or target.address(fitting[0].id) in state.given:
            return []
        return [self._found(one, fitting[0], side_confidence(one, subject, words), target)]

    def _best(self, state: FigureContext, one: Quantity, targets: tuple[Target, ...]) -> Target | None:
        """The target that the context means; None if two are equally likely."""
        if len(targets) == 1:
            return targets[0]
        parent = state.parents.get(one.start)
        topics = (
            self._words.tables_of_parts(parent.label, state.targets.get(parent.start)) if parent is not None else []
        )
        parent_target = state.targets.get(parent.start) if parent is not None else None
        points = {
            target: 8 * ((target.section, target.field) in topics)
            + 4
            * (
                parent_target is not None
                and (target.section, target.field) == (parent_target.section, parent_target.field)
            )
            + 3 * (target.field == state.table)
            + 2 * ((target.section, target.field) in state.tables[-1:])
            + (target.section == state.section)
            for target in targets
        }
        best = max(points.values())
        winners = [target for target, score in points.items() if score == best]
        return winners[0] if len(winners) == 1 else None

    def _column(self, state: FigureContext, one: Quantity, target: Target, rest: str, words: str) -> Question | None:
        """The column that the words around a figure say; None if the table has none for it."""
        meaning = account_column(rest)
        head = head_of_parts(state, one) if meaning == AccountColumn() and not _FINAL.search(words) else None
        if head is not None:
            meaning = account_column(state.words[head.start])
        if one.period == "last":
            meaning = AccountColumn(True, meaning.is_budget, meaning.is_initial)
        columns = [column for column in self._words.figures(target) if _KINDS.get(column.unit) == one.kind]
        if not target.row:
            return columns[0] if columns and not meaning.is_last_year else None
        if len(columns) == 1:
            return columns[0]
        fitting = fitting_columns(columns, meaning)
        if len(fitting) > 1:
            fitting = self._by_words(state, one, target, fitting, words)
        if len(fitting) != 1:
            return None
        state.columns[(target.section, target.field)] = fitting[0].id
        return fitting[0]

    def _by_words(
        self, state: FigureContext, one: Quantity, target: Target, columns: list[Question], words: str
    ) -> list[Question]:
        """Of columns alike, the one that the words of the total name, or the words themselves, or the sentence before.

        `年末实有35人，其中行政编制20人、事业编制15人` has the persons of each kind, not the posts.
        """
        parent = state.parents.get(one.start)
        of_total = named_columns(columns, state.words.get(parent.start, "") if parent is not None else "")
        if len(of_total) == 1:
            return of_total
        if named := named_columns(columns, words):
            return [max(named, key=lambda column: last_mention(column, words))]
        known = state.columns.get((target.section, target.field)) or self._words.default_column(target)
        return [column for column in columns if column.id == known]

    def _in_column(self, state: FigureContext, one: Quantity, meaning: AccountColumn) -> Iterable[FoundFigure]:
        """A figure of which only the column is said: it is of the target that was named before."""
        for topic, confidence in topics_before(state, one):
            target = state.targets[topic.start]
            figures = self._words.figures(target) if target.row else []
            columns = [column for column in figures if _KINDS.get(column.unit) == one.kind]
            fitting = fitting_columns(columns, meaning) if len(columns) > 1 and topic.comparable(one) else []
            if len(fitting) == 1 and target.address(fitting[0].id) not in state.given:
                lowered = "likely" if confidence == "sure" and not one.exact else confidence
                return [self._found(one, fitting[0], lowered, target)]
        return []

    def _list_of(self, state: FigureContext, one: Quantity) -> OpenList | None:
        """The open list of which a figure is a row: a part of the head of the list."""
        if one.kind != "money":
            return None
        parent = state.parents.get(one.start)
        target = state.targets.get(parent.start) if parent is not None else None
        if target is not None:
            return next((listed for listed in self._words.lists if listed.head == target), None)
        same = state.values.get(one.base, [])
        single = next((listed for listed in self._words.lists if listed.head in same), None)
        if single is not None:
            return single
        lead = lead_of_item(state, one)
        return next((listed for listed in self._words.lists if lead and self._words.is_named(listed.head, lead)), None)

    def _row_of(self, listed: OpenList, one: Quantity) -> Iterable[FoundFigure]:
        if len(_row_name(one)) < _SHORTEST_NAME:
            return []
        return [self._found(one, listed.figure, "sure" if one.exact else "likely", None, listed)]

    def _found(
        self,
        one: Quantity,
        question: Question,
        confidence: Confidence,
        target: Target | None,
        listed: OpenList | None = None,
    ) -> FoundFigure:
        if one.hedge or one.bound or one.doubts:
            confidence = "doubtful"
        text = figure_text(one, question)
        return FoundFigure(
            one, question, text, confidence, one.start, one.end, target, listed, _row_name(one) if listed else ""
        )


def _row_name(one: Quantity) -> str:
    """The name of the row that a figure names."""
    return _JOINING.sub("", one.label)

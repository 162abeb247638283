"""The plan of a pasted block: for each cell where it goes, or why it goes nowhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from perfdesk.definition.address import Address
from perfdesk.entries.proposal import Proposal, ProposedAnswer, Source, UnplacedText

CellNote = Literal[
    "",
    "same",
    "overwritten",
    "zero",
    "unreadable",
    "refused",
    "hashes",
    "computed",
    "outside",
    "covered",
    "unmatched",
    "no_column",
    "total",
    "part",
    "remark",
    "contradictory",
    "repeated",
]
_ENTERED: frozenset[CellNote] = frozenset(("", "same", "overwritten", "zero", "unreadable"))
#: The notes of cells that the user copied and that get no place although they may be answers.
LOST_NOTES: frozenset[CellNote] = frozenset(
    ("outside", "covered", "refused", "unmatched", "hashes", "no_column", "contradictory", "repeated")
)

#: The preview's text for each note of a cell.
NOTE_LABELS: dict[CellNote, str] = {
    "": "",
    "same": "",
    "overwritten": "改写原来的内容",
    "zero": "“-”是零，按 0 贴",
    "unreadable": "读不成数，照原样贴",
    "refused": "不在可选项里，不贴",
    "hashes": "列太窄，复制到的是“#”，不贴",
    "computed": "灰底由程序算出，不贴",
    "outside": "超出本表，不贴",
    "covered": "落在合并格里，不贴",
    "unmatched": "本表没有这一行，不贴",
    "no_column": "本表没有这一栏，不贴",
    "total": "合计行，不贴",
    "part": "“其中”行，不贴",
    "remark": "表下的说明，不贴",
    "contradictory": "编码和名称不是同一行，不贴",
    "repeated": "同一格有两个不同的数，不贴",
}
#: The text for each note after pasting, preceded by a number and its measure word.
_RESULT_TEXTS: dict[CellNote, str] = {
    "overwritten": "原来有数，已改写（可撤销）",
    "zero": "是“-”，按 0 贴了",
    "unreadable": "读不成数，照原样贴了",
    "computed": "是灰底算出的，没有动",
    "refused": "不在可选项里，没有贴",
    "hashes": "只有“#”，没有贴",
    "outside": "超出本表，没有贴",
    "covered": "落在合并格里，没有贴",
    "unmatched": "找不到对应的行，没有贴",
    "no_column": "本表没有这一栏，没有贴",
    "total": "合计行没有贴",
    "part": "“其中”行没有贴",
    "remark": "表下的说明没有贴",
    "contradictory": "编码和名称不是同一行，没有贴",
    "repeated": "有两个不同的数，没有贴",
}
#: What is said of a whole row or column of the block.
_WHOLE_LINES: tuple[CellNote, ...] = ("no_column", "total", "part", "remark", "contradictory")


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """One cell of the block: its target, the target's present text, a note, and its place in the block (`source`)."""

    address: Address | None
    label: str
    before: str
    after: str
    note: CellNote = ""
    source: str = ""

    def proposed_answer(self) -> ProposedAnswer | None:
        """The answer that this cell enters, None when it enters none."""
        if self.address is None or self.note not in _ENTERED:
            return None
        return ProposedAnswer(self.address, self.before, self.after, NOTE_LABELS[self.note], Source(self.source))


@dataclass(frozen=True, slots=True)
class UnknownChoice:
    """A text that is no option of a column, where it occurs how often, and the options that it may mean."""

    column: str
    label: str
    text: str
    count: int
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PastePlan:
    """All cells of a block that change something or cannot be entered, in the block's order."""

    cells: tuple[PlannedCell, ...]
    unknown_choices: tuple[UnknownChoice, ...] = ()

    @property
    def proposal(self) -> Proposal:
        """The answers that would be entered, and the cells that have no place."""
        answers = tuple(answer for cell in self.cells if (answer := cell.proposed_answer()) is not None)
        unplaced = tuple(
            UnplacedText(cell.after, Source(cell.source), NOTE_LABELS[cell.note])
            for cell in self.cells
            if cell.proposed_answer() is None
        )
        return Proposal(answers, unplaced)

    @property
    def changed_count(self) -> int:
        """The number of answers that would change."""
        return len(self.proposal.without_unchanged().texts)

    def count(self, note: CellNote) -> int:
        """The number of cells with this note."""
        return sum(one.note == note for one in self.cells)

    def result_text(self) -> str:
        """The sentence shown after pasting."""
        entered = self.changed_count
        parts = [f"已粘贴 {entered} 格" if entered else "没有可以粘贴的格"]
        for note, text in _RESULT_TEXTS.items():
            if self.count(note):
                parts.append(_counted(self.count(note), note, text))
        return "；".join(parts) + "。"


def summary_text(plan: PastePlan) -> str:
    """The sentence shown before pasting."""
    counts = Counter(one.note for one in plan.cells)
    parts = [f"将贴入 {plan.changed_count} 格"]
    parts += [_counted(counts[note], note, text) for note, text in NOTE_LABELS.items() if text and counts[note]]
    return "；".join(parts) + "。贴入后可以一步撤销。"


def _counted(count: int, note: CellNote, text: str) -> str:
    return f"{count} {'处' if note in _WHOLE_LINES else '格'}{text}"

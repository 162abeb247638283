"""How much a report may hold: one table for saving and for opening.

Whatever is saved within `SAVED` can be opened within `OPENED`. Opening takes more: earlier versions saved more, and
what stands in a file must stay within reach, to be shortened, undone and copied.
"""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.entries.change import Change
from perfdesk.errors import PerfDeskError

#: Of rows in one table: no bureau has so many projects or duties, and checking far more would take seconds.
MAX_ROWS = 500


@dataclass(frozen=True, slots=True)
class Limits:
    """Lengths in characters, the file in bytes."""

    answer: int  # one answer
    entries: int  # answers in a report, positions of rows counted
    rows: int  # in one table
    address: int  # the four parts of one together
    change: int  # name, time and label of one change together
    property: int  # name and value of one: the longest path there is, and more
    file: int  # answers and journal together


#: A chapter of prose has some thousands of characters, a large report some thousands of answers.
SAVED = Limits(1_000_000, 100_000, MAX_ROWS, 1000, 1000, 40_000, 768 << 20)
OPENED = Limits(8_000_000, 200_000, MAX_ROWS, 1000, 5000, 40_000, 1 << 30)

#: Names and labels are cut to this length: neither may keep an answer from being saved.
LONGEST_NAME, LONGEST_LABEL = 100, 500

_NOT_SAVED = "这次修改没有存进文件。"


def refuse_beyond(change: Change, before: int, after: int) -> None:
    """PerfDeskError when a change makes an answer too long, or too many answers of those there were `before`.

    What is too long or too many already may become less, and what is taken back was there before.
    """
    if change.kind in ("undo", "redo"):
        return
    for edit in change.edits:
        length = len(edit.after or "")
        if length > SAVED.answer and length >= len(edit.before or ""):
            why = f"这一处有 {length} 个字，一处最多 {SAVED.answer} 个字。"
            raise PerfDeskError(_NOT_SAVED, why, "请删去一些，或分到几处填写。")
    if after > SAVED.entries and after > before:
        why = f"这份报告最多存 {SAVED.entries} 个答案，这样会有 {after} 个。"
        raise PerfDeskError(_NOT_SAVED, why, "请合并或删去一些行。")


def refuse_unreadable(change: Change, file_size: int) -> None:
    """PerfDeskError before something is written that would keep the report from being opened again."""
    longest = max((len(text) for edit in change.edits for text in (edit.before or "", edit.after or "")), default=0)
    places = (edit.address for edit in change.edits)
    address = max((len(at.section) + len(at.field) + len(at.row) + len(at.column) for at in places), default=0)
    head = len(change.who) + len(change.at.isoformat()) + len(change.label)
    if longest > OPENED.answer or address > OPENED.address or head > OPENED.change:
        raise PerfDeskError(_NOT_SAVED, "里面有大得异常的内容。", "请分几次填写，或删去一些。")
    if file_size + _bytes(change) > SAVED.file:
        why = f"修改记录已经太多，文件到了上限（{SAVED.file >> 20} MB）。"
        raise PerfDeskError(_NOT_SAVED, why, "请用“发送副本”存一份不带修改记录的，从那一份接着填。")


def refuse_too_many_rows(rows: int) -> None:
    """PerfDeskError when a table would have too many rows to work with."""
    if rows > SAVED.rows:
        why = f"一张表最多 {SAVED.rows} 行，这样会有 {rows} 行。"
        raise PerfDeskError("没有加入新的行。", why, "请合并或删去一些行。")


def one_line(text: str, longest: int) -> str:
    """A name or label in one line and within its limit."""
    words = " ".join(text.split())
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def _bytes(change: Change) -> int:
    """At most, roughly: each text stands in the journal as it was and as it is, and among the answers."""
    return sum(4 * (len(edit.before or "") + 2 * len(edit.after or "")) + 400 for edit in change.edits)

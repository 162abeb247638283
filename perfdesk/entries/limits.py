"""Maximum sizes of a report: one table for saving and for opening.

What is saved within `SAVED` can be opened within `OPENED`. The limits for opening are larger: earlier versions saved
more, and the user must be able to open such a file to shorten, undo and copy its answers.
"""

from __future__ import annotations

from dataclasses import dataclass

from perfdesk.entries.change import Change
from perfdesk.errors import PerfDeskError

#: Rows of one table: no bureau has so many projects or duties, and checking more would take seconds.
MAX_ROWS = 500


@dataclass(frozen=True, slots=True)
class Limits:
    """Maximum sizes; texts in characters, the file in bytes."""

    answer: int  # one answer
    entries: int  # answers in a report, row positions included
    rows: int  # in one table
    address: int  # the four parts of an address together
    change: int  # author, time and label of a change together
    property: int  # name and value of a property: more than the longest path
    file: int  # answers and journal together


#: For comparison: a chapter has some thousands of characters, a large report some thousands of answers. 500 projects
#: with 80 answers each are checked within 350 MB of memory.
SAVED = Limits(1_000_000, 40_000, MAX_ROWS, 1000, 1000, 40_000, 768 << 20)
OPENED = Limits(8_000_000, 200_000, MAX_ROWS, 1000, 5000, 40_000, 1 << 30)

#: Authors and labels are cut to this length, so that they never prevent saving.
LONGEST_NAME, LONGEST_LABEL = 100, 500

_NOT_SAVED = "这次修改没有存进文件。"


def refuse_beyond(change: Change, before: int, after: int) -> None:
    """Raise PerfDeskError if a change makes an answer too long, or the answers too many (`before` to `after`).

    What already exceeds a limit may become less. Undo and redo are always allowed: they restore what was there.
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
    """Raise PerfDeskError if a change would make the report impossible to open again."""
    longest = max((len(text) for edit in change.edits for text in (edit.before or "", edit.after or "")), default=0)
    addresses = (edit.address for edit in change.edits)
    address = max((len(at.section) + len(at.field) + len(at.row) + len(at.column) for at in addresses), default=0)
    head = len(change.who) + len(change.at.isoformat()) + len(change.label)
    if longest > OPENED.answer or address > OPENED.address or head > OPENED.change:
        raise PerfDeskError(_NOT_SAVED, "里面有大得异常的内容。", "请分几次填写，或删去一些。")
    if file_size + _bytes(change) > SAVED.file:
        why = f"修改记录已经太多，文件到了上限（{SAVED.file >> 20} MB）。"
        raise PerfDeskError(_NOT_SAVED, why, "请用“发送副本”存一份不带修改记录的，从那一份接着填。")


def refuse_too_many_rows(rows: int) -> None:
    """Raise PerfDeskError if a table would have too many rows."""
    if rows > SAVED.rows:
        why = f"一张表最多 {SAVED.rows} 行，这样会有 {rows} 行。"
        raise PerfDeskError("没有加入新的行。", why, "请合并或删去一些行。")


def one_line(text: str, longest: int) -> str:
    """Return an author or label as one line of at most `longest` characters."""
    words = " ".join(text.split())
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def _bytes(change: Change) -> int:
    """An upper estimate: the journal contains each text before and after, the answers contain it once more."""
    return sum(4 * (len(edit.before or "") + 2 * len(edit.after or "")) + 400 for edit in change.edits)

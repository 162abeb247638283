"""取回改稿: the Word export of a report that somebody edited comes back, and what was changed in it is proposed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from perfdesk.document.file_marks import state_in
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.proposal import Proposal
from perfdesk.entries.report_state import ReportState
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.importers.formats import read_source
from perfdesk.importers.returned.compare import Comparison, compare
from perfdesk.importers.returned.contradictions import with_contradictions
from perfdesk.importers.source import SourceDocument

#: A file of which fewer lines stand in the report in the same words is another report.
_LEAST_EQUAL = 0.5
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_NO_STATE = "文件里没有导出时的记录（可能是复制到新文档里的），按现在的内容对比。"
_LOST_STATE = "这份报告里找不到导出时的记录（可能是另一个副本导出的），按现在的内容对比。"
_OTHER_FILE = "文件是从另一个填报文件导出的，单位和年度相同，按现在的内容对比，请逐项看过。"


@dataclass(frozen=True, slots=True)
class ReturnedChanges:
    """What was changed in a returned file, and what the user should know about the comparison."""

    document: SourceDocument
    proposal: Proposal
    remarks: tuple[str, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """Whether the file says what the report says."""
        return not self.proposal.answers and not self.proposal.unplaced


def propose_returned(answers: Answers, report: ReportFile, path: Path) -> ReturnedChanges:
    """Return the changes of a Word file that was exported from a report with these answers; nothing is entered.

    PerfDeskError when the file cannot be read, or belongs to another report or form.
    """
    document = read_source(path)
    state = state_in(document.properties)
    exported = _exported_answers(answers, report, state)
    found = compare(exported or answers, answers, document)
    is_known = state is not None and state.report_id == report.report_id()
    if not is_known:
        _refuse_other_report(answers, found, path)
    remarks = [*document.remarks]
    if exported is None:
        remarks.append(_NO_STATE if state is None else _LOST_STATE if is_known else _OTHER_FILE)
    is_sure = document.is_certain and (state is None or is_known)
    proposal = found.proposal if is_sure else _never_sure(found.proposal)
    return ReturnedChanges(document, with_contradictions(answers, proposal), tuple(remarks))


def _exported_answers(answers: Answers, report: ReportFile, state: ReportState | None) -> Answers | None:
    """The answers at a state of the report; None when its journal does not lead back there.

    What a newer version of the form has moved cannot be printed at its former place.
    """
    changes = report.changes_after(state) if state is not None else None
    if changes is None or any(change.kind == "update" for change in changes):
        return None
    edits = [edit.inverted() for change in reversed(changes) for edit in reversed(change.edits)]
    return answers.after(tuple(edits))


def _refuse_other_report(answers: Answers, found: Comparison, path: Path) -> None:
    what = f"没有取回“{path.name}”里的改动。"
    remedy = "请打开导出它的那份报告，再取回；要读入别的报告，请用“导入”。"
    year = answers.text(answers.form.report_fields.year)
    others = {other for other in _YEAR.findall(found.title) if year and other != year}
    if others and year not in found.title:
        raise PerfDeskError(what, f"它是 {'、'.join(sorted(others))} 年度的报告，打开的是 {year} 年度的。", remedy)
    if found.equal_share < _LEAST_EQUAL:
        share = int(found.equal_share * 100)
        raise PerfDeskError(what, f"它不像是这份报告导出的 Word：只有 {share}% 的段落和表格与这份报告相同。", remedy)


def _never_sure(proposal: Proposal) -> Proposal:
    answers = (
        replace(answer, confidence="likely") if answer.confidence == "sure" else answer for answer in proposal.answers
    )
    return replace(proposal, answers=tuple(answers))

"""`perfdesk import`: propose what files say for a report, and enter what is sure or likely as one change.

With `--returned` the file is a Word export of the report that somebody has edited, and what was changed is proposed.
With `--part` the file is another report, of which these parts are proposed.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from perfdesk.application.answers_json import json_text
from perfdesk.application.import_files import FileProposal, Period, answers_to_take, propose_files, read_files
from perfdesk.application.import_report import is_database, read_other_report
from perfdesk.application.import_returned import ReturnedChanges, propose_returned
from perfdesk.application.session import Session
from perfdesk.application.stated_differences import with_stated_figures
from perfdesk.cli.excerpt import excerpt
from perfdesk.entries.proposal import (
    CONFIDENCE_WORDS,
    Confidence,
    Proposal,
    ProposedAnswer,
    Source,
    UnplacedText,
    is_entered,
)
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.labels import label_or_address
from perfdesk.importers.combine import best_answers
from perfdesk.storage.backup import back_up
from perfdesk.terminal import say

_PERIODS: dict[Period, str] = {"this-year": "本年", "last-year": "上年"}
_MAX_LINES = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("file", type=Path, metavar="FILE.db")
    parser.add_argument("sources", type=Path, nargs="+", metavar="SOURCE", help="Word 报告、Excel 表等，可以几个一起")
    parser.add_argument("--as", dest="period", choices=tuple(_PERIODS), help="是本年的还是上年的；不写就看文件里的年度")
    parser.add_argument("--returned", action="store_true", help="取回改稿：文件是这份报告导出的 Word，别人改过")
    parser.add_argument(
        "--part", dest="parts", action="append", metavar="NAME", help="另一份填报文件的章节、项目或指标表，可以写几次"
    )
    parser.add_argument("--only-sure", action="store_true", help="只取有把握的；不写就连多半对的一起取")
    parser.add_argument("--dry-run", action="store_true", help="只列出，不填入")
    parser.add_argument("--json", action="store_true", help="以 JSON 列出读到的全部内容")


def run(options: argparse.Namespace) -> int:
    """Read the files, back up, enter what is taken; exit code 1 when something is left."""
    with contextlib.closing(Session.open(options.file, read_only=options.dry_run)) as session:
        return _take_back(session, options) if options.returned else _import(session, options)


def _import(session: Session, options: argparse.Namespace) -> int:
    found = _parts_proposal(session, options) if options.parts else _files_proposal(session, options)
    names = "、".join(document.file for document in found.documents)
    year = f"{found.year} 年度，" if found.year is not None else ""
    heading = f"文件是{year}按{_PERIODS[found.period]}的读。"
    if options.json:
        say(json_text(_files_json(found)), is_block=True)
    after = session.preview(best_answers(found.proposal).texts)
    proposal = with_stated_figures(session.answers, after, found.proposal)
    taken = _taken(session, proposal, options)
    code = _finish(session, proposal, taken, options, heading, f"导入 {names}")
    _say_remarks([remark for document in found.documents for remark in document.remarks])
    return code


def _files_proposal(session: Session, options: argparse.Namespace) -> FileProposal:
    report = next((path for path in options.sources if is_database(path)), None)
    if report is not None:
        parts = read_other_report(report).listed_parts()
        why = f"它是一份填报文件，用“打开”打开，不导入；要从里面取用几部分，可以选：{parts}。"
        raise PerfDeskError(f"没有导入“{report.name}”。", why, "请用 --part 写上要取用的部分。")
    return propose_files(session.answers, read_files(options.sources), options.period)


def _parts_proposal(session: Session, options: argparse.Namespace) -> FileProposal:
    if len(options.sources) > 1:
        raise PerfDeskError("没有导入。", "--part 一次只从一份填报文件里取用。", "请只写一个文件。")
    other = read_other_report(options.sources[0])
    return other.propose(session.answers, other.named_parts(options.parts), options.period)


def _take_back(session: Session, options: argparse.Namespace) -> int:
    if len(options.sources) > 1 or options.period or options.parts:
        raise PerfDeskError("没有取回改稿。", "--returned 一次只取回一个文件，也不和 --as、--part 一起用。")
    path: Path = options.sources[0]
    found = propose_returned(session.answers, session.file, path)
    if options.json:
        say(json_text(_returned_json(session, found)), is_block=True)
    elif found.is_unchanged:
        say(f"“{path.name}”没有改动，与报告里的一样。")
    taken = _taken(session, found.proposal, options)
    code = 0
    if not found.is_unchanged:
        heading = f"“{path.name}”与导出时相比，有这些改动。"
        code = _finish(session, found.proposal, taken, options, heading, f"取回改稿 {path.name}")
    _say_remarks(found.remarks)
    return code


def _taken(session: Session, proposal: Proposal, options: argparse.Namespace) -> Proposal:
    confidences: tuple[Confidence, ...] = ("sure",) if options.only_sure else ("sure", "likely")
    return answers_to_take(session.answers, proposal, confidences)


def _finish(
    session: Session, proposal: Proposal, taken: Proposal, options: argparse.Namespace, heading: str, change: str
) -> int:
    """Print what is taken and left, and enter it as a change of this name after a backup."""
    left = _left(session, proposal, taken)
    if not options.json:
        say(heading)
        _print_result(session, proposal, taken, left, options.dry_run)
    if not options.dry_run:
        back_up(session.file)
        session.apply_proposal(taken, change)
        session.publish()
    return 1 if left or proposal.unplaced else 0


def _say_remarks(remarks: Iterable[str]) -> None:
    for remark in remarks:
        say(remark, file=sys.stderr)


def _left(session: Session, proposal: Proposal, taken: Proposal) -> list[ProposedAnswer]:
    """The answers that would change something and are not taken."""
    addresses = taken.texts.keys()
    return [
        answer
        for answer in best_answers(proposal).answers
        if answer.address not in addresses
        and is_entered(session.form, answer.address)
        and answer.before != answer.after
    ]


def _print_result(
    session: Session, proposal: Proposal, taken: Proposal, left: list[ProposedAnswer], is_trial: bool
) -> None:
    changed = taken.without_unchanged().answers
    verb = "可以填入" if is_trial else "填入"
    say(f"{verb} {len(changed)} 项{_counts(changed)}，留下 {len(left)} 项{_counts(left)}。")
    labels = session.preview(best_answers(proposal).texts) if left else session.answers
    for answer in left[:_MAX_LINES]:
        why = answer.conflict or answer.note or CONFIDENCE_WORDS[answer.confidence]
        words = excerpt(labels.in_words(answer.address, answer.after))
        say(f"　　没有填　{label_or_address(labels, answer.address)}：{words}（{excerpt(why)}）")
    unplaced = proposal.unplaced
    if unplaced:
        say(f"表单里没有位置的 {len(unplaced)} 处：")
    for text in unplaced[:_MAX_LINES]:
        say(f"　　{text.source.file}　{text.source.place}：{excerpt(text.text)}（{text.reason}）")
    if max(len(left), len(unplaced)) > _MAX_LINES:
        say("　　……（--json 列出全部）")


def _counts(answers: tuple[ProposedAnswer, ...] | list[ProposedAnswer]) -> str:
    counted = Counter(answer.confidence for answer in answers)
    parts = [f"{words} {counted[confidence]}" for confidence, words in CONFIDENCE_WORDS.items() if counted[confidence]]
    return f"（{'，'.join(parts)}）" if parts else ""


def _files_json(found: FileProposal) -> dict[str, object]:
    return {
        "year": found.year,
        "as": found.period,
        "proposals": [_answer_json(answer) for answer in best_answers(found.proposal).answers],
        "unplaced": [_text_json(text) for text in found.proposal.unplaced],
    }


def _returned_json(session: Session, found: ReturnedChanges) -> dict[str, object]:
    """The JSON of an import with the kind of each change."""
    year = session.answers.value(session.form.report_fields.year)
    proposal = best_answers(found.proposal)
    return {
        "year": int(year) if isinstance(year, Decimal) else None,
        "as": "this-year",
        "proposals": [_answer_json(answer) | {"change": answer.change} for answer in proposal.answers],
        "unplaced": [_text_json(text) | {"change": text.change} for text in proposal.unplaced],
    }


def _answer_json(answer: ProposedAnswer) -> dict[str, object]:
    return {
        "address": str(answer.address),
        "before": answer.before or None,
        "value": answer.after,
        "confidence": answer.confidence,
        "source": _source_json(answer.source),
        "conflict": answer.conflict or None,
        "note": answer.note or None,
    }


def _source_json(source: Source) -> dict[str, object]:
    return {"file": source.file, "place": source.place, "quote": source.quote}


def _text_json(text: UnplacedText) -> dict[str, object]:
    return {"file": text.source.file, "place": text.source.place, "text": text.text, "reason": text.reason}

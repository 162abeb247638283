"""发送副本: write a clean, compact copy of a report, with or without its history."""

from __future__ import annotations

from pathlib import Path

from perfdesk.atomic_file import write_atomically
from perfdesk.definition.kinds import value_text
from perfdesk.definition.text import LONGEST_REPORT_NAME, file_name_from
from perfdesk.entries.database.clean_copy import write_clean_copy
from perfdesk.entries.database.interrupted_write import refuse_side_files
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.safe_open import is_taken, why_not
from perfdesk.storage.readers import note_reader

_CANNOT_WRITE = "目标位置不能写入，或磁盘已满。"


def copy_name(answers: Answers) -> str:
    """The file name of a copy: `道县应急管理局2023年度填报.db`; a missing unit or year is left out."""
    fields = answers.form.report_fields
    unit, year = value_text(answers.value(fields.unit)), value_text(answers.value(fields.year))
    ending = f"{f'{year}年度' if year else ''}填报.db"
    return file_name_from("".join(unit.split()).lstrip("."), ending, LONGEST_REPORT_NAME)


def send_copy(source: Path, target: Path, history: bool) -> None:
    """Write a copy of a report atomically; PerfDeskError when the target exists or cannot be written."""
    what = f"没有发送副本“{target.name}”。"
    if is_taken(target):
        raise PerfDeskError(what, "已经有这个文件。", "请换一个文件名。")
    refuse_side_files(target, what)
    note_reader(source)
    try:
        with ReportFile.open(source, read_only=True) as report:
            write_atomically(target, lambda draft: write_clean_copy(report, draft, history))
    except OSError as error:
        raise PerfDeskError(what, why_not(error, _CANNOT_WRITE), "请换一个位置再试。") from error

"""体检: whether a report file is intact, fits its form, and can be edited, saved and printed on this machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from perfdesk.application.form_update import describe_form_update
from perfdesk.definition.address import Address
from perfdesk.definition.library import find_form
from perfdesk.definition.model import Form
from perfdesk.definition.style.report_style import ReportStyle
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.entries import Entries
from perfdesk.entries.form_migration import migration_edits
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.storage.conflict_copies import conflict_copies, conflict_sentence
from perfdesk.storage.location import is_writable, may_write, storage_warning
from perfdesk.storage.lock import holder_of
from perfdesk.storage.recovery import pending_copies
from perfdesk.writers.pdf.fonts import typeface
from perfdesk.writers.typesetting.active_style import using_style

#: Bytes that are enough for saving, backups and exports many times over.
_MIN_FREE_BYTES = 100 << 20
_MAX_NAMED = 6


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of one check, and whether it is fine."""

    name: str
    message: str
    is_ok: bool = True


def check_health(path: Path) -> tuple[CheckResult, ...]:
    """Check a report file without changing it; PerfDeskError when it cannot be read at all."""
    with ReportFile.open(path, read_only=True) as file:
        form = find_form(file.property("form"))
        entries, last = file.entries(), file.last_texts()
        version, report_id = file.property("form_version"), file.report_id()
    _require_valid_row_positions(path, entries)
    return (
        _check_journal(entries, last),
        _check_form(form, version),
        _check_unplaced(form, entries, version),
        _check_fonts(form.style),
        *_check_access(path),
        *_check_lock(path),
        *_check_location(path),
        *_check_conflict_copies(path, report_id, entries),
        _check_disk_space(path),
    )


def _require_valid_row_positions(path: Path, entries: Entries) -> None:
    try:
        entries.rows("", "")
    except ValueError as error:  # the position of a row is not a number
        why = "文件里的记录前后矛盾，可能被别的程序改过。"
        raise PerfDeskError(f"打不开“{path.name}”。", why, "请改用副本或备份；本程序没有改动它。") from error


def _check_journal(entries: Entries, last: Mapping[Address, str | None]) -> CheckResult:
    """Whether each answer agrees with the last change to it."""
    differing = [address for address, text in last.items() if entries.text(address) != text]
    if differing:
        named = "、".join(str(address) for address in differing[:_MAX_NAMED])
        return CheckResult(
            "完整", f"有 {len(differing)} 个答案与修改记录不符，可能被别的程序改过：{named}。", is_ok=False
        )
    return CheckResult("完整", f"文件没有损坏；答案 {len(entries)} 个，与修改记录相符。")


def _check_form(form: Form, version: str) -> CheckResult:
    message = f"{form.title}（第 {form.version} 版）"
    if version == str(form.version):
        return CheckResult("表单", f"{message}。")
    if version.isdecimal() and int(version) < form.version:
        return CheckResult("表单", f"{message}；文件还是第 {version} 版，打开填报时会更新。", is_ok=False)
    return CheckResult("表单", f"{message}；文件是第 {version or '？'} 版，本程序打不开它，请先升级。", is_ok=False)


def _check_unplaced(form: Form, entries: Entries, version: str) -> CheckResult:
    migration = migration_edits(form, entries)
    saved_with = int(version) if version.isdecimal() else form.version
    update = describe_form_update(saved_with, migration, Answers(form, entries.after(migration)))
    return CheckResult("答案的位置", "".join(update.messages()) or "每个答案在表单里都有位置。", is_ok=not update)


def _check_fonts(style: ReportStyle) -> CheckResult:
    """List the typefaces in use; the free ones are as good as the bureau's own, so this is always fine."""
    own, free = [], []
    try:
        with using_style(style):
            for name, font in style.fonts.items():
                found = typeface(name).font
                (free if found == Path(font.free).name else own).append(font.word)
    except PerfDeskError as error:
        return CheckResult("PDF 字体", f"{error.why}{error.remedy}", is_ok=False)
    parts = [f"本机自带：{'、'.join(own)}" if own else "本机没有公文字体", f"用免费字体代替：{'、'.join(free)}"]
    return CheckResult("PDF 字体", "；".join(parts if free else parts[:1]) + "。")


def _check_access(path: Path) -> Iterator[CheckResult]:
    folder = path.absolute().parent
    if not may_write(path):
        yield CheckResult("权限", "文件是只读的，只能看，不能填；请复制一份再填。", is_ok=False)
    elif not is_writable(path):
        yield CheckResult("权限", f"文件夹“{folder}”不能写入，答案存不进去；请把文件移到别处再填。", is_ok=False)
    else:
        yield CheckResult("权限", "文件和所在的文件夹都可以写。")


def _check_lock(path: Path) -> Iterator[CheckResult]:
    holder = holder_of(path)
    if holder is not None:
        yield CheckResult("占用", f"“{holder.who}”正在电脑“{holder.machine}”上填报它。")


def _check_location(path: Path) -> Iterator[CheckResult]:
    """Report unreliable storage, and unpublished changes in a working copy on this machine."""
    warning = storage_warning(path)
    if warning is not None:
        yield CheckResult("位置", warning)
    try:
        pending = pending_copies()
    except PerfDeskError as error:
        yield CheckResult("个人文件夹", f"{error.why}{error.remedy}", is_ok=False)
        return
    for copy in pending:
        if copy.original == path.absolute():
            when = f"{copy.at.astimezone():%Y-%m-%d %H:%M}"
            yield CheckResult(
                "没写回的内容", f"本机还存着 {when} 填的内容，没有写回；打开填报时可以接上。", is_ok=False
            )


def _check_conflict_copies(path: Path, report_id: str, entries: Entries) -> Iterator[CheckResult]:
    """Report the conflict copies that a sync service has left next to the file."""
    sentence = conflict_sentence(conflict_copies(path, report_id, entries))
    if sentence:
        yield CheckResult("冲突副本", sentence, is_ok=False)


def _check_disk_space(path: Path) -> CheckResult:
    free = shutil.disk_usage(path.absolute().parent).free
    message = f"还有 {free / (1 << 20):,.0f} MB"
    if free < _MIN_FREE_BYTES:
        return CheckResult("磁盘空间", f"{message}，快满了，请先清理。", is_ok=False)
    return CheckResult("磁盘空间", f"{message}。")

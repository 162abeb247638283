"""体检: whether a report file is whole, fits its form, and can be worked on, saved and printed on this machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from perfdesk.application.form_update import form_news
from perfdesk.definition.address import Address
from perfdesk.definition.library import known_form
from perfdesk.definition.model import Form
from perfdesk.definition.style.report_style import ReportStyle
from perfdesk.entries.database.report_file import ReportFile
from perfdesk.entries.entries import Entries
from perfdesk.entries.form_migration import moving_edits
from perfdesk.errors import PerfDeskError
from perfdesk.evaluation.answers import Answers
from perfdesk.storage.conflict_copies import conflict_copies, conflict_sentence
from perfdesk.storage.location import is_writable, may_write, place_warning
from perfdesk.storage.lock import holder_of
from perfdesk.storage.recovery import pending
from perfdesk.writers.pdf.fonts import typeface
from perfdesk.writers.typesetting.active_style import written_in

#: Saving, backups and an export of all three files fit into this many bytes beside a report, many times over.
_ENOUGH_SPACE = 100 << 20
_NAMED = 6


@dataclass(frozen=True, slots=True)
class Result:
    """One thing looked at: what was found, and whether it is as it should be."""

    name: str
    said: str
    fine: bool = True


def examine(path: Path) -> tuple[Result, ...]:
    """Look a report file over without changing it; PerfDeskError when it cannot be read at all."""
    with ReportFile.open(path, read_only=True) as file:
        form = known_form(file.property("form"))
        entries, last = file.entries(), file.last_texts()
        version, report_id = file.property("form_version"), file.report_id()
    _refuse_odd_rows(path, entries)
    return (
        _whole(entries, last),
        _form(form, version),
        _places(form, entries, version),
        _fonts(form.style),
        *_access(path),
        *_holder(path),
        *_place(path),
        *_copies(path, report_id, entries),
        _space(path),
    )


def _refuse_odd_rows(path: Path, entries: Entries) -> None:
    try:
        entries.rows("", "")
    except ValueError as error:  # a row whose position is no number
        why = "文件里的记录前后矛盾，可能被别的程序改过。"
        raise PerfDeskError(f"打不开“{path.name}”。", why, "请改用副本或备份；本程序没有改动它。") from error


def _whole(entries: Entries, last: Mapping[Address, str | None]) -> Result:
    """Whether each answer is what the last change to it left behind."""
    odd = [address for address, text in last.items() if entries.text(address) != text]
    if odd:
        named = "、".join(str(address) for address in odd[:_NAMED])
        return Result("完整", f"有 {len(odd)} 个答案与修改记录不符，可能被别的程序改过：{named}。", fine=False)
    return Result("完整", f"文件没有损坏；答案 {len(entries)} 个，与修改记录相符。")


def _form(form: Form, version: str) -> Result:
    said = f"{form.title}（{form.id}，第 {form.version} 版）"
    if version == str(form.version):
        return Result("表单", f"{said}。")
    if version.isdecimal() and int(version) < form.version:
        return Result("表单", f"{said}；文件还是第 {version} 版，打开填报时会更新。", fine=False)
    return Result("表单", f"{said}；文件是第 {version or '？'} 版，本程序打不开它，请先升级。", fine=False)


def _places(form: Form, entries: Entries, version: str) -> Result:
    moving = moving_edits(form, entries)
    known = int(version) if version.isdecimal() else form.version
    news = form_news(known, moving, Answers(form, entries.changed(moving)))
    return Result("答案的位置", "".join(news.sentences()) or "每个答案在表单里都有位置。", fine=not news)


def _fonts(style: ReportStyle) -> Result:
    """The bureau's own typefaces where this machine has them; the free ones are as good, so they are no remark."""
    own, free = [], []
    try:
        with written_in(style):
            for name, font in style.fonts.items():
                found = typeface(name).font
                (free if found == Path(font.free).name else own).append(f"{font.word}（{found}）")
    except PerfDeskError as error:
        return Result("PDF 字体", f"{error.why}{error.remedy}", fine=False)
    parts = [f"本机自带：{'、'.join(own)}" if own else "本机没有公文字体", f"用免费字体代替：{'、'.join(free)}"]
    return Result("PDF 字体", "；".join(parts if free else parts[:1]) + "。")


def _access(path: Path) -> Iterator[Result]:
    folder = path.absolute().parent
    if not may_write(path):
        yield Result("权限", "文件是只读的，只能看，不能填；请复制一份再填。", fine=False)
    elif not is_writable(path):
        yield Result("权限", f"文件夹“{folder}”不能写入，答案存不进去；请把文件移到别处再填。", fine=False)
    else:
        yield Result("权限", "文件和所在的文件夹都可以写。")


def _holder(path: Path) -> Iterator[Result]:
    holder = holder_of(path)
    if holder is not None:
        yield Result("占用", f"“{holder.who}”正在电脑“{holder.machine}”上填报它。")


def _place(path: Path) -> Iterator[Result]:
    """Where it lies, if that is a hard place, and what was typed here and does not stand there yet."""
    warning = place_warning(path)
    if warning is not None:
        yield Result("位置", warning)
    try:
        waiting = pending()
    except PerfDeskError as error:
        yield Result("个人文件夹", f"{error.why}{error.remedy}", fine=False)
        return
    for left in waiting:
        if left.original == path.absolute():
            when = f"{left.at.astimezone():%Y-%m-%d %H:%M}"
            yield Result("没写回的内容", f"本机还存着 {when} 填的内容，没有写回；打开填报时可以接上。", fine=False)


def _copies(path: Path, report_id: str, entries: Entries) -> Iterator[Result]:
    """What a sync service left next to it, where the same report was changed elsewhere, too."""
    sentence = conflict_sentence(conflict_copies(path, report_id, entries))
    if sentence:
        yield Result("冲突副本", sentence, fine=False)


def _space(path: Path) -> Result:
    free = shutil.disk_usage(path.absolute().parent).free
    said = f"还有 {free / (1 << 20):,.0f} MB"
    if free < _ENOUGH_SPACE:
        return Result("磁盘空间", f"{said}，快满了，请先清理。", fine=False)
    return Result("磁盘空间", f"{said}。")

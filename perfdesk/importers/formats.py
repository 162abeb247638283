"""The formats of files that can be read, each named once: how it is recognised by its content and who reads it.

A new format is a folder in this package and one record here; file dialogs are made from these records. The name of a
file decides nothing. A reader is imported when it is first used, because that takes a while.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from perfdesk.budget import TooMuchError
from perfdesk.damaged_files import DAMAGED_FILE_ERRORS
from perfdesk.errors import PerfDeskError
from perfdesk.importers.opened_file import OpenedFile, open_file
from perfdesk.importers.source import SourceDocument
from perfdesk.importers.source_error import SAVE_AS, SourceError, damaged, locked
from perfdesk.safe_open import NotAFileError


@dataclass(frozen=True, slots=True)
class ImportFormat:
    """A format: its id, its name for the user, its usual suffixes, and the functions that recognise and read it.

    `read` raises SourceError, TooMuchError, or an exception of `zipfile`, `lxml` or `struct` for a damaged file.
    """

    id: str
    name: str
    suffixes: tuple[str, ...]
    recognises: Callable[[OpenedFile], bool]
    read: Callable[[OpenedFile, str], SourceDocument]


def _is_docx(file: OpenedFile) -> bool:
    from perfdesk.importers.word.docx import main_part

    return file.package is not None and main_part(file.package) != ""


def _read_docx(file: OpenedFile, format_id: str) -> SourceDocument:
    from perfdesk.importers.word.docx import read_docx

    return read_docx(file, format_id)


def _is_doc(file: OpenedFile) -> bool:
    return file.has_stream("WordDocument")


def _read_doc(file: OpenedFile, format_id: str) -> SourceDocument:
    from perfdesk.importers.word.binary.doc import read_doc

    return read_doc(file, format_id)


def _is_rtf(file: OpenedFile) -> bool:
    from perfdesk.importers.word.converted import is_rtf

    return is_rtf(file)


def _read_rtf(file: OpenedFile, format_id: str) -> SourceDocument:
    from perfdesk.importers.word.converted import read_rtf

    return read_rtf(file, format_id)


def _is_opendocument(file: OpenedFile) -> bool:
    from perfdesk.importers.word.converted import is_opendocument

    return is_opendocument(file)


def _read_opendocument(file: OpenedFile, format_id: str) -> SourceDocument:
    from perfdesk.importers.word.converted import read_opendocument

    return read_opendocument(file, format_id)


def _is_xlsx(file: OpenedFile) -> bool:
    from perfdesk.importers.spreadsheet.xlsx import main_part

    return file.package is not None and main_part(file.package) != ""


def _read_xlsx(file: OpenedFile, format_id: str) -> SourceDocument:
    from perfdesk.importers.spreadsheet.xlsx import read_xlsx

    return read_xlsx(file, format_id)


def _is_ods(file: OpenedFile) -> bool:
    from perfdesk.importers.spreadsheet.ods import is_ods

    return file.package is not None and is_ods(file.package)


def _read_ods(file: OpenedFile, format_id: str) -> SourceDocument:
    from perfdesk.importers.spreadsheet.ods import read_ods

    return read_ods(file, format_id)


def _is_xls(file: OpenedFile) -> bool:
    return any(file.has_stream(name) for name in ("Workbook", "Book"))


def _read_xls(file: OpenedFile, format_id: str) -> SourceDocument:
    from perfdesk.importers.spreadsheet.xls import read_xls

    return read_xls(file, format_id)


def _is_csv(file: OpenedFile) -> bool:
    from perfdesk.importers.spreadsheet.csv_file import is_csv

    return file.package is None and not file.is_compound and is_csv(file.content)


def _read_csv(file: OpenedFile, format_id: str) -> SourceDocument:
    from perfdesk.importers.spreadsheet.csv_file import read_csv

    return read_csv(file, format_id)


FORMATS = (
    ImportFormat("docx", "Word 文档", (".docx", ".docm", ".dotx"), _is_docx, _read_docx),
    ImportFormat("doc", "Word 97—2003 文档", (".doc", ".wps", ".dot", ".wpt"), _is_doc, _read_doc),
    ImportFormat("rtf", "RTF 文档", (".rtf",), _is_rtf, _read_rtf),
    ImportFormat("odt", "OpenDocument 文字", (".odt", ".ott"), _is_opendocument, _read_opendocument),
    ImportFormat("xlsx", "Excel 工作簿", (".xlsx", ".xlsm", ".xltx", ".et"), _is_xlsx, _read_xlsx),
    ImportFormat("ods", "OpenDocument 表格", (".ods",), _is_ods, _read_ods),
    ImportFormat("xls", "Excel 97—2003 工作簿", (".xls", ".et", ".xlt"), _is_xls, _read_xls),
    ImportFormat("csv", "文本表格", (".csv", ".txt", ".tsv"), _is_csv, _read_csv),
)

#: What other files begin with, and what they are.
_OTHERS = (
    (b"%PDF", "这是 PDF 文件。", "请找到它的 Word 或 Excel 原件，再选原件。"),
    (
        b"SQLite format 3\0",
        "这是 PerfDesk 的填报文件或别的数据库。",
        "请用“打开”打开它；只要其中几部分，用“从另一份填报文件取用”。",
    ),
    (b"Rar!", "这是压缩包。", "请先解压缩，再选里面的文件。"),
    (b"7z\xbc\xaf", "这是压缩包。", "请先解压缩，再选里面的文件。"),
    (b"\xff\xd8\xff", "这是图片。", "请找到 Word 或 Excel 原件。"),
    (b"\x89PNG", "这是图片。", "请找到 Word 或 Excel 原件。"),
)
_WEB_PAGE = (b"<html", b"<!doctype html", b"mime-version:")
_ENCRYPTED = "EncryptedPackage"
_TEMPORARY = "~$"


def read_source(path: Path) -> SourceDocument:
    """Read a file in whatever format its content is; PerfDeskError, one sentence each, if it cannot be read."""
    try:
        return _read(path)
    except SourceError as error:
        raise PerfDeskError(f"没有读入“{path.name}”。", error.why, error.remedy) from error
    except TooMuchError as error:
        raise PerfDeskError(f"没有读入“{path.name}”。", f"内容{error.clause}。", "请检查是不是选错了文件。") from error
    except NotAFileError as error:
        raise PerfDeskError("没有读入。", error.why, "请选择一个文件。") from error
    except PermissionError as error:
        why = "它可能正被 Word、Excel 或 WPS 打开着，或者没有读取权限。"
        raise PerfDeskError(f"没有读入“{path.name}”。", why, "请先在那边关闭它，再试一次。") from error
    except OSError as error:
        raise PerfDeskError(f"没有读入“{path.name}”。", "文件打不开。", "请查看它是否还在原处。") from error
    except DAMAGED_FILE_ERRORS as error:
        raise PerfDeskError(f"没有读入“{path.name}”。", damaged().why, damaged().remedy) from error


def format_of(file: OpenedFile) -> ImportFormat:
    """The format that a file is in; SourceError, saying what it is, if none can be read."""
    for known in FORMATS:
        if known.recognises(file):
            return known
    raise _unknown(file)


def _read(path: Path) -> SourceDocument:
    file = open_file(path)
    if path.name.startswith(_TEMPORARY):
        raise SourceError("这是 Word 或 WPS 打开文件时的临时文件。", "请选名字前没有“~$”的那一个。")
    if not file.content:
        raise SourceError("文件是空的。", "请检查是不是选错了文件，或者没有拷贝完整。")
    found = format_of(file)
    return found.read(file, found.id)


def _unknown(file: OpenedFile) -> SourceError:
    if file.has_stream(_ENCRYPTED):
        return locked()
    for head, why, remedy in _OTHERS:
        if file.content.startswith(head):
            return SourceError(why, remedy)
    head = file.content[:1000].lower()
    if any(mark in head for mark in _WEB_PAGE):
        return SourceError("这是网页，只是名字像 Word 或 Excel 文件。", SAVE_AS)
    return SourceError("不是 Word 或 Excel 文件，或者已损坏。", "请检查是不是选错了文件。")

"""Why a file from elsewhere is not read. The reader knows why; `formats.read_source` adds the file's name."""

from __future__ import annotations

from perfdesk.errors import PerfDeskError

SAVE_AS = "请用 WPS 或 Word 打开它，另存为 .docx，再选这个 .docx 文件。"


class SourceError(PerfDeskError):
    """A file that cannot be read: the reason and the remedy, both one Chinese sentence."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__("没有读入文件。", why, remedy)


def damaged() -> SourceError:
    """The error for a file whose parts do not fit together."""
    return SourceError("文件已损坏，读不出来。", "请用 WPS 或 Word、Excel 打开它，另存一份，再选新的文件。")


def locked() -> SourceError:
    """The error for a file that is encrypted."""
    return SourceError("文件加了密码。", "请在 WPS 或 Word、Excel 中打开它，取消密码，另存一份，再选新的文件。")

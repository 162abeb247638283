"""What an author of forms does: begin a form from another one, and look at its pages with made-up answers."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable
from pathlib import Path

from perfdesk.application.example_answers import blank_answers, example_answers
from perfdesk.application.export import suffixes_of, write_files
from perfdesk.atomic_file import copy_atomically, write_bytes_atomically
from perfdesk.budget import Budget, TooMuchError
from perfdesk.definition.diagnostics import LARGEST_FORM
from perfdesk.definition.form_folder import FORM_FILE, toml_files
from perfdesk.definition.model import Form
from perfdesk.definition.style.word_styles import WORD_FILES
from perfdesk.document.build import build
from perfdesk.errors import PerfDeskError
from perfdesk.safe_open import is_taken, why_not

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_ID_LINE = re.compile(r"^(\ufeff?)id\s*=\s*(\"[^\"\n]*\"|'[^'\n]*')", re.MULTILINE)
_LOGO = re.compile(r"\blogo\s*=\s*[\"']([^\"'/\\\n]+\.png)[\"']", re.IGNORECASE)
PREVIEW_FOLDER = "预览"


def copy_form(source: Path, folder: Path) -> str:
    """Copy a form to a new folder, whose name becomes its id; return the id.

    PerfDeskError when the name is no id, something is there already, or it cannot be read or written.
    """
    name, what = folder.name, f"没有新建表单“{folder.name[:60]}”。"
    if not _ID.fullmatch(name) or keyword.iskeyword(name):
        why = "文件夹的名字就是表单的 id：小写字母开头，只用小写字母、数字和下划线。"
        raise PerfDeskError(what, why, "请换一个名字，例如 zhongshan_2025。")
    if is_taken(folder):
        raise PerfDeskError(what, f"“{folder}”已经有了。", "请换一个名字。")
    try:
        files = sorted(toml_files(source))
        budget, pictures = Budget(LARGEST_FORM), set[str]()
        for file in files:
            content = budget.read(source / file)
            if file == FORM_FILE:
                text = content.decode("utf-8")
                content = _ID_LINE.sub(lambda found: f'{found[1]}id = "{name}"', text, count=1).encode("utf-8")
            pictures |= set(_LOGO.findall(content.decode("utf-8")))
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            write_bytes_atomically(folder / file, content)
        for file in (*WORD_FILES, *sorted(pictures)):
            if is_taken(source / file):
                copy_atomically(source / file, folder / file)
    except (TooMuchError, UnicodeDecodeError) as error:
        raise PerfDeskError(what, f"“{source}”里的文件不像是表单。", "请换一份表单来抄。") from error
    except OSError as error:
        raise PerfDeskError(what, why_not(error, "那里不能写入，或磁盘已满。"), "请换一个位置再试。") from error
    return name


def write_preview(form: Form, folder: Path, progress: Callable[[str], None]) -> list[Path]:
    """Write a blank report and one filled with examples in every format, over those of the last preview."""
    written: list[Path] = []
    for name, answers in (("空白", blank_answers(form)), ("填样", example_answers(form))):
        report = build(answers, (), draft=False)
        targets = [folder / f"{name}{suffix}" for suffix in suffixes_of(report)]
        written += write_files(report, targets, progress)
    return written

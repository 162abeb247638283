"""Mistakes in a form: the first one stops whoever opens a report, whoever writes the form is told all of them."""

from __future__ import annotations

from types import TracebackType

from perfdesk.budget import Budget, unhurried
from perfdesk.errors import PerfDeskError

#: In bytes, all files of a form together; the largest known one has 130 KB.
LARGEST_FORM = 4_000_000


class FormError(PerfDeskError):
    """The form itself is wrong: `where` begins with the file, `clause` says what is wrong there.

    One about a `name` that is nowhere may only follow from a file that could not be read.
    """

    def __init__(self, where: str, clause: str, about_name: bool = False) -> None:
        where, clause = _one_line(where), _one_line(clause)
        end = "" if clause.endswith("？") else "。"
        super().__init__("表单定义有误。", f"{where}：{clause}{end}", "请改正表单文件后再打开。")
        self.where, self.clause, self.about_name = where, clause, about_name


def _one_line(text: str) -> str:
    """The text as it can be shown in a line, whatever stands in a stranger's form."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def form_error(where: str, clause: str) -> FormError:
    """The form itself is wrong: which file and key, and what to do."""
    return FormError(where, clause)


class Mistakes:
    """Collects up to `most` mistakes of a form; the last of them is raised. With one, reading is strict."""

    def __init__(self, most: int = 1, budget: Budget | None = None) -> None:
        self._most = most
        #: What reading the form may cost; beyond it TooMuchError ends the reading, whatever else is to be told.
        self.budget = budget or unhurried(LARGEST_FORM)
        self.found: list[FormError] = []
        #: A file could not be read, so that names may be missing through no fault of those who use them.
        self.is_partial = False

    def tell(self, error: FormError) -> None:
        """Note a mistake from which reading can go on; raises it when there are enough."""
        self.budget.tick()
        follows = error.about_name and self.is_partial
        if not follows and str(error) not in map(str, self.found):
            self.found.append(error)
        if len(self.found) >= self._most:
            raise error

    def each(self) -> _Part:
        """For a `with` around one part of the form; a mistake in it is noted, and the next part is read."""
        return _Part(self)


class _Part:
    def __init__(self, mistakes: Mistakes) -> None:
        self._mistakes = mistakes

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        if isinstance(error, FormError):
            self._mistakes.tell(error)
            return True
        return False

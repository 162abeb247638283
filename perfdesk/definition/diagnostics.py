"""Mistakes in a form: the first one stops whoever opens a report, whoever writes the form is told all of them."""

from __future__ import annotations

from types import TracebackType

from perfdesk.budget import Budget, unhurried
from perfdesk.errors import PerfDeskError

#: In bytes, all files of a form together; the largest known one has 130 KB.
LARGEST_FORM = 4_000_000


class FormError(PerfDeskError):
    """The form itself is wrong: `location` begins with the file, `problem` says what is wrong there.

    One about a `name` that is nowhere may only follow from a file that could not be read.
    """

    def __init__(self, location: str, problem: str, is_unknown_name: bool = False) -> None:
        location, problem = _one_line(location), _one_line(problem)
        end = "" if problem.endswith("？") else "。"
        super().__init__("表单定义有误。", f"{location}：{problem}{end}", "请改正表单文件后再打开。")
        self.location, self.problem, self.is_unknown_name = location, problem, is_unknown_name


def _one_line(text: str) -> str:
    """The text as it can be shown in a line, whatever stands in a stranger's form."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def form_error(location: str, problem: str) -> FormError:
    """The form itself is wrong: which file and key, and what to do."""
    return FormError(location, problem)


class Diagnostics:
    """Collects up to `most` mistakes of a form; the last of them is raised. With one, reading is strict."""

    def __init__(self, limit: int = 1, budget: Budget | None = None) -> None:
        self._limit = limit
        #: What reading the form may cost; beyond it TooMuchError ends the reading, whatever else is to be told.
        self.budget = budget or unhurried(LARGEST_FORM)
        self.errors: list[FormError] = []
        #: A file could not be read, so that names may be missing through no fault of those who use them.
        self.is_incomplete = False

    def report(self, error: FormError) -> None:
        """Note a mistake from which reading can go on; raises it when there are enough."""
        self.budget.tick()
        follows = error.is_unknown_name and self.is_incomplete
        if not follows and str(error) not in map(str, self.errors):
            self.errors.append(error)
        if len(self.errors) >= self._limit:
            raise error

    def collecting(self) -> _Collector:
        """For a `with` around one part of the form; a mistake in it is noted, and the next part is read."""
        return _Collector(self)


class _Collector:
    def __init__(self, diagnostics: Diagnostics) -> None:
        self._diagnostics = diagnostics

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> bool:
        if isinstance(error, FormError):
            self._diagnostics.report(error)
            return True
        return False

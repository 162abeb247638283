"""Errors in a form: opening a report stops at the first one, checking the form collects them."""

from __future__ import annotations

import re
from collections import Counter
from types import TracebackType

from perfdesk.budget import Budget, unhurried
from perfdesk.errors import PerfDeskError

#: In bytes, of all files of a form together; the largest known form has 130 KB.
LARGEST_FORM = 4_000_000


class FormError(PerfDeskError):
    """An error in the form: `location` begins with the file, `problem` is a Chinese clause about the error.

    An unknown name (`unknown_name`) may only be a consequence of a file that could not be read or an id that was
    refused. Errors with one `cause` are mended together: the first is reported, the others are counted.
    """

    def __init__(self, location: str, problem: str, unknown_name: str = "", cause: str = "") -> None:
        location, problem = _one_line(location), _one_line(problem)
        end = "" if problem.endswith("？") else "。"
        super().__init__("表单定义有误。", f"{location}：{problem}{end}", "请改正表单文件后再打开。")
        self.location, self.problem, self.unknown_name, self.cause = location, problem, unknown_name, cause


def _one_line(text: str) -> str:
    """Return a text from an untrusted form as one printable line."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def form_error(location: str, problem: str) -> FormError:
    """Return the error of a file and key."""
    return FormError(location, problem)


def _words(name: str) -> list[str]:
    """Return the words of a name without regard to capitals: `money.Total-2` has `money`, `total` and `2`."""
    return re.findall(r"\w+", name.casefold())


class Diagnostics:
    """Collects up to `limit` errors of a form; the last one is raised. With a limit of 1 reading is strict."""

    def __init__(self, limit: int = 1, budget: Budget | None = None) -> None:
        self._limit = limit
        #: The budget for reading the form; beyond it TooMuchError ends the reading.
        self.budget = budget or unhurried(LARGEST_FORM)
        self.errors: list[FormError] = []
        #: What is allowed but hardly meant, for the check of a form.
        self.remarks: list[FormError] = []
        #: Whether a file could not be read, so that names may only seem unknown.
        self.is_incomplete = False
        #: The words of ids that were refused; names with one of them only seem unknown.
        self._refused_words = set[str]()
        #: How many more errors have the cause of a reported one.
        self.repetitions: Counter[str] = Counter()
        self._causes = set[str]()

    def report(self, error: FormError) -> None:
        """Add an error after which reading can continue; raises it when the limit is reached."""
        self.budget.tick()
        if self._is_consequence(error) or str(error) in map(str, self.errors):
            pass
        elif error.cause in self._causes:
            self.repetitions[error.cause] += 1
        else:
            self.errors.append(error)
            self._causes |= {error.cause} if error.cause else set()
        if len(self.errors) >= self._limit:
            raise error

    def refuse_id(self, name: str) -> None:
        """Note an id that was reported, so that names with it are not reported again."""
        self._refused_words.update(_words(name))

    def _is_consequence(self, error: FormError) -> bool:
        return bool(error.unknown_name) and (
            self.is_incomplete or not self._refused_words.isdisjoint(_words(error.unknown_name))
        )

    def report_when_checking(self, error: FormError) -> None:
        """Add an error that the check of a form tells; a form that is in use loads in spite of it."""
        if self.is_checking:
            self.report(error)

    @property
    def is_checking(self) -> bool:
        """Whether the form is checked for its author, and not opened to be filled in."""
        return self._limit > 1

    def collecting(self) -> _Collector:
        """Return a context manager for one part of the form: an error ends that part only."""
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

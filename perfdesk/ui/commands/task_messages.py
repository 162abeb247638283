"""What is told about a task, such as an export, that runs while its report may be closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from perfdesk.errors import PerfDeskError
from perfdesk.ui.widgets import message_boxes
from perfdesk.ui.widgets.message_bar import MessageAction, MessageBar


class TaskMessages:
    """Tells about tasks above the report that is open; without one, good news on the start page, failures in a box."""

    def __init__(
        self,
        window: QWidget,
        bar: Callable[[], MessageBar | None],
        notify: Callable[[str, Sequence[MessageAction]], None],
    ) -> None:
        self._window, self._bar, self._notify = window, bar, notify

    @property
    def has_report(self) -> bool:
        """Whether a report is open."""
        return self._bar() is not None

    def show_progress(self, text: str) -> None:
        """Say how far a task is, if a report is open."""
        bar = self._bar()
        if bar is not None:
            bar.show_message("notice", text, busy=True)

    def show_result(self, text: str, actions: Sequence[MessageAction] = (), is_draft: bool = False) -> None:
        """Say how a task ended that did what was asked for; a draft is worth a second look."""
        bar = self._bar()
        if bar is not None:
            bar.show_message("warning" if is_draft else "done", text, actions)
        else:
            self._notify(text, actions)

    def show_failure(self, text: str) -> None:
        """Say that a task failed."""
        bar = self._bar()
        if bar is not None:
            bar.show_message("error", text)
        else:
            message_boxes.show_error(self._window, PerfDeskError(text))

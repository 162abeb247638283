"""Files dropped onto the window are opened or imported, not inserted as a file name into an editor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

if TYPE_CHECKING:
    from perfdesk.ui.workspace.workspace import Workspace


def dropped_files(mime: QMimeData) -> list[Path]:
    """Return the files being dragged; an empty list if it is something else."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def forward_drops_to_window(workspace: Workspace) -> None:
    """Let the editors of every page forward drops to the window."""

    def refuse_drops() -> None:
        editors: list[QWidget] = [] if workspace.page is None else [*workspace.page.findChildren(QLineEdit)]
        if workspace.page is not None:
            editors += [editor.viewport() for editor in workspace.page.findChildren(QPlainTextEdit)]
        for editor in editors:
            editor.setAcceptDrops(False)

    workspace.section_shown.connect(refuse_drops)
    refuse_drops()

"""新建: the user chooses a form, and the choice is saved for the next time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from perfdesk.definition.library import default_form
from perfdesk.definition.loader import form_ids
from perfdesk.paths import FORMS
from perfdesk.ui.commands.new_report_dialog import NewReportDialog
from perfdesk.ui.window.main_window import MainWindow
from support.user import User

OTHER = "yueyang_overall_2023"
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support")]


def _ask(window: MainWindow) -> NewReportDialog:
    window.actions_.by_id["new"].trigger()
    return next(one for one in window.findChildren(NewReportDialog) if one.isVisible())


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A form of the user, and a folder with an incomplete form."""
    folder = tmp_path / "自己的表单"
    monkeypatch.setenv("PERFDESK_FORMS", str(folder))
    shutil.copytree(FORMS / OTHER, folder / "ours")
    path = folder / "ours" / "form.toml"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("about = ")]
    text = "\n".join(lines).replace(OTHER, "our_county").replace("（岳阳式：封面加表格）", "（本县）")
    path.write_text(text, encoding="utf-8")
    (folder / "broken").mkdir()
    (folder / "broken" / "form.toml").write_text("id = ", encoding="utf-8")
    return folder


def test_every_form_is_offered_with_title_and_description(user: User, own: Path) -> None:
    dialog = _ask(user.window)
    assert list(dialog.choices) == [*form_ids(), "broken", "our_county"]
    assert dialog.choices["our_county"].text() == "部门整体支出绩效自评报告（本县）"
    assert "没有附件" in dialog.choices[OTHER].accessibleDescription()
    assert dialog.choices[default_form()].isChecked()
    dialog.reject()


def test_the_chosen_form_is_used_and_selected_next_time(user: User, own: Path, tmp_path: Path) -> None:
    dialog = _ask(user.window)
    path = dialog.target.path
    assert path is not None
    assert path.parent == tmp_path
    assert path.name.endswith("年度绩效自评.db")
    user.qtbot.mouseClick(dialog.choices["our_county"], Qt.MouseButton.LeftButton)
    user.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert user.session.form.id == "our_county"
    assert user.session.path == path
    again = _ask(user.window)
    assert again.choices["our_county"].isChecked()
    assert again.target.path == path.with_name(f"{path.stem}(2).db")
    again.reject()


def test_a_form_with_errors_creates_no_report_and_reports_why(
    user: User, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    errors: list[str] = []
    show = "perfdesk.ui.widgets.message_boxes.show_error"
    monkeypatch.setattr(show, lambda _parent, error: errors.append(str(error)))
    before = user.session
    dialog = _ask(user.window)
    dialog.choices["broken"].click()
    dialog.begin_button.click()
    assert "form.toml：不是规范的 TOML" in errors[0]
    assert user.session is before


def test_with_a_single_form_only_the_file_is_asked_for(
    user: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms = tmp_path / "forms"
    shutil.copytree(FORMS / default_form(), forms / default_form())
    monkeypatch.setattr("perfdesk.definition.loader.FORMS", forms)
    monkeypatch.setattr("perfdesk.definition.library.FORMS", forms)
    monkeypatch.setattr("perfdesk.ui.widgets.message_boxes.ask_new_path", lambda *_: tmp_path / "新.db")
    user.window.actions_.by_id["new"].trigger()
    assert user.session.path == tmp_path / "新.db"
    assert user.session.form.id == default_form()

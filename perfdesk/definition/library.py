"""The available forms by id: those shipped with the program and the bureau's own."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from perfdesk.definition.form_folder import form_folders, head_of, is_form, list_folder, listed_folders
from perfdesk.definition.loader import form_ids, load_form, shipped_form
from perfdesk.definition.model import Form
from perfdesk.errors import PerfDeskError
from perfdesk.paths import FORMS, forms_folder


@dataclass(frozen=True, slots=True)
class FormInfo:
    """A form for new reports: its id, title and a description of one line."""

    id: str
    title: str
    description: str


_USE_ANOTHER_ID = "请给自己的表单换一个 id，填报文件才不会认错表单。"


def find_form(form: str) -> Form:
    """Return a form by id; PerfDeskError when there is none, or more than one with this id."""
    found = _folders_of(form)
    if not found:
        raise PerfDeskError(
            f"没有名为“{form[:60]}”的表单。",
            f"可用的表单：{'、'.join(known_form_ids())}。",
            f"自己的表单要放在{user_forms_description()}里。",
        )
    if len(found) > 1:
        folders = "、".join(f"“{folder}”" for folder in found)
        raise PerfDeskError(f"表单“{form}”用不了。", f"有 {len(found)} 个表单用了这个 id：{folders}。", _USE_ANOTHER_ID)
    return shipped_form(form) if found[0] == FORMS / form else load_form(found[0])


def form_folder(form: str) -> Path:
    """Return the folder of a form by id; PerfDeskError when there is none."""
    found = folder_of(form)
    if found is None:
        known = "、".join(known_form_ids())
        raise PerfDeskError(f"没有名为“{form[:60]}”的表单。", f"可用的表单：{known}。")
    return found


def load_usable_form(folder: Path) -> Form:
    """Load the form in a folder, which is remembered, so that its reports find it.

    PerfDeskError when it is invalid, another form has its id, or it cannot be remembered.
    """
    form = load_form(folder)
    other = folder_with_same_id(folder)
    if other is not None:
        raise PerfDeskError(f"表单“{form.id}”用不了。", f"“{other}”里的表单也用这个 id。", _USE_ANOTHER_ID)
    if not _folders_of(form.id) and not _remember(folder):
        raise PerfDeskError(
            f"表单“{form.id}”还不能用来新建。",
            f"填报文件只记表单的 id，下次打开时到{user_forms_description()}里找。",
            f"请把文件夹“{folder}”放进去。",
        )
    return find_form(form.id)


def _remember(folder: Path) -> bool:
    """Add a folder to the list of those elsewhere; whether that was possible."""
    own = user_forms_folder()
    with suppress(OSError):
        if own is not None:
            list_folder(own, folder)
            return True
    return False


def known_form_ids() -> list[str]:
    """Return the ids of all available forms, the shipped ones first."""
    return list(dict.fromkeys([*form_ids(), *(_id_of(folder) for folder in _user_form_folders())]))


def folder_of(form: str) -> Path | None:
    """Return the folder of a form by id; None when there is none."""
    return next(iter(_folders_of(form)), None)


def default_form() -> str:
    """Return the id of the default form, which `forms/index.toml` names."""
    named = head_of(FORMS, "index.toml").get("default", "")
    return named if named in form_ids() else form_ids()[0]


def available_forms() -> list[FormInfo]:
    """Return the available forms, the shipped ones first; only their heads are read, so they may be invalid."""
    folders = [*(FORMS / form for form in form_ids()), *_user_form_folders()]
    found = {_id_of(folder): folder for folder in reversed(folders)}
    return [_form_info(form, found[form]) for form in known_form_ids()]


def user_forms_folder() -> Path | None:
    """Return the folder of the bureau's own forms; None without a home folder and without PERFDESK_FORMS."""
    return forms_folder()


def user_forms_description() -> str:
    """Describe the folder of the bureau's own forms, for a sentence."""
    folder = user_forms_folder()
    return f"文件夹“{folder}”" if folder is not None else "环境变量 PERFDESK_FORMS 指定的文件夹"


def folder_with_same_id(folder: Path) -> Path | None:
    """Return another folder whose form has the same id as the form in this one; None when there is none."""
    return next((known for known in _folders_of(_id_of(folder)) if not _is_same_folder(folder, known)), None)


def _folders_of(form: str) -> list[Path]:
    """Return every folder whose form has this id; only the heads are read."""
    shipped = [FORMS / form] if form in form_ids() else []
    return shipped + [folder for folder in _user_form_folders(form) if _id_of(folder) == form]


def _user_form_folders(form: str = "") -> list[Path]:
    """Return the folders of the bureau's own forms, including one named `form` beyond MAX_FORMS."""
    folder = user_forms_folder()
    if folder is None:
        return []
    found, same_name = [*form_folders(folder), *listed_folders(folder)], folder / form
    is_name = bool(form) and Path(form).name == form
    return [*found, same_name] if is_name and same_name not in found and is_form(same_name) else found


def _form_info(form: str, folder: Path) -> FormInfo:
    head = head_of(folder)
    return FormInfo(form, head.get("title") or form, head.get("about", ""))


def _id_of(folder: Path) -> str:
    """Return the id of a form; the folder's name if it is unreadable, so that opening it reports the error."""
    return head_of(folder).get("id") or folder.name


def _is_same_folder(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()

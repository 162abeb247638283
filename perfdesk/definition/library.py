"""The forms at hand: those shipped with the program and the bureau's own, each found by its id."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from perfdesk.definition.loader import form_ids, load_form, shipped_form
from perfdesk.definition.model import Form
from perfdesk.errors import PerfDeskError
from perfdesk.paths import forms_folder
from perfdesk.resources import FORMS
from perfdesk.safe_open import read_regular


@dataclass(frozen=True, slots=True)
class Offer:
    """A form one can begin a report with: its id, title and one line about it."""

    id: str
    title: str
    about: str


_ANOTHER_ID = "请给自己的表单换一个 id，填报文件才不会认错表单。"


def known_form(form: str) -> Form:
    """A form by id, shipped or the bureau's own; PerfDeskError when there is none, or when both have this id."""
    found = _folders(form)
    if not found:
        raise PerfDeskError(
            f"没有名为“{form}”的表单。",
            f"可用的表单：{'、'.join(known_ids())}。",
            f"自己的表单要放在{_own_forms_named()}里。",
        )
    if len(found) > 1:
        places = "、".join(f"“{folder}”" for folder in found)
        raise PerfDeskError(f"表单“{form}”用不了。", f"有 {len(found)} 个表单用了这个 id：{places}。", _ANOTHER_ID)
    return shipped_form(form) if found[0] == FORMS / form else load_form(found[0])


def form_at(folder: Path) -> Form:
    """The form in a folder; PerfDeskError when it is unsound or a report made with it would not find it again."""
    form = load_form(folder)
    if not any(_same(folder, known) for known in _folders(form.id)):
        raise PerfDeskError(
            f"表单“{form.id}”还不能用来新建。",
            f"填报文件只记表单的 id，下次打开时到{_own_forms_named()}里找。",
            f"请把文件夹“{folder}”放进去。",
        )
    return known_form(form.id)


def known_ids() -> list[str]:
    """The ids of all forms at hand, the shipped ones first."""
    return list(dict.fromkeys([*form_ids(), *(_id_of(folder) for folder in _own_folders())]))


def offers() -> list[Offer]:
    """The forms at hand, the shipped ones first; only their first file is read, so one may prove wrong when opened."""
    folders = [*(FORMS / form for form in form_ids()), *_own_folders()]
    found = {_id_of(folder): folder for folder in reversed(folders)}
    return [_offer(form, found[form]) for form in known_ids()]


def own_forms() -> Path | None:
    """Where a bureau keeps its own forms; None for an account without a home, which can set PERFDESK_FORMS."""
    return forms_folder()


def _own_forms_named() -> str:
    folder = own_forms()
    return f"文件夹“{folder}”" if folder is not None else "环境变量 PERFDESK_FORMS 指定的文件夹"


def shares_an_id(folder: Path) -> Path | None:
    """Another folder whose form has the id of the form in this one."""
    return next((known for known in _folders(_id_of(folder)) if not _same(folder, known)), None)


def _folders(form: str) -> list[Path]:
    """Every folder whose form has this id."""
    shipped = [FORMS / form] if form in form_ids() else []
    return shipped + [folder for folder in _own_folders() if _id_of(folder) == form]


def _own_folders() -> list[Path]:
    folder = own_forms()
    if folder is None:
        return []
    try:
        return sorted(path.parent for path in folder.glob("*/form.toml"))
    except OSError:  # another user's folder: no reason not to open a report of a shipped form
        return []


def _offer(form: str, folder: Path) -> Offer:
    return Offer(form, _says(folder, "title") or form, _says(folder, "about"))


def _id_of(folder: Path) -> str:
    """The id a form gives itself; of one that cannot be read, the folder's name, so that opening it says why."""
    return _says(folder, "id") or folder.name


def _says(folder: Path, key: str) -> str:
    """A text of the form's first file; empty when it does not stand there or cannot be read."""
    try:
        found = tomllib.loads(read_regular(folder / "form.toml").decode("utf-8")).get(key)
    except (OSError, ValueError, RecursionError):
        found = None
    return found if isinstance(found, str) else ""


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()

"""Headings of a page that apply under a condition: they, their links and what stands under them come and go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from perfdesk.application.session import Session
from perfdesk.definition.address import Address
from perfdesk.definition.model import Form
from perfdesk.ui.pages.heading_part import HeadingLink, HeadingPart
from perfdesk.ui.pages.page import Page
from support.user import User

pytestmark = pytest.mark.slow


def _heading(text: str, field: str, when: str = "") -> str:
    return (
        f'\n[[block]]\ntype = "heading"\ntext = "{text}"\n{when}\n'
        f'[[block]]\ntype = "note"\ntext = "{field}的提示"\n'
        f'[[block]]\ntype = "field"\nid = "{field}"\nlabel = "{text[3:]}"\nkind = "prose"\n'
    )


PARTS = (
    _heading("（一）收入", "income")
    + _heading("（二）基金", "funds", 'when = "year == 2024"')
    + _heading("（三）支出", "spent")
)


@pytest.fixture
def session(tmp_path: Path, small_form: Callable[..., Form]) -> Session:
    """A report of a form with a heading under a condition."""
    return Session.create(tmp_path / "填报.db", small_form(add=PARTS))


def _page(user: User) -> Page:
    user.workspace.navigation.choose("money")
    page = user.workspace.page
    assert page is not None
    page.refresh_pending()
    return page


def _shown(page: Page, kind: type[QWidget]) -> list[str]:
    return [
        widget.label.text() if isinstance(widget, HeadingPart) else widget.text()
        for widget in page.findChildren(kind)
        if isinstance(widget, HeadingPart | HeadingLink) and widget.isVisible()
    ]


def test_a_heading_and_its_link_follow_the_condition(user: User) -> None:
    page = _page(user)
    funds = page.part_at(Address("money", "funds"))
    assert funds is not None
    assert _shown(page, HeadingPart) == _shown(page, HeadingLink) == ["（一）收入", "（二）支出"]
    assert not funds.isVisible()
    user.workspace.model.type_text(Address("money", "year"), "2024")
    page.refresh_pending()
    assert _shown(page, HeadingPart) == _shown(page, HeadingLink) == ["（一）收入", "（二）基金", "（三）支出"]
    assert funds.isVisible()

"""Figures of one text of the faultless sample whose links are set and cut."""

from __future__ import annotations

from perfdesk.application.session import Session
from perfdesk.checks.finding import Finding
from perfdesk.checks.proofreading.link_changes import LinkableFigure, cut_link, linkable_figures
from perfdesk.checks.proofreading.number_links import links_in
from perfdesk.definition.address import Address

TEXT = Address.parse("others/text")
BASIC = Address.parse("spending/controls/basic/actual")  # 890.10 万元
STAFF = Address.parse("basics/actual_stated")  # 53 人
TOTAL = Address.parse("spending/controls/total/actual")  # 1297.99 万元
WRONG = "全年基本支出89.01万元，全部用于保障运转。年末在职人员63人。"
#: Money whose words name nothing that a table holds.
UNNAMED = "年初定下的一揽子安排为1200.00万元，年底全部完成。"


def contradictions(session: Session) -> list[Finding]:
    """The findings about figures that differ from their answers, by position."""
    found = [one for one in session.findings if one.code == "P03" and one.addresses[0] == TEXT]
    return sorted(found, key=lambda one: one.span or (0, 0))


def figure(session: Session, words: str, nth: int = 0) -> LinkableFigure:
    """The nth figure of the text that is written with these words."""
    return [one for one in linkable_figures(session.answers, TEXT) if words in one.placed.name][nth]


def cut(session: Session, words: str, nth: int = 0) -> None:
    """Cut the link of a figure."""
    session.change_link(cut_link(session.answers, figure(session, words, nth)))


def linked(session: Session) -> list[str]:
    """The linked figures of the text, as written."""
    text = session.entries.text(TEXT) or ""
    return [text[link.start : link.end] for link in links_in(session.answers, TEXT)]

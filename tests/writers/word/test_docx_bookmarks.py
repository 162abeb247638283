"""Each answer has a bookmark named after its address."""

from __future__ import annotations

import re

from docx.document import Document
from docx.oxml.ns import qn

from perfdesk.definition.address import Address
from perfdesk.document.file_marks import bookmark_name
from support.docx_builders import LONG


def test_every_address_is_a_bookmark_around_its_text(document: Document) -> None:
    marked: dict[str, str] = {}
    for start in document.element.iter(qn("w:bookmarkStart")):
        place = next(start.iterancestors(qn("w:tc")), start.getparent())
        marked[start.get(qn("w:name"))] = "".join(text.text for text in place.iter(qn("w:t")))
    assert marked == {
        bookmark_name(Address("overview", "heading")): "一、部门基本情况",
        bookmark_name(Address("overview", "duties")): LONG,
        bookmark_name(Address("base", "t", "r1", "budget")): "63.46",
        bookmark_name(Address("base", "aim")): "预期目标第一行目标",
        bookmark_name(Address("base", "t", "R1", "budget")): "实际1352次",
    }
    starts = [mark.get(qn("w:id")) for mark in document.element.iter(qn("w:bookmarkStart"))]
    ends = [mark.get(qn("w:id")) for mark in document.element.iter(qn("w:bookmarkEnd"))]
    assert sorted(starts) == sorted(ends)
    assert len(set(starts)) == len(starts) == len(marked), "an address that occurs twice is marked once"


def test_bookmark_names_are_short_stable_and_distinct_without_regard_to_case() -> None:
    addresses = [
        Address("base", "t", "r1", "c1"),
        Address("base", "t", "R1", "c1"),
        Address("base", "t-r1", "r1", "c1"),
        Address("projects@r1", "x" * 60, "y" * 60, "z" * 60),
        Address("projects@r2", "x" * 60, "y" * 60, "z" * 60),
        Address("局", "名"),
    ]
    names = [bookmark_name(address) for address in addresses]
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", name) for name in names)
    assert len({name.lower() for name in names}) == len(names)
    assert bookmark_name(Address("base", "aim")) == "pd_base_aim_137415aa84fbafe3"

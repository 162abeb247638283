"""The names that the package defines are the usual words; the private ones that it once used do not come back."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import perfdesk

pytestmark = pytest.mark.slow

PACKAGE = Path(perfdesk.__file__).parent

BANNED = {
    *("deed", "desk", "keeper", "shelf", "whereabouts", "standing", "strip", "told", "wear", "glance", "holding"),
    *("stranger", "said", "stands", "clerk", "mistake", "skeleton", "slip", "spot", "wearing"),
}


def defined_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of every class, function, parameter, variable, field and attribute that the code defines."""
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.lineno, node.attr
            case ast.ExceptHandler(name=str() as name):
                yield node.lineno, name
            case ast.alias(asname=str() as name):
                yield node.lineno, name
            case ast.MatchAs(name=str() as name) | ast.MatchStar(name=str() as name):
                yield node.lineno, name


def words_of(name: str) -> set[str]:
    """`CellDelegate` and `cell_delegates` have the words cell and delegate."""
    words = {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name.replace("PerfDesk", ""))}
    return words | {word.removesuffix("s") for word in words}


def test_no_private_word_is_a_name() -> None:
    files = sorted(PACKAGE.rglob("*.py"))
    found = [
        f"{path.relative_to(PACKAGE)}:{line} {name}"
        for path in files
        for line, name in defined_names(ast.parse(path.read_text(encoding="utf-8")))
        if words_of(name) & BANNED
    ]
    found += [str(path) for path in files if words_of(str(path.relative_to(PACKAGE).with_suffix(""))) & BANNED]
    assert found == []


def test_names_of_all_kinds_are_found() -> None:
    code = """
import os as a
class B:
    c: int
    def d(self, e, *f, g=1, **h):
        self.i = [j for j in f]
        try:
            with e as k: l = (m := 1)
        except OSError as n: ...
        match e:
            case [o, *p]: ...
"""
    names = {name for _, name in defined_names(ast.parse(code))}
    assert names == {*"aBcdefghijklmnop", "self"}
    assert words_of("toldDeeds_XMLPart") == {"told", "deeds", "deed", "xml", "part"}

"""Reads the formulas and sentences of a form; errors name their location."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from perfdesk.definition.diagnostics import Diagnostics, FormError, form_error
from perfdesk.definition.expression import (
    Constant,
    Expression,
    ExpressionError,
    FindBands,
    Ref,
    Resolve,
    parse,
    type_of,
)
from perfdesk.definition.formula_hints import wrong_type
from perfdesk.definition.functions import Type
from perfdesk.definition.parsing.name_resolution import Scope, SymbolTable, UnknownNameError, compared_texts
from perfdesk.definition.template import Slot, Template, parse_template
from perfdesk.definition.toml.table import TomlTable, closest, did_you_mean

T = TypeVar("T")
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
#: The substitute for an invalid formula, so that reading can continue.
INVALID = Constant(Decimal(0))


@dataclass(frozen=True, slots=True)
class ExpressionReader:
    """Reads expressions and templates in one scope; errors name `location`."""

    symbols: SymbolTable
    scope: Scope
    location: str
    diagnostics: Diagnostics

    def in_scope(self, scope: Scope) -> ExpressionReader:
        """Return the same reader with another scope."""
        return replace(self, scope=scope)

    def expression(self, text: str, wanted: Type | None = None) -> Expression:
        """Read a formula; reports it when it is invalid or not of the type `wanted`."""
        with self.diagnostics.collecting():
            return self._formula(text, wanted)
        return INVALID

    def answer(self, text: str) -> Ref:
        """Read the name of one answer; FormError for anything else."""
        found = self._formula(text, None)
        if not isinstance(found, Ref):
            raise form_error(self.location, f"“{text}”要指一个格")
        return found

    def condition(self, keys: TomlTable, key: str = "when") -> Expression | None:
        """Read a condition; None when the key is missing."""
        text = keys.get(key, "")
        return self.expression(text, "truth") if text else None

    def template(self, text: str, phrases: frozenset[str] = frozenset()) -> Template:
        """Read a sentence with slots."""
        with self.diagnostics.collecting():
            found = self._reporting_errors(lambda: parse_template(text, *self._names(), phrases), text)
            if self.diagnostics.is_checking:
                self._check_template(text, found)
            return found
        return Template((), text)

    def _names(self) -> tuple[Resolve, FindBands]:
        return self.symbols.resolver(self.scope), self.symbols.bands_from(self.scope)

    def _check_template(self, text: str, found: Template) -> None:
        """Report a name that is printed as a text, full-width braces, and comparisons that are never true."""
        if "｛" in text or "｝" in text:
            self.diagnostics.report(form_error(self.location, f"花括号要用半角的 {{ }}（写在“{text[:60]}”）"))
        if _NAME.fullmatch(text) and self._is_name(text):
            self.diagnostics.report(form_error(self.location, f"“{text}”会照字面印出来，要印它的值写成“{{{text}}}”"))
        for part in found.parts:
            if isinstance(part, Slot):
                self._check_options(part.expression)

    def _is_name(self, text: str) -> bool:
        try:
            self.symbols.resolver(self.scope)(tuple(text.split(".")))
        except ExpressionError:
            return False
        return True

    def _check_options(self, part: Expression) -> None:
        """Report texts that are compared with a choice and are none of its options."""
        for question, text in compared_texts(part, self.symbols):
            if question.options and text not in question.options:
                clause = f"“{question.label}”没有“{text}”这一项{did_you_mean(text, question.options)}"
                self.diagnostics.report(form_error(self.location, clause))

    def table(self, text: str) -> tuple[str, str]:
        """Return the key of the table `table` (of this section) or `section.table`; FormError when there is none."""
        section, _, table = text.rpartition(".")
        section = section or self.scope.section
        if table not in self.symbols.tables.get(section, {}):
            raise self._unknown_table(text)
        return section, table

    def _formula(self, text: str, wanted: Type | None) -> Expression:
        found = self._reporting_errors(lambda: parse(text, *self._names()), text)
        if self.diagnostics.is_checking:
            self._check_options(found)
        if wanted is not None and type_of(found) != wanted:
            raise form_error(self.location, wrong_type(text, type_of(found), wanted))
        return found

    def _unknown_table(self, text: str) -> FormError:
        own = set(self.symbols.tables.get(self.scope.section, {}))
        known = own | {f"{section}.{table}" for section, tables in self.symbols.tables.items() for table in tables}
        found = closest(text, sorted(known))
        changed = [pair for pair in zip(text.split("."), found.split("."), strict=False) if pair[0] != pair[1]]
        cause = "→".join(changed[0]) if changed else text
        return FormError(self.location, f"没有“{text}”这个表" + (f"，是不是“{found}”？" if found else ""), text, cause)

    def _reporting_errors(self, read: Callable[[], T], text: str) -> T:
        self.diagnostics.budget.spend()
        try:
            return read()
        except ExpressionError as error:
            name, cause = (error.name, error.cause) if isinstance(error, UnknownNameError) else ("", "")
            raise FormError(self.location, f"{error}（写在“{text[:60]}”）", name, cause) from error

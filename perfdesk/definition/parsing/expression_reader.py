"""Reads the formulas and sentences of a form at one place, naming that place in every complaint."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from perfdesk.definition.diagnostics import Diagnostics, FormError, form_error
from perfdesk.definition.expression import Constant, Expression, ExpressionError, Ref, parse, type_of
from perfdesk.definition.functions import Type
from perfdesk.definition.parsing.name_resolution import Scope, SymbolTable, UnknownNameError
from perfdesk.definition.template import Template, parse_template
from perfdesk.definition.toml.table import TomlTable, closest

T = TypeVar("T")
#: Stands for a formula with a mistake, so that reading goes on to the next one.
INVALID = Constant(Decimal(0))


@dataclass(frozen=True, slots=True)
class ExpressionReader:
    """Reads expressions and templates at one place, naming that place in every complaint."""

    symbols: SymbolTable
    scope: Scope
    location: str
    diagnostics: Diagnostics

    def in_scope(self, scope: Scope) -> ExpressionReader:
        """The same reader, standing elsewhere."""
        return replace(self, scope=scope)

    def expression(self, text: str, wanted: Type | None = None) -> Expression:
        """A formula; a mistake when it is ill-formed or does not give what is wanted."""
        with self.diagnostics.collecting():
            return self._formula(text, wanted)
        return INVALID

    def answer(self, text: str) -> Ref:
        """One answer; FormError for anything but the name of one."""
        found = self._formula(text, None)
        if not isinstance(found, Ref):
            raise form_error(self.location, f"“{text}”要指一个格")
        return found

    def condition(self, keys: TomlTable, key: str = "when") -> Expression | None:
        """A condition, or None when the key does not stand."""
        text = keys.get(key, "")
        return self.expression(text, "truth") if text else None

    def template(self, text: str, phrases: frozenset[str] = frozenset()) -> Template:
        """A sentence with slots."""
        with self.diagnostics.collecting():
            return self._reporting_errors(
                lambda: parse_template(text, self.symbols.resolver(self.scope), phrases), text
            )
        return Template((), text)

    def table(self, text: str) -> tuple[str, str]:
        """A table by `table` (of this section) or `section.table`; FormError when there is none."""
        section, _, table = text.rpartition(".")
        section = section or self.scope.section
        if table not in self.symbols.tables.get(section, {}):
            raise FormError(self.location, f"没有“{text}”这个表{self._table_suggestion(text)}", is_unknown_name=True)
        return section, table

    def _formula(self, text: str, wanted: Type | None) -> Expression:
        found = self._reporting_errors(lambda: parse(text, self.symbols.resolver(self.scope)), text)
        if wanted is not None and type_of(found) != wanted:
            raise form_error(self.location, f"“{text}”给的不是所要的那一类值")
        return found

    def _table_suggestion(self, text: str) -> str:
        own = set(self.symbols.tables.get(self.scope.section, {}))
        known = own | {f"{section}.{table}" for section, tables in self.symbols.tables.items() for table in tables}
        found = closest(text, sorted(known))
        return f"，是不是“{found}”？" if found else ""

    def _reporting_errors(self, read: Callable[[], T], text: str) -> T:
        self.diagnostics.budget.spend()
        try:
            return read()
        except ExpressionError as error:
            unknown = isinstance(error, UnknownNameError)
            raise FormError(self.location, f"{error}（写在“{text[:60]}”）", is_unknown_name=unknown) from error

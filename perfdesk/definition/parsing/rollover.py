"""Reads the `roll` of questions and rows: what next year's report carries over (结转)."""

from __future__ import annotations

from perfdesk.definition.kinds import Kind
from perfdesk.definition.model import RolloverRule
from perfdesk.definition.toml.table import TomlTable

#: For questions without `roll`: texts are kept; figures, dates and generated sentences begin empty.
_DEFAULTS: dict[Kind, RolloverRule] = {
    "text": RolloverRule("keep"),
    "choice": RolloverRule("keep"),
    "link": RolloverRule("keep"),
    "prose": RolloverRule("revise"),
}
_FROM = "from:"


def read_rollover(keys: TomlTable, kind: Kind) -> RolloverRule:
    """Read the `roll` of a question, or return the default of its kind."""
    text = keys.get("roll", "")
    if text.startswith(_FROM):
        return RolloverRule("from", text.removeprefix(_FROM))
    if text in ("keep", "revise", "drop"):
        return RolloverRule(text)
    if text:
        keys.report(f"“roll”不能是“{text[:40]}”，可用：keep、revise、drop、from:列名")
    return _DEFAULTS.get(kind, RolloverRule("drop"))


def read_row_rollover(keys: TomlTable) -> str:
    """Read the row from which a row gets last year's answers (上年结转 from 年末结转); empty when there is none."""
    text = keys.get("roll", "")
    if text and not text.startswith(_FROM):
        keys.report(f"行的“roll”只能写“from:行名”，写的是“{text[:40]}”")
        return ""
    return text.removeprefix(_FROM)

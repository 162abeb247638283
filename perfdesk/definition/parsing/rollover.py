"""The `roll` of questions and rows: what next year's report takes over from this year's answers (结转)."""

from __future__ import annotations

from perfdesk.definition.kinds import Kind
from perfdesk.definition.model import RolloverRule
from perfdesk.definition.toml.table import TomlTable

#: For questions that say nothing: words stay, figures, dates and generated sentences are made anew.
_DEFAULTS: dict[Kind, RolloverRule] = {
    "text": RolloverRule("keep"),
    "choice": RolloverRule("keep"),
    "link": RolloverRule("keep"),
    "prose": RolloverRule("revise"),
}
_FROM = "from:"


def read_rollover(keys: TomlTable, kind: Kind) -> RolloverRule:
    """The `roll` of a question, or what its kind stands for."""
    text = keys.get("roll", "")
    if text.startswith(_FROM):
        return RolloverRule("from", text.removeprefix(_FROM))
    if text in ("keep", "revise", "drop"):
        return RolloverRule(text)
    if text:
        keys.report(f"“roll”不能是“{text[:40]}”，可用：keep、revise、drop、from:列名")
    return _DEFAULTS.get(kind, RolloverRule("drop"))


def read_row_rollover(keys: TomlTable) -> str:
    """The row whose answers of last year a row begins with (上年结转 with 年末结转), or empty."""
    text = keys.get("roll", "")
    if text and not text.startswith(_FROM):
        keys.report(f"行的“roll”只能写“from:行名”，写的是“{text[:40]}”")
        return ""
    return text.removeprefix(_FROM)

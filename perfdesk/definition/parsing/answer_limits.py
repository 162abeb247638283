"""Reads the limits of an answer: `min`, `max`, `pattern` and the form's own `message` about them."""

from __future__ import annotations

from perfdesk.definition.answer_limits import AnswerLimits, TextPattern, parse_pattern
from perfdesk.definition.kinds import Kind
from perfdesk.definition.toml.table import TomlTable

_FIGURES: tuple[Kind, ...] = ("number", "year")


def read_limits(keys: TomlTable, kind: Kind) -> AnswerLimits | None:
    """Read the limits of a question; None when it has none."""
    least, most = keys.get_figure("min"), keys.get_figure("max")
    pattern, sentence = _read_pattern(keys), keys.get_literal("message")
    if kind not in _FIGURES and (least is not None or most is not None):
        keys.report("只有 kind = “number”、“year” 能有 min 和 max")
    if kind != "text" and pattern is not None:
        keys.report("只有 kind = “text” 能有 pattern")
    if least is not None and most is not None and least > most:
        keys.report("min 比 max 大，没有数能填")
    if (least, most, pattern) == (None, None, None):
        if sentence and not keys.refused_keys:
            keys.report("message 要和 min、max 或 pattern 一起写")
        return None
    return AnswerLimits(least, most, pattern, sentence.removesuffix("。"))


def _read_pattern(keys: TomlTable) -> TextPattern | None:
    text = keys.get("pattern", "")
    try:
        return parse_pattern(text) if text else None
    except ValueError as error:
        keys.report(str(error))
        keys.refused_keys.add("pattern")
        return None

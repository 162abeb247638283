"""The columns and free lines of a printed cover, the same in Word, PDF and Excel.

The labels are as wide as the longest of them; then come the answers.
"""

from __future__ import annotations

from collections.abc import Iterable

from perfdesk.writers.typesetting.active_style import current_style
from perfdesk.writers.typesetting.line_breaking import ems

#: Body lines left free above the title, the answers and the foot.
ABOVE_TITLE, ABOVE_LINES, ABOVE_FOOT = 3, 4, 2
#: The width of the answers and the most of the labels, in parts of the type area; between both, in ems.
_ANSWER, _MOST_LABEL, _GAP = 0.52, 0.42, 0.75


def cover_columns(labels: Iterable[str], width: float) -> tuple[float, float, float, float]:
    """The widths of empty space, label, answer and empty space again, in points like `width`.

    Shorter labels are spread to the width of the longest (分散对齐).
    """
    size = current_style().styles["cover_line"].size
    longest = max((ems(f"{label}：") for label in labels), default=0.0)
    label = min((longest + _GAP) * size, _MOST_LABEL * width)
    side = (width - label - _ANSWER * width) / 2
    return side, label, _ANSWER * width, side

"""How large the pages of the preview are: in the width of the panel, whole, or enlarged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Fit = Literal["width", "page"]
FIT_LABELS: dict[Fit, str] = {"width": "适合宽度", "page": "整页"}

#: The factor of a double click.
_ENLARGED = 2.0
_STEP = 1.15
_LEAST, _MOST = 0.4, 4.0
#: The width of a sheet of A4 as a part of its height.
_ASPECT = 210 / 297
_MIN_WIDTH = 160


@dataclass(frozen=True, slots=True)
class PageZoom:
    """What the pages are fitted to, and a factor on top of that."""

    fit: Fit = "width"
    factor: float = 1.0

    def page_width(self, width: int, height: int) -> int:
        """Return the width of a page in a panel with this room for it, all in device-independent pixels."""
        fitted = width if self.fit == "width" else min(width, round(height * _ASPECT))
        return max(_MIN_WIDTH, round(fitted * self.factor))

    def enlarged(self) -> PageZoom:
        """Return the size after a double click: enlarged, or fitted again if it is the largest already."""
        return replace(self, factor=min(_MOST, self.factor * _ENLARGED) if self.factor < _MOST else 1.0)

    def step(self, turned: int) -> PageZoom:
        """Return the next larger size for a wheel turned away from the user (positive), else the next smaller one."""
        factor = self.factor * _STEP if turned > 0 else self.factor / _STEP
        return replace(self, factor=min(_MOST, max(_LEAST, factor)))

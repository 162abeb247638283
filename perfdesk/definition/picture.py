"""Pictures of a form: PNG files, checked from end to end when the form loads, so that every writer can print them."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

#: In bytes, and in pixels along each side.
MAX_SIZE, MAX_SIDE = 2_000_000, 4000
#: Those of PNG files whose colours have at most eight bits when they are drawn.
_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEAD = struct.Struct(">I4s")
_CHECKSUM = struct.Struct(">I")
_SIDES = struct.Struct(">II")


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG file and its size in pixels."""

    content: bytes = field(repr=False)
    width: int
    height: int

    def width_at(self, height: float) -> float:
        """Return the width when it is printed `height` high, in the same unit."""
        return height * self.width / self.height


def png_picture(content: bytes) -> Picture | None:
    """Return the picture in a file.

    None for another format, a damaged file, 16-bit grey, and more than MAX_SIDE pixels a side.
    """
    parts = list(_parts(content))
    if [name for name, _ in parts[:1]] != [b"IHDR"] or parts[-1][0] != b"IEND" or len(parts[0][1]) < _SIDES.size:
        return None
    width, height = _SIDES.unpack_from(parts[0][1])
    is_right_size = 0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE
    return Picture(content, width, height) if is_right_size and _can_be_drawn(content) else None


def _can_be_drawn(content: bytes) -> bool:
    from PIL import Image  # few forms have a picture

    try:
        with Image.open(io.BytesIO(content), formats=("PNG",)) as image:
            image.load()
            return image.mode in _MODES
    except (OSError, SyntaxError, ValueError):
        return False


def _parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the parts of a PNG file with their names, up to the first damaged one (ISO 15948 §5.3)."""
    at = len(_SIGNATURE) if content.startswith(_SIGNATURE) else len(content)
    while at + _HEAD.size + _CHECKSUM.size <= len(content):
        length, name = _HEAD.unpack_from(content, at)
        end = at + _HEAD.size + length
        if end + _CHECKSUM.size > len(content):
            return
        if _CHECKSUM.unpack_from(content, end)[0] != zlib.crc32(content[at + 4 : end]):
            return
        yield name, content[at + _HEAD.size : end]
        at = end + _CHECKSUM.size

"""What a bad disk or a broken transfer makes of a file."""

from __future__ import annotations

import random


def corrupted(data: bytes, dice: random.Random, cut: bool) -> bytes:
    """The bytes with the end cut off, or with a few bits turned over."""
    if cut:
        return data[: dice.randrange(len(data))]
    turned = bytearray(data)
    for _ in range(dice.choice([1, 1, 2, 8])):
        turned[dice.randrange(len(turned))] ^= 1 << dice.randrange(8)
    return bytes(turned)

"""编制 in words about staff: posts, or the persons who hold them."""

from __future__ import annotations

import re

_OF_PERSONS = re.compile(r"编制(?=人员|干部|职工|内)")


def without_posts_of_persons(text: str) -> str:
    """A text without 编制 where it speaks of persons.

    >>> without_posts_of_persons("实有行政编制人员"), without_posts_of_persons("行政编制")
    ('实有行政人员', '行政编制')
    """
    return _OF_PERSONS.sub("", text)

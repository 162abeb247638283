"""Retired persons counted among the posts or the staff: `编制56名（含退休人员21名）`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from perfdesk.checks.finding import FindingCode
from perfdesk.checks.proofreading.passage import Passage, TextIssue
from perfdesk.definition.severity import Severity

_RETIRED = r"(?:离休|退休|离退休)(?:人员|干部|职工)?\d+ ?[名人]"
_RETIRED_INSIDE = re.compile(
    r"(?P<what>编制|在职|在编)[^，。；（(\n\d]{0,10}\d+ ?[名人个]"
    rf"(?:[（(](?:其中[：:]?(?:含|包括|有)?|含|包括|包含)|，其中[：:]?(?:含|包括|有)?)(?P<part>{_RETIRED})"
)


def retired_among_staff(passage: Passage) -> Iterator[TextIssue]:
    """Find retired persons among those who have a post (退回错误目录 15)."""
    for hit in _RETIRED_INSIDE.finditer(passage.text):
        message = f"“{hit['part']}”写在{hit['what']}里面：{hit['what']}人数不含离退休人员"
        yield TextIssue(FindingCode.RETIRED_STAFF, Severity.WARNING, *hit.span(), message)

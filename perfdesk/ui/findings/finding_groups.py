"""Findings of one kind in one place, such as the same about four goals, are shown as one that can be opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from perfdesk.checks.finding import Finding, FindingCode
from perfdesk.definition.address import Address

#: A message begins with the name of its answer: `目标1：…`.
_NAME_END = "："

Group = tuple[Finding, ...]


def grouped_findings(findings: Iterable[Finding]) -> list[Group]:
    """Return the findings in order, those of one kind in one place together at the first one, none of them twice."""
    groups: dict[object, list[Finding]] = {}
    seen = set[object]()
    for finding in findings:
        identity = (finding.code, finding.section, finding.message, finding.addresses, finding.span)
        if identity not in seen:
            seen.add(identity)
            groups.setdefault(group_key(finding), []).append(finding)
    return [tuple(group) for group in groups.values()]


def group_key(finding: Finding) -> object:
    """Return what findings of one kind in one place have in common: rows of a table, words of a text, blank fields."""
    kind = (finding.code, finding.severity, finding.section)
    first = finding.addresses[0] if finding.addresses else None
    if first is not None and finding.code == FindingCode.REQUIRED and not first.row:
        return kind
    if first is not None and (first.row or finding.span is not None):
        return (*kind, first.field, first.column)
    return (*kind, finding.message, finding.addresses)


def first_on_page(finding: Finding, section: str) -> Address | None:
    """Return the answer of a page next to which a finding is written out; it is only marked at its other answers."""
    return next((address for address in finding.highlighted if address.section == section), None)


def group_text(group: Sequence[Finding]) -> str:
    """Return one message for a group: `甲、乙：…` if they say the same of each, else their number and the first."""
    if len(group) == 1:
        return group[0].message
    parts = [finding.message.partition(_NAME_END) for finding in group]
    names = {name: end + rest for name, end, rest in parts if end}
    if len(names) < len(group) or len(set(names.values())) > 1:
        return f"共 {len(group)} 处：{group[0].message}"
    return "、".join(names) + "".join(parts[0][1:])

"""What the words before a figure name: a target of the form, or only a column of the target that was named before."""

from __future__ import annotations

import re
from dataclasses import dataclass

from perfdesk.importers.prose.vocabulary import Target, Vocabulary, name_key

#: Words before a name that do not change what it names.
_NEUTRAL = re.compile(
    r"(?:其中|全年|全[局县市镇乡院委办]|本[局院委办镇乡级]|[局镇乡县委院]?机关|我[局院委办镇乡]|本单位|我单位|本部门|本年度?|当年|年末|年终|年底|截至|度|末|现|共有?|总共|"
    r"合计|核定|实际|部门|单位|设有?|内设|实现|发生|完成|安排|取得|收到|年|月|日|\d|支出|按|分|为|有|和|与|及|另有?|还有|主要|包括|财政)*"
)
_ORGANISATION = re.compile(r".{1,18}(?:局|委|办|院|镇|乡|县|市|会|中心|站|所|校|队|政府|单位|部门|街道)")
_LISTED = re.compile(r".*(?:等|的)")
_TAIL = re.compile(
    r"(?:(?:决算|执行|支出|实际)?数|编制|人员|人数|缴费|缴纳|总?金?额|合计|共计|总计|分别|决算|支出|达到?|是|为|共|约|了|[:：,，])+$"
)
#: The word for a budget behind a name: `公务接待费预算`.
_BUDGET_TAIL = re.compile(r"(?:年初|全年|调整后?的?|批复的?)?预算(?:安排|批复)?数?(?:为|是)?$")
_BRACKET = re.compile(r"\([^()]*\)$")
#: Words that name a column, or join a figure to the words before it.
_COLUMN_WORDS = re.compile(
    r"上年度?|去年|上一年度?|本年度?|当年|全年|年初|年中|年末|调整后?的?|批复的?|预算数?|支出决算数?|决算支出数?|实际支出数?|决算数?|执行数?|实际|支出数?|部门|"
    r"较|比|与|和|相比|同期|为|达到?|是|的|数|共|约|安排|[(),，、:：其中]|其中|(?:\d{4})?年度?|万?元"
)


@dataclass(frozen=True, slots=True)
class NamedTargets:
    """The targets that words name, and the words of the name; `is_exact` if nothing had to be left out."""

    targets: tuple[Target, ...]
    name: str
    is_exact: bool


def find_named(vocabulary: Vocabulary, *texts: str) -> NamedTargets | None:
    """The targets that the first of these texts names that names any; None if none does."""
    for text in texts:
        key = name_key(text)
        for tried in dict.fromkeys((key, _BRACKET.sub("", key), _TAIL.sub("", key), _BUDGET_TAIL.sub("", key))):
            found = _in_tail(vocabulary, tried)
            if found is not None and "支出" in key[len(tried) :]:  # 财政拨款支出 is not the income of that name
                found = _without_income(vocabulary, found)
            if found is not None:
                return found
    return None


def _without_income(vocabulary: Vocabulary, found: NamedTargets) -> NamedTargets | None:
    targets = tuple(target for target in found.targets if not vocabulary.is_income(target))
    return NamedTargets(targets, found.name, found.is_exact) if targets else None


def _in_tail(vocabulary: Vocabulary, key: str) -> NamedTargets | None:
    """The longest name that the words end with, if the words before it are neutral."""
    for at in range(max(0, len(key) - 40), len(key) - 1):
        name = key[at:]
        targets = vocabulary.targets.get(name)
        if targets and _is_neutral(key[:at], name):
            return NamedTargets(tuple(targets), name, at == 0)
    return None


def _is_neutral(before: str, name: str) -> bool:
    if _NEUTRAL.fullmatch(before):
        return True
    return len(name) > 2 and (_ORGANISATION.fullmatch(before) or _LISTED.fullmatch(before)) is not None


def find_ending(vocabulary: Vocabulary, text: str, tables: list[tuple[str, str]]) -> NamedTargets | None:
    """The rows of these tables whose name the words end with, whatever stands before it; None if none."""
    for key in dict.fromkeys((name_key(text), _TAIL.sub("", name_key(text)))):
        for at in range(max(0, len(key) - 40), len(key) - 2):
            targets = [
                target for target in vocabulary.targets.get(key[at:], ()) if (target.section, target.field) in tables
            ]
            if targets:
                return NamedTargets(tuple(targets), key[at:], False)
    return None


def is_column_only(words: str) -> bool:
    """Whether words only name a column: `年初预算`, `较上年支出`, `预算数`."""
    return not _COLUMN_WORDS.sub("", name_key(words))

"""Which answers a label in a text names: the longest name at its end, and whether the words before it are harmless."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from perfdesk.checks.proofreading.answer_names import AnswerNames, NamedFigure
from perfdesk.checks.proofreading.figure_scope import is_organisation

#: What may be before a name without changing its scope: time, the unit itself, and verbs.
_HARMLESS = re.compile(
    r"(?:20\d\d)?(?:[经据]|全年|整体|本年度?|当年度?|年度?|年[初末]|[我本全][局单位部门镇乡院校中心站所街道办委]{1,3}|部门|单位|上年度?"
    r"|累计|共|实际|完成|实施|开展|实现|办理|举办|组织|达到|落实|支出|列支|安排|投入|发生|综合|平均|第三方|抽样|测评|调查|随机"
    r"|新建改造|新建|预算|绩效|自评|经自评|核定|实有|年末|在职|在编|各类|其中|另有|用于|拨付|使用|决算|有|的|为|是|均|总|受理|检查|新改建|推广|培训|采购)*"
)
_SUFFIX = re.compile(
    r"(?:支出|经费|资金|费用|收入|情况|数|额|总额|金额|人员|人数|总数|编制|决算|预算|执行|实际|完成|值|面积|数量|次数)*"
)
_NOTE = re.compile(r"[(（][^()（）]*[)）]$")
_SHORTEST_UNIT = 3
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Named:
    """The figures that a label names by `name`.

    `certain` says that the words before the name leave its scope as it is; `of_other_unit` that they name another unit.
    """

    label: str
    name: str = ""
    figures: tuple[NamedFigure, ...] = ()
    certain: bool = False
    of_other_unit: bool = False


class NameFinder:
    """Finds the names of a report's figures in labels of one section; `unit` is the name of the report's unit."""

    def __init__(self, names: AnswerNames, section: str, unit: str) -> None:
        self._names, self._section, self._unit = names, section, unit
        self._found: dict[str, Named] = {}

    def find(self, label: str) -> Named:
        """The figures with the longest name at the end of a label."""
        if label not in self._found:
            self._found[label] = self._find(label)
        return self._found[label]

    def _find(self, label: str) -> Named:
        spellings = dict.fromkeys((*self._without_column(label), *self._without_column(_NOTE.sub("", label))))
        for trimmed in spellings:
            for at in range(max(0, len(trimmed) - _LONGEST_NAME), len(trimmed) - 1):
                for end in (len(trimmed), *self._before_suffix(trimmed, at)):
                    figures = self._names.figures(trimmed[at:end], self._section)
                    if "支出" in trimmed[end:]:
                        figures = [figure for figure in figures if not figure.is_income]
                    if figures:
                        certain = self.is_harmless(trimmed[:at])
                        of_other = not certain and is_organisation(trimmed[:at])
                        return Named(label, trimmed[at:end], tuple(figures), certain, of_other)
        return Named(label)

    def _without_column(self, label: str) -> Iterator[str]:
        """The label, and the label without the words of a column at its end: 行政|编制, 基本支出|年初预算."""
        yield label
        word = self._names.column_at_end.search(label)
        if word is not None and word.start() > 1:
            yield label[: word.start()]

    @staticmethod
    def _before_suffix(label: str, at: int) -> Iterator[int]:
        """The ends of the name if a usual suffix such as 支出 follows it."""
        for end in range(len(label) - 1, max(at + 1, len(label) - 5), -1):
            if _SUFFIX.fullmatch(label, end):
                yield end

    def is_harmless(self, before: str) -> bool:
        """Whether the words before a name leave its scope as it is: nothing, time, verbs, or the unit's own name."""
        if _HARMLESS.fullmatch(before):
            return True
        rest = iter(self._unit)
        name = before.removesuffix("部门").removesuffix("单位")
        is_own = len(name) >= _SHORTEST_UNIT and self._unit.endswith(name[-1]) and all(sign in rest for sign in name)
        return is_own or (
            bool(self._unit) and before.startswith(self._unit) and self.is_harmless(before[len(self._unit) :])
        )

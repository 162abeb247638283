"""The functions of formulas that read indicator values: how far a target was met, and how it is written."""

from __future__ import annotations

from perfdesk.definition.excel_form import ExcelForm, excel_attain, excel_attain_unknown
from perfdesk.definition.function_record import Function, Type
from perfdesk.definition.function_results import (
    attain,
    copied_count,
    excess,
    figure_of,
    is_missed,
    measurable,
    same_unit,
    strict,
    unit_of,
)

_MEASURE: tuple[Type, ...] = ("measure",)
_TRUTH: tuple[Type, ...] = ("truth",)
_UPPER_LIMIT = "（{2}时，没有符号的指标值是上限）"

INDICATOR_FUNCTIONS = (
    Function(
        "attain",
        "attain(指标值, 完成值, 条件)",
        "完成程度，0 到 1；条件可以不写，成立时没有符号的指标值是上限",
        (_MEASURE, _MEASURE, _TRUTH),
        "number",
        evaluate=attain,
        wording="{1}对{0}的完成程度",
        excel=ExcelForm(excel_attain, unknown=excel_attain_unknown),
        is_last_optional=True,
        last_wording=_UPPER_LIMIT,
    ),
    Function(
        "missed",
        "missed(指标值, 完成值, 条件)",
        "是否没有达到；条件同 attain",
        (_MEASURE, _MEASURE, _TRUTH),
        "truth",
        evaluate=is_missed,
        wording="{1}没有达到{0}",
        is_last_optional=True,
        last_wording=_UPPER_LIMIT,
    ),
    Function(
        "excess",
        "excess(指标值, 完成值, 条件)",
        "超过下限的部分是下限的几倍，0.3 是超过 30%；条件同 attain",
        (_MEASURE, _MEASURE, _TRUTH),
        "number",
        evaluate=excess,
        wording="{1}超过{0}的程度",
        is_last_optional=True,
        last_wording=_UPPER_LIMIT,
    ),
    Function(
        "measurable",
        "measurable(指标值)",
        "里面有没有能够比较的数或时间",
        (_MEASURE,),
        "truth",
        evaluate=strict(measurable),
        wording="{0}里有数或时间",
    ),
    Function(
        "copied",
        "copied(一栏指标值, 一栏完成值)",
        "有几行的完成值与指标值是同一个数",
        (("measures",), ("measures",)),
        "number",
        evaluate=copied_count,
        wording="（{0}与{1}）相同的行数",
    ),
    Function(
        "same_unit",
        "same_unit(指标值, 完成值)",
        "两个数的单位写得是否一致",
        (_MEASURE, _MEASURE),
        "truth",
        evaluate=strict(same_unit),
        wording="{0}与{1}单位一致",
    ),
    Function(
        "figure",
        "figure(指标值, 第几个)",
        "里面的数；写了几个数的（550/20、10—20天）要写第几个",
        (_MEASURE, ("number",)),
        "number",
        evaluate=figure_of,
        wording="{0}的数值",
        is_last_optional=True,
        last_wording="（第 {1} 个）",
    ),
    Function(
        "unit",
        "unit(指标值)",
        "里面的单位",
        (_MEASURE,),
        "text",
        evaluate=strict(unit_of),
        wording="{0}的单位",
    ),
)

"""The functions of formulas: one record contains everything that the program knows about a function.

The expression language checks the types, the evaluator computes the result, the inspector shows the wording, Excel
files contain the Excel form, and forms/README.md lists usage and purpose.
"""

from __future__ import annotations

from perfdesk.definition.excel_form import (
    ExcelForm,
    always_known,
    excel_blank,
    excel_call,
    excel_count,
    excel_no_figure,
    excel_sum,
    excel_sumif,
    excel_sumif_unknown,
    excel_text,
)
from perfdesk.definition.function_record import Function, Type
from perfdesk.definition.function_results import (
    conditional_sum,
    contains,
    count,
    floor,
    integer_count,
    is_blank,
    length,
    rounded,
    strict,
    sum_below,
    total,
    written_out,
    year_of,
)
from perfdesk.definition.indicator_functions import INDICATOR_FUNCTIONS
from perfdesk.definition.kinds import EXACT
from perfdesk.language.denials import denies
from perfdesk.language.named_amount import named_amount
from perfdesk.language.spent_amount import spent_amount

__all__ = ["FUNCTIONS", "Function", "Type"]

_NUMBER: tuple[Type, ...] = ("number",)
_TEXT: tuple[Type, ...] = ("text",)
_ANY: tuple[Type, ...] = ("number", "text", "measure", "date", "numbers", "texts", "measures", "dates")

_RECORDS = (
    Function(
        "sum",
        "sum(数或一栏数, …)",
        "已填各数之和；一个都没有填，就算不出",
        (("number", "numbers"),),
        "number",
        evaluate=total,
        wording="{all}",
        excel=ExcelForm(excel_sum, unknown=excel_no_figure, takes_unknown=True),
        is_variadic=True,
        reads_as="addition",
    ),
    Function(
        "count",
        "count(名字, …)",
        "有几个已填",
        (_ANY,),
        "number",
        evaluate=count,
        wording="（{all}）中已填的个数",
        excel=ExcelForm(excel_count, unknown=always_known, takes_unknown=True),
        is_variadic=True,
    ),
    Function(
        "min",
        "min(数, …)",
        "最小的一个",
        (_NUMBER,),
        "number",
        evaluate=strict(min),
        wording="取最小（{all}）",
        excel=ExcelForm(excel_call("MIN(")),
        is_variadic=True,
    ),
    Function(
        "max",
        "max(数, …)",
        "最大的一个",
        (_NUMBER,),
        "number",
        evaluate=strict(max),
        wording="取最大（{all}）",
        excel=ExcelForm(excel_call("MAX(")),
        is_variadic=True,
    ),
    Function(
        "abs",
        "abs(数)",
        "绝对值",
        (_NUMBER,),
        "number",
        evaluate=strict(EXACT.abs),
        wording="绝对值（{0}）",
        excel=ExcelForm(excel_call("ABS(")),
    ),
    Function(
        "floor",
        "floor(数)",
        "取整，舍去小数",
        (_NUMBER,),
        "number",
        evaluate=strict(floor),
        wording="舍去小数（{0}）",
        excel=ExcelForm(excel_call("INT(")),
    ),
    Function(
        "round",
        "round(数, 位数)",
        "四舍五入；位数写 0 到 8 的整数",
        (_NUMBER, _NUMBER),
        "number",
        evaluate=strict(rounded),
        wording="{0}，四舍五入到 {1} 位小数",
        excel=ExcelForm(excel_call("ROUND(")),
        takes_decimals=True,
        reads_as="clause",
    ),
    Function(
        "blank",
        "blank(名字)",
        "是否空着；一栏要全空着",
        (_ANY,),
        "truth",
        evaluate=is_blank,
        wording="{0}没有填",
        excel=ExcelForm(excel_blank, unknown=always_known, takes_unknown=True),
    ),
    Function(
        "sumif",
        "sumif(一栏数, 一栏文字, '文字')",
        "文字相同的各行的数之和；这些行都没有填，就算不出，没有这样的行是 0",
        (("numbers",), ("texts",), _TEXT),
        "number",
        evaluate=conditional_sum,
        wording="{0}中，{1}为{2}的各项之和",
        excel=ExcelForm(excel_sumif, unknown=excel_sumif_unknown),
    ),
    Function(
        "sumbelow",
        "sumbelow(一栏数, 一栏编码, 编码)",
        "编码的下一级各行的数之和：213 的下一级是 21302、21303；编码写 '' 是最上一级；没有下一级，就算不出",
        (("numbers",), ("texts",), _TEXT),
        "number",
        evaluate=sum_below,
        wording="{0}中，{1}在{2}下一级的各项之和",
    ),
    *INDICATOR_FUNCTIONS,
    Function(
        "integers",
        "integers(一栏数)",
        "有几个整数",
        (("numbers",),),
        "number",
        evaluate=integer_count,
        wording="（{all}）中整数的个数",
    ),
    Function(
        "year",
        "year(日期)",
        "年份",
        (("date",),),
        "number",
        evaluate=strict(year_of),
        wording="{0}的年份",
    ),
    Function(
        "contains",
        "contains(文字, 文字或数)",
        "前一个里有没有后一个",
        (("text", "measure"), ("text", "number")),
        "truth",
        evaluate=strict(contains),
        wording="{0}含有{1}",
    ),
    Function(
        "denies",
        "denies(文字, 文字)",
        "前一个里有没有说没有后一个：“无……支出”“支出为零”",
        (_TEXT, _TEXT),
        "truth",
        evaluate=strict(denies),
        wording="{0}写明没有{1}",
    ),
    Function(
        "text",
        "text(答案, …)",
        "照句子里印的样子写成文字，几个就连起来：text(n, '、', name)",
        (("number", "text", "measure", "date"),),
        "text",
        evaluate=strict(written_out),
        wording="{all}连成的文字",
        excel=ExcelForm(excel_text),
        is_variadic=True,
    ),
    Function(
        "length",
        "length(文字)",
        "字数",
        (_TEXT,),
        "number",
        evaluate=strict(length),
        wording="{0}的字数",
    ),
    Function(
        "amounts",
        "amounts(文字)",
        "文字里写到的各笔支出之和（万元）",
        (_TEXT,),
        "number",
        evaluate=strict(spent_amount),
        wording="{0}里写到的各笔支出之和",
    ),
    Function(
        "amountof",
        "amountof(文字, 名称, 年度)",
        "文字里写的这个名称这一年的金额（万元）；没有写、写了几个不同的数、是约数或预算数，就没有",
        (_TEXT, _TEXT, _NUMBER),
        "number",
        evaluate=strict(named_amount),
        wording="{0}里写的{2}年{1}金额",
    ),
)
#: Every function by its name.
FUNCTIONS = {function.name: function for function in _RECORDS}

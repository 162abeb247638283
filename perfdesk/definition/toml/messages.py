"""The error messages of tomllib in Chinese."""

from __future__ import annotations

import re

from perfdesk.definition.toml.hints import hint_in_line, single_bracket

_WORDS = {
    "Unterminated string": "引号没有写完",
    "Unclosed array": "方括号没有合上",
    "Unclosed inline table": "花括号没有合上；花括号里的一组键值要写在一行里",
    "Expected '=' after a key in a key/value pair": "键的后面要有等号",
    "Expected newline or end of document after a statement": "一行里写完之后还有多余的字",
    "Expected ']' at the end of a table declaration": "方括号没有合上",
    "Expected ']]' at the end of an array declaration": "两个方括号没有合上",
    "Invalid initial character for a key part": "键的写法不对，含汉字或空格的键要加引号",
    "Invalid statement": "这一行写法不对",
    "Invalid value": "等号后面的值写法不对，文字要加引号",
    "Cannot overwrite a value": "同一个键写了两次",
    "Duplicate inline table key": "同一个键写了两次",
    "Cannot declare": "同一个表头写了两次",
    "Cannot redefine namespace": "同一个表头写了两次",
    "Cannot mutate immutable namespace": "写完了的一组键值不能再加",
    "Cannot define": "同一个键写了两次",
    "Unescaped '\\' in a string": "文字里的反斜杠要写两个",
    "Illegal character '\\n'": "引号没有写完",
    "Illegal character": "有不能用的控制字符",
    "Found invalid character": "有不能用的控制字符",
    "Escaped character is not a Unicode scalar value": "反斜杠后面写的不是字符",
    "Invalid hex value": "反斜杠后面写的不是字符",
    "Invalid date or datetime": "没有这个日期",
    "Exceeds the limit": "数太长",
    "Expected": "引号没有写完",
}
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)|\(at (end) of document\)")


def chinese_message(error: ValueError | RecursionError, source: str = "") -> str:
    """Return the message in Chinese, with line and column if known: `第 3 行第 5 个字，键的后面要有等号`.

    The line of the `source` shows what was probably meant.
    """
    if isinstance(error, RecursionError):
        return "括号套得太深"
    text = str(error)
    words = next((message for beginning, message in _WORDS.items() if text.startswith(beginning)), "写法不对")
    found = _PLACE.search(text)
    if found is None:
        return words
    if found[3]:
        return f"文件末尾，{words}"
    lines, number = source.split("\n"), int(found[1])
    wrong = single_bracket(lines, number)
    if wrong:
        head = lines[wrong - 1].split("#")[0].strip(" []\t\r")
        return f"第 {wrong} 行第 1 个字，一块一块写的要用两个方括号：[[{head}]]"
    line = lines[number - 1] if number <= len(lines) else ""
    return f"第 {number} 行第 {found[2]} 个字，{hint_in_line(line) or words}"

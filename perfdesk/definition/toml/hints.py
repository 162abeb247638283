"""What to write instead of what authors of forms often write in TOML: Chinese signs, `ture`, texts without quotes."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|#.*")
_KEY = r"[\w.]+\s*=\s*"
#: What a line looks like with its quoted texts taken out, and what to write instead; the first that fits is reported.
_LINES = tuple(
    (re.compile(pattern), hint)
    for pattern, hint in (
        (r"[“”]", '中文引号要换成英文引号 "'),
        (r"[‘’]", "中文引号要换成英文引号 '"),
        (_KEY + r"(True|TRUE|False|FALSE)\b", "true、false 要小写"),
        (_KEY + r"(ture|treu|flase|fasle|yes|no|是|否)\b", "写 true 或 false，不加引号"),
        (_KEY + r"[\u4e00-\u9fff（《〔]", '等号后面的文字要加英文引号 "'),
        (r"^\s*" + _KEY + r"[\d.]+\s*,", "几个值要写成列表，前后加方括号 [ ]"),
        (r"=\s*\[\s*\w+\s*=", "一组键值要用花括号 { } 括起来"),
        (r"^\s*\[\s*\w+\s*=", "一组键值要用花括号 { } 括起来"),
        (r"=\s+\w+\s*=", "两个键之间少一个逗号"),
    )
)
#: Signs of a Chinese keyboard, which are right inside quotes only.
_CHINESE_SIGNS = {
    "＝": "=", "，": ",", "、": ",", "：": "=", "【": "[", "】": "]", "［": "[", "］": "]",
    "｛": "{", "｝": "}", "＃": "#",
}  # fmt: skip
_TEXT_AFTER_TEXT = re.compile(_KEY + r"\"[^\"]*\"[\u4e00-\u9fff]")
_HEADER = re.compile(r"\s*\[(\[?)\s*([\w.]+)\s*\]\]?\s*(#.*)?")
#: Blocks of which there may be several.
REPEATED = ("block", "block.line", "rule", "band", "chart", "card", "new")


def hint_in_line(line: str) -> str:
    """Return a clause that says what to write instead in a line that is no TOML; empty if that is unclear.

    >>> hint_in_line("open = ture"), hint_in_line("title = 一、收入"), hint_in_line('{ id = "a" label = "b" }')
    ('写 true 或 false，不加引号', '等号后面的文字要加英文引号 "', '两个键之间少一个逗号')
    """
    if _TEXT_AFTER_TEXT.search(line):
        return "文字里面的引号要换成中文引号“ ”"
    bare = _QUOTED.sub("", line)
    found = next((hint for pattern, hint in _LINES if pattern.search(bare)), "")
    if found:
        return found
    return next((f"“{wrong}”要换成英文的 {right}" for wrong, right in _CHINESE_SIGNS.items() if wrong in bare), "")


def single_bracket(lines: list[str], number: int) -> int:
    """Return the line (from 1) of a `[block]` that should be `[[block]]`, seen from a later header; 0 without one."""
    found = _HEADER.fullmatch(lines[number - 1]) if number <= len(lines) else None
    if found is None or found[2] not in REPEATED:
        return 0
    heads = ((at, _HEADER.fullmatch(line)) for at, line in enumerate(lines[:number], 1))
    return next((at for at, head in heads if head and head[2] == found[2] and not head[1]), 0)

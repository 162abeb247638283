"""The table of functions in forms/README.md.

After a change of a function, write the table again from the repository's root:

    python tests/support/function_table.py
"""

from __future__ import annotations

from perfdesk.definition.functions import FUNCTIONS
from perfdesk.paths import FORMS

README = FORMS / "README.md"
HEAD = "| 函数 | 得到什么 |\n|---|---|\n"


def function_table() -> str:
    """Return the table: a row for each function, and those of `if` and `band`, which belong to the language."""
    rows = [("if(条件, 值, 值)", "条件成立时是前一个值，不成立时是后一个；两个值要同类")]
    rows.append(("band(数, 分档)", "数落在哪一档，就是那一档的值；分档写在 `[[band]]` 里"))
    rows += [(function.usage, function.purpose) for function in FUNCTIONS.values()]
    return HEAD + "".join(f"| `{usage}` | {purpose} |\n" for usage, purpose in rows)


def write_table() -> None:
    """Replace the table of the README."""
    before, _, rest = README.read_text(encoding="utf-8").partition(HEAD)
    after = rest[rest.index("\n\n") + 1 :]
    README.write_text(before + function_table() + after, encoding="utf-8")


if __name__ == "__main__":
    write_table()

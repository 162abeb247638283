"""One editor for each kind of answer: `show_value` from outside, `edited` by the clerk alone, `left` when done."""

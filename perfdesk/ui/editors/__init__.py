"""One editor for each kind of answer: `show_value` sets it, `edited` reports user input, `finished` the end of it."""

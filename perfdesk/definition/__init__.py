"""What is asked: forms read strictly from TOML, with their kinds of answer and their formulas."""

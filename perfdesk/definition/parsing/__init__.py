"""Parsing of TOML to the model of a form: first the declarations, then everything that refers to them."""

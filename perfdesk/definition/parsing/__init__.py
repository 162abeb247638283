"""TOML into the model of a form: declarations first, then what refers to them."""

"""The commands, one module each; it is named after its command and has `add_arguments` and `run`."""

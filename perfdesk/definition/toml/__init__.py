"""Strict reading of TOML, with messages in Chinese that name file and line."""

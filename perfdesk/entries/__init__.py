"""The answers: entries, changes and history, saved in one SQLite file."""

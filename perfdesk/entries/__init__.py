"""What was answered: entries, changes and history, kept in one SQLite file."""

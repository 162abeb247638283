"""The inspector: the origin of an answer and its history."""

"""The Word file that came back: what was changed in it against what was exported, and where that is entered."""

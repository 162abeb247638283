"""The page on which the user looks through what was read out of files."""

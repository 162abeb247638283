"""The report as the window sees it."""

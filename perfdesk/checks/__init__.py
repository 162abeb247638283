"""Checks of a report: rules, required answers and wording, reported as findings in Chinese."""

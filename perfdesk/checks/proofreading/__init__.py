"""Checks of the wording of a report."""

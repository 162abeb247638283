"""Decide where each cell of a table copied from elsewhere goes in the report."""

"""A report as PDF, set line by line with its fonts embedded."""

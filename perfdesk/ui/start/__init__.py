"""The start page and beginning a new report."""

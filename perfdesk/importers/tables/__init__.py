"""Understand a table, of a workbook or of a Word report alike, against a form."""

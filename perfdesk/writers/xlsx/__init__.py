"""The tables of a report as an Excel workbook with live formulas."""

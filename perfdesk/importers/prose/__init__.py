"""Align the text of a report from elsewhere with the form: chapters by title, figures by what they are said of."""

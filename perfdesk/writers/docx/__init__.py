"""A report as a Word file, without Word's own clock in it."""

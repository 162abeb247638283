"""The printed pages, drawn in a process of their own."""

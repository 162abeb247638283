"""Exporting: the choices asked for, the work off the window's thread, what a public copy hides."""

"""Proofreading: what is wrong with the words themselves, in whatever text the clerk has typed."""

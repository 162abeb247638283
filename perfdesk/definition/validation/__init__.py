"""Checks of the whole form: cycles, internal answers, renames, rollover."""

"""What only the whole form shows: cycles, internal answers, renames, rollover."""

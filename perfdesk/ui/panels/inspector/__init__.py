"""Where a figure comes from, and its history."""

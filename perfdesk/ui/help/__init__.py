"""The manual and the five-minute tour."""

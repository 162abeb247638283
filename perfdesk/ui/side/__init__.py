"""The panel at the right: where an answer comes from, and what it was before."""

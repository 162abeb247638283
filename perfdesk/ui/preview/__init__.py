"""The real pages beside the form, and the way from a printed word to its answer."""

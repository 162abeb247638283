"""The panels around the pages: section list, overview, preview, inspector, find dialog."""

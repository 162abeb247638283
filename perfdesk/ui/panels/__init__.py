"""What stands around the pages: section list, overview, preview, inspector, find."""

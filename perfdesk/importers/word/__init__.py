"""Read Word files: paragraphs and tables in reading order, as a reader sees them."""

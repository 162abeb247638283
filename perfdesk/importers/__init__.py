"""Read other programs' tables and files into a proposal that the user reviews."""

"""The page of one section: fields, sentences, lists and tables."""

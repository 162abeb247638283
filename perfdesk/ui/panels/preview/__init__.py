"""The preview of the printed pages, which a separate process renders."""

"""Tables: model, view, delegate, rows, clipboard."""

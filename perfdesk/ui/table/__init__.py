"""Tables: model, view, cell delegate, row actions, clipboard."""

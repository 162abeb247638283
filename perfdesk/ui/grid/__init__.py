"""Tables in the window: the same grids that Word, PDF and Excel print, open for filling."""

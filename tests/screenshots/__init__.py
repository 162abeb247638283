"""Pictures of every page and dialog, for those who look after the window and for the manual."""

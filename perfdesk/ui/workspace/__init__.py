"""One open report on the screen."""

"""PerfDesk: fill, check and print the yearly performance report of a county bureau."""

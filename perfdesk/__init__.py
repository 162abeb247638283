"""PerfDesk: fill, check and print the yearly performance report of a county bureau."""

import logging

# Nothing goes to the terminal: whoever wants a log adds a handler.
logging.getLogger(__name__).addHandler(logging.NullHandler())

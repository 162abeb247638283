"""PerfDesk: fill, check and print the yearly performance report of a county bureau."""

import logging

# Until a log is begun (perfdesk.logs), nothing is to be printed in its stead.
logging.getLogger(__name__).addHandler(logging.NullHandler())

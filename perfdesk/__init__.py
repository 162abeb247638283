"""PerfDesk: fill, check and print the yearly performance report of a county bureau."""

import logging

# What fails is written by perfdesk.logs alone: any other handler would write out the messages of exceptions, which may
# quote a report. Until it has begun, nothing is written or printed.
logging.getLogger(__name__).propagate = False
logging.getLogger(__name__).addHandler(logging.NullHandler())

"""PerfDesk: fill, check and print the yearly performance report of a county bureau."""

import logging

# Only perfdesk.logs writes log records: any other handler would write the messages of exceptions, which may quote a
# report. Until it is started, nothing is written or printed.
logging.getLogger(__name__).propagate = False
logging.getLogger(__name__).addHandler(logging.NullHandler())

"""The summary page: key figures and charts."""

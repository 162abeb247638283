"""Use cases that join several packages."""

"""Findings on the screen: the list, the banner next to an answer, what can be done about one."""

"""Findings in the window: the list, the banners next to answers, and the actions on a finding."""

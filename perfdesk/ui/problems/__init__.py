"""What is wrong: the checks list, what can be done about a finding, the reason a warning stands with."""

"""概览: the page a leader understands in ten seconds."""

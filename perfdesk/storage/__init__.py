"""Where a report file lives on the disk: the folders and the machine of the user."""

"""What keeps a report safe while it is passed round: one writer, backups, rescue copies, hard places."""

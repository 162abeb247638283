"""The storage of a report file: locks, working copies, backups, the user's folders and machine."""

"""Read workbooks and comma-separated files: each sheet is a table, with what is hidden marked as hidden."""

"""What the report says: plain blocks that every writer turns into its own format."""

"""The document: plain blocks that every writer turns into its own format."""

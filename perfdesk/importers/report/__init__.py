"""Another report's file as a source: which parts it has, how they look as a document, and what they propose."""

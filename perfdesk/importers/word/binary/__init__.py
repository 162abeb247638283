"""Read the Word 97 to 2003 format (`.doc`, `.wps`), as MS-DOC describes it."""

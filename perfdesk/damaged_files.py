"""The exceptions with which libraries meet damaged bytes of a file."""

from __future__ import annotations

import struct
import zipfile
import zlib

#: Those of zipfile, lxml, ElementTree, struct and decoding; the parsers of XML raise SyntaxError.
DAMAGED_FILE_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, SyntaxError, NotImplementedError, RuntimeError, ValueError),
    *(LookupError, EOFError, OverflowError),
)

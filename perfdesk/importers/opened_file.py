"""A file from elsewhere, opened once: its bytes and what kind of container they are, whatever its name says."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from perfdesk.budget import Budget
from perfdesk.importers.zip_package import ZipPackage

#: In bytes: reports contain photographs.
_MAX_SIZE = 100_000_000
_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file's path, its bytes, the budget for reading it, and its parts if it is a zip archive."""

    path: Path
    content: bytes
    budget: Budget
    package: ZipPackage | None = field(default=None)

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def is_compound(self) -> bool:
        """Whether it is a compound file, as Office 97 to 2003 and encrypted files are."""
        return self.content.startswith(_COMPOUND)

    def has_stream(self, name: str) -> bool:
        """Whether a compound file names a stream or storage like this in its directory."""
        return self.is_compound and name.encode("utf-16-le") + b"\0\0" in self.content


def open_file(path: Path) -> OpenedFile:
    """Read a file; OSError as `safe_open.open_regular`, TooMuchError when it is too large, BadZipFile when damaged."""
    budget = Budget(_MAX_SIZE)
    content = budget.read(path, follow=True)
    package = ZipPackage(content, budget) if content.startswith(_ZIP) else None
    return OpenedFile(path, content, budget, package)

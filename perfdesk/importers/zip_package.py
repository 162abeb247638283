"""Office files that are zip archives (OOXML, OpenDocument): their parts, read within a budget and never from outside.

No size that the archive declares is trusted. Entities, document types and external targets are not followed.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from xml.etree.ElementTree import Element

import lxml.etree as etree  # noqa: PLR0402 - the type checker does not find `from lxml import etree`

from perfdesk.budget import Budget, TooMuchError
from perfdesk.importers.source_error import SourceError, damaged, locked

#: In bytes and pieces; a report of a hundred pages has a tenth of it. lxml needs about 120 bytes an element and 200
#: an attribute, so that the limits keep within 300 MB.
_MAX_PART, _MAX_ENTRIES, _MAX_ELEMENTS, _MAX_ATTRIBUTES = 30_000_000, 5_000, 1_200_000, 1_000_000
_ENTRY_MARK = b"PK\x01\x02"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_IS_ENCRYPTED = 1
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class ZipPackage:
    """The parts of an archive by name; BadZipFile for a damaged one, TooMuchError for a bomb."""

    def __init__(self, content: bytes, budget: Budget) -> None:
        if content.count(_ENTRY_MARK) > _MAX_ENTRIES:
            raise TooMuchError(f"超过 {_MAX_ENTRIES:,} 项")
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._budget = budget
        self._room = _MAX_PART
        # part names differ in case only by mistake (ECMA-376 part 2, 6.2.2)
        self._entries = {entry.filename.replace("\\", "/").lower(): entry for entry in self._archive.infolist()}

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    def read(self, part: str) -> bytes:
        """Return the bytes of a part; SourceError if it is missing or encrypted, TooMuchError beyond all limits."""
        entry = self._entries.get(part.lower())
        if entry is None:
            raise damaged()
        if entry.flag_bits & _IS_ENCRYPTED:
            raise locked()
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged()
        with self._archive.open(entry) as file:
            content = file.read(self._room + 1)
        if len(content) > self._room:
            raise TooMuchError(f"超过 {_MAX_PART // 1_000_000} MB")
        self._room -= len(content)
        self._budget.tick()
        return content

    def xml(self, part: str) -> Element:
        """Return the root element of a part; XMLSyntaxError when it is damaged, otherwise as `read`."""
        root = parse_xml(self.read(part))
        self._budget.tick()
        return root

    def related(self, part: str, kind: str) -> str:
        """Return the part that `part` names for this kind of relationship; blank without one.

        `kind` is the last word of the relationship's type (`styles`), the same in both versions of the namespace. The
        archive itself is the part "". Targets outside the archive do not count.
        """
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self:
            return ""
        for found in self.xml(rels).iter(_RELATIONSHIP):
            if found.get("Type", "").rpartition("/")[2] == kind and found.get("TargetMode", "") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, found.get("Target", ""))).lstrip("/")
                if target in self:
                    return target
        return ""


def parse_xml(content: bytes) -> Element:
    """Return the root element; TooMuchError for too many pieces, SourceError for a document type.

    Office files are UTF-8 or UTF-16, and no other encoding may hide anything.
    """
    if content.startswith(_UTF16):
        content = content.decode("utf-16").encode()
    refuse_declarations(content)
    if content.count(b"<") > _MAX_ELEMENTS or content.count(b"=") > _MAX_ATTRIBUTES:
        raise TooMuchError(f"超过 {_MAX_ATTRIBUTES:,} 项")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(content, parser)


def refuse_declarations(content: bytes) -> None:
    """Raise SourceError for a part that declares a document type or entities."""
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise SourceError("里面有实体声明，正常的文件不会有，可能有害。", "请向发来的人重新要一份。")

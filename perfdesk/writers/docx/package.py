"""The Word file as a package of python-docx: its parts, how they refer to each other; no times, no other names."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from typing import cast

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.package import Package

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORMATS = "http://schemas.openxmlformats.org"
_NAMESPACES = (
    f'xmlns:w="{_FORMATS}/wordprocessingml/2006/main" xmlns:r="{_FORMATS}/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
#: Root element, content type and relation of each kind of part.
_KINDS = {
    "document": ("document", CONTENT_TYPE.WML_DOCUMENT_MAIN, RELATIONSHIP_TYPE.OFFICE_DOCUMENT),
    "styles": ("styles", CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES),
    "settings": ("settings", CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS),
    "fontTable": ("fonts", CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE),
    "header": ("hdr", CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER),
    "footer": ("ftr", CONTENT_TYPE.WML_FOOTER, RELATIONSHIP_TYPE.FOOTER),
}
#: 1980-01-01 00:00 as ZIP writes it, which knows no earlier time; with one and the same, so are the bytes of a report.
_FIXED_TIMESTAMP = struct.pack("<2H", 0, 1 << 5 | 1)


def relation_id(name: str) -> str:
    """By what the document refers to another of its parts."""
    return f"rel_{name}"


def package_bytes(parts: Mapping[str, str], title: str, author: str) -> bytes:
    """The file whose `parts` have this content, by name: document, styles, settings, fontTable, footer1, header1 ….

    The title and the author are all it says of itself.
    """
    package = Package()
    document = _part(package, "document", parts["document"])
    package.relate_to(document, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    for name in parts:
        if name != "document":
            _, _, relation = _KINDS[_kind(name)]
            document.rels.add_relationship(relation, _part(package, name, parts[name]), relation_id(name))
    _name(package, title, author)
    saved = io.BytesIO()
    package.save(saved)
    return _without_timestamps(saved)


def _part(package: Package, name: str, content: str) -> Part:
    root, kind, _ = _KINDS[_kind(name)]
    whole = f"{_DECLARATION}<w:{root} {_NAMESPACES}>{content}</w:{root}>"
    return Part(PackURI(f"/word/{name}.xml"), kind, whole.encode(), package)


def _kind(name: str) -> str:
    """`footer` for `footer2`."""
    return name.rstrip("0123456789")


def _name(package: Package, title: str, author: str) -> None:
    properties = package.core_properties
    described = cast(XmlPart, package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)).element
    for child in list(described):  # the library's own name and the present time among them
        described.remove(child)
    properties.title, properties.author = title, author


def _without_timestamps(saved: io.BytesIO) -> bytes:
    """The same package with one fixed time on every part, where the library puts the present: once before the part
    and once in the directory at the end, as the ZIP format has it."""
    whole = bytearray(saved.getvalue())
    with zipfile.ZipFile(saved) as package:
        at = package.start_dir
        for part in package.infolist():
            whole[part.header_offset + 10 : part.header_offset + 14] = _FIXED_TIMESTAMP
            whole[at + 12 : at + 16] = _FIXED_TIMESTAMP
            at += 46 + sum(struct.unpack_from("<3H", whole, at + 28))  # then its name, extra field and comment
    return bytes(whole)

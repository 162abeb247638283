"""The Word file as a package of python-docx: its parts and their relations, without times or the library's name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import cast

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.package import Package

from perfdesk.writers.fixed_zip import write_fixed_zip

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
#: Unix permissions of each part, as python-docx writes them.
_PERMISSIONS = 0o600


def relation_id(name: str) -> str:
    """The id with which the document refers to another part."""
    return f"rel_{name}"


def package_bytes(parts: Mapping[str, str], title: str, author: str) -> bytes:
    """The file with these parts by name: document, styles, settings, fontTable, footer1, header1 ….

    Title and author are its only properties.
    """
    package = Package()
    document = _part(package, "document", parts["document"])
    package.relate_to(document, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    for name in parts:
        if name != "document":
            _, _, relation = _KINDS[_kind(name)]
            document.rels.add_relationship(relation, _part(package, name, parts[name]), relation_id(name))
    _set_properties(package, title, author)
    file = io.BytesIO()
    write_fixed_zip(file, _saved_parts(package), _PERMISSIONS)
    return file.getvalue()


def _part(package: Package, name: str, content: str) -> Part:
    root, kind, _ = _KINDS[_kind(name)]
    xml = f"{_DECLARATION}<w:{root} {_NAMESPACES}>{content}</w:{root}>"
    return Part(PackURI(f"/word/{name}.xml"), kind, xml.encode(), package)


def _kind(name: str) -> str:
    """`footer` for `footer2`."""
    return name.rstrip("0123456789")


def _set_properties(package: Package, title: str, author: str) -> None:
    properties = package.core_properties
    element = cast(XmlPart, package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES)).element
    for child in list(element):  # among them the library's name and the present time
        element.remove(child)
    properties.title, properties.author = title, author


def _saved_parts(package: Package) -> Iterator[tuple[str, bytes]]:
    """The parts of the package in the order in which python-docx saves them."""
    saved = io.BytesIO()
    package.save(saved)
    with zipfile.ZipFile(saved) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)

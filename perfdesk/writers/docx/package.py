"""The Word file as a package of python-docx: its parts and their relations, without times or the library's name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import cast
from xml.sax.saxutils import escape, quoteattr

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.package import Package

from perfdesk.definition.picture import Picture
from perfdesk.writers.docx.theme import theme_xml
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
_OFFICE = f"{_FORMATS}/officeDocument/2006"
_THEME_PART = PackURI("/word/theme/theme1.xml")
_CUSTOM_PART = PackURI("/docProps/custom.xml")
#: The id of the set of custom properties in every Office file.
_CUSTOM_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
#: The name of the logo among the parts.
LOGO = "logo"
_LOGO_PART = PackURI("/word/media/logo.png")
#: Unix permissions of each part, as python-docx writes them.
_PERMISSIONS = 0o600


def relation_id(name: str) -> str:
    """The id with which the document refers to another part."""
    return f"rel_{name}"


def package_bytes(
    parts: Mapping[str, str], title: str, author: str, properties: Mapping[str, str], logo: Picture | None = None
) -> bytes:
    """The file with these parts by name: document, styles, settings, fontTable, footer1, header1 …, and the logo.

    Title and author are its only core properties; `properties` are custom ones, a part of their own if there are any.
    """
    package = Package()
    document = _part(package, "document", parts["document"])
    package.relate_to(document, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    for name in parts:
        if name != "document":
            _, _, relation = _KINDS[_kind(name)]
            document.rels.add_relationship(relation, _part(package, name, parts[name]), relation_id(name))
    theme = Part(_THEME_PART, CONTENT_TYPE.OFC_THEME, f"{_DECLARATION}{theme_xml()}".encode(), package)
    document.rels.add_relationship(RELATIONSHIP_TYPE.THEME, theme, relation_id("theme"))
    if logo is not None:
        picture = Part(_LOGO_PART, CONTENT_TYPE.PNG, logo.content, package)
        document.rels.add_relationship(RELATIONSHIP_TYPE.IMAGE, picture, relation_id(LOGO))
    _set_properties(package, title, author)
    if properties:
        custom = Part(_CUSTOM_PART, CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, _custom_properties(properties), package)
        package.relate_to(custom, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
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


def _custom_properties(properties: Mapping[str, str]) -> bytes:
    """The custom properties (ECMA-376 part 1, §22.3); their numbers begin with 2."""
    each = "".join(
        f'<property fmtid="{_CUSTOM_FORMAT}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties.items(), 2)
    )
    types = f'xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes"'
    return f"{_DECLARATION}<Properties {types}>{each}</Properties>".encode()


def _saved_parts(package: Package) -> Iterator[tuple[str, bytes]]:
    """The parts of the package in the order in which python-docx saves them."""
    saved = io.BytesIO()
    package.save(saved)
    with zipfile.ZipFile(saved) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)

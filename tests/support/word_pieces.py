"""Small Word files made of single pieces of XML."""

from __future__ import annotations

import zipfile
from pathlib import Path

from perfdesk.importers.formats import read_source
from perfdesk.importers.source import SourceDocument

_OPEN = "http://schemas.openxmlformats.org"
W = f"{_OPEN}/wordprocessingml/2006/main"
_RELATIONS = f"{_OPEN}/officeDocument/2006/relationships"
_PACKAGE = f"{_OPEN}/package/2006"
_OTHERS = {
    "w": W,
    "r": _RELATIONS,
    "mc": f"{_OPEN}/markup-compatibility/2006",
    "m": f"{_OPEN}/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
NAMESPACES = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _OTHERS.items())
_STRICT = {
    W: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    _RELATIONS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_CUSTOM = f"{_OPEN}/officeDocument/2006/custom-properties"


def run(text: str, properties: str = "") -> str:
    """A run of words."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """A paragraph of words, or of runs as XML."""
    inner = content if content.startswith("<") or not content else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def cell(content: str, properties: str = "") -> str:
    """A cell with a paragraph, or with blocks as XML."""
    inner = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells; a cell without markup is one of words."""
    inner = "".join(one if one.startswith("<") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def level(at: int, number_format: str, text: str, more: str = "") -> str:
    """A level of a list."""
    start = '<w:start w:val="1"/>' if "<w:start" not in more else ""
    shown = f'<w:numFmt w:val="{number_format}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{at}">{start}{shown}{more}</w:lvl>'


def word_file(
    path: Path, body: str, *, main: str = "word/document.xml", strict: bool = False, custom: str = "", **parts: str
) -> Path:
    """Write a Word file: its body, other parts by name (`styles`, `numbering`, `footnotes`), and custom properties."""
    files = {main: f"<w:document {NAMESPACES}><w:body>{body}<w:sectPr/></w:body></w:document>"}
    folder, _, name = main.rpartition("/")
    related = {main: ("officeDocument", "_rels/.rels")}
    for kind, content in parts.items():
        files[f"{folder}/{kind}.xml"] = f"<w:{kind} {NAMESPACES}>{content}</w:{kind}>"
        related[f"{folder}/{kind}.xml"] = (kind, f"{folder}/_rels/{name}.rels")
    if custom:
        files["docProps/custom.xml"] = f'<Properties xmlns="{_CUSTOM}">{custom}</Properties>'
        related["docProps/custom.xml"] = ("custom-properties", "_rels/.rels")
    for rels in {place for _, place in related.values()}:
        links = "".join(
            f'<Relationship Id="r{at}" Type="{_RELATIONS}/{kind}" Target="/{target}"/>'
            for at, (target, (kind, place)) in enumerate(related.items())
            if place == rels
        )
        files[rels] = f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        for part, content in files.items():
            written = f'<?xml version="1.0" encoding="UTF-8"?>\n{content}'
            for usual, other in _STRICT.items() if strict else ():
                written = written.replace(usual, other)
            package.writestr(part, written)
    return path


def read_body(folder: Path, body: str, **parts: str) -> SourceDocument:
    """What is read from a Word file with this body."""
    return read_source(word_file(folder / "a.docx", body, **parts))

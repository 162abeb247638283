"""What offices and their programs leave in a file: split runs, marks of the program, comments, lost bookmarks."""

from __future__ import annotations

import json
import re
from pathlib import Path

from lxml import etree

from corpus.make.package import add_part, read_zip, resave_in_libreoffice, write_zip
from corpus.make.returned_file import EXPORT, WHEN, WHO, Node, ReturnedFile, put_in_place, split_run, w

_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_WPS = "WPS Office_12.1.0.16929_F1E327BC-269C-435d-A152-05C5408002CA"
_CUSTOM = "docProps/custom.xml"


def like_wps(file: ReturnedFile) -> None:
    """Split runs, give paragraphs WPS's identities and runs its language, and put its name into the properties."""
    ids = [f"00{file.random.randrange(16**6):06X}" for _ in range(5)]
    for paragraph in file.root.iter(w("p")):
        if file.random.random() < 0.6:
            paragraph.set(w("rsidR"), file.random.choice(ids))
    for run in list(file.root.iter(w("r"))):
        texts = [piece for piece in run if piece.tag == w("t")]
        if len(texts) != 1 or len(run) > 2 or len(texts[0].text or "") < 8 or file.random.random() > 0.7:
            continue
        pieces = split_run(run, file.random.randrange(2, len(texts[0].text) - 2))
        for piece in pieces:
            etree.SubElement(_run_properties(piece), w("lang"), {w("val"): "en-US", w("eastAsia"): "zh-CN"})
        put_in_place(run, pieces)
    last = list(file.root.iter(w("p")))[5]
    last.append(etree.Element(w("bookmarkStart"), {w("id"): "9999", w("name"): "_GoBack"}))
    last.append(etree.Element(w("bookmarkEnd"), {w("id"): "9999"}))
    content = f'<Properties xmlns="{_PROPERTIES}"><Application>{_WPS}</Application></Properties>'
    add_part(file.parts, "docProps/app.xml", content, "extended-properties", "extended-properties", "_rels/.rels")


def copied_into_a_new_document(file: ReturnedFile) -> None:
    """Remove bookmarks, styles and custom properties; the look of each paragraph is written beside it."""
    for node in list(file.root.iter(w("bookmarkStart"), w("bookmarkEnd"))):
        node.getparent().remove(node)
    for properties in file.root.iter(w("pPr")):
        style = properties.find(w("pStyle"))
        if style is None:
            continue
        properties.remove(style)
        if next(properties.iterancestors(w("tc")), None) is not None:
            properties.insert(0, etree.Element(w("spacing"), {w("line"): "260", w("lineRule"): "exact"}))
        for run in properties.getparent().iter(w("r")):
            if style.get(w("val")).startswith("Heading"):
                fonts = _run_properties(run).find(w("rFonts"))
                _run_properties(run).insert(0 if fonts is None else 1, etree.Element(w("b")))
    del file.parts[_CUSTOM]
    for part, name in (("[Content_Types].xml", "/docProps/custom.xml"), ("_rels/.rels", _CUSTOM)):
        text = file.parts[part].decode()
        file.parts[part] = re.sub(rf'<[A-Z][a-z]+ [^>]*"{re.escape(name)}"[^>]*/>', "", text).encode()


def comment(file: ReturnedFile, start: str, text: str) -> None:
    """Comment on a paragraph."""
    paragraph = file.paragraph(start)
    first = next(at for at, child in enumerate(paragraph) if child.tag != w("pPr"))
    paragraph.insert(first, etree.Element(w("commentRangeStart"), {w("id"): "0"}))
    paragraph.append(etree.Element(w("commentRangeEnd"), {w("id"): "0"}))
    etree.SubElement(etree.SubElement(paragraph, w("r")), w("commentReference"), {w("id"): "0"})
    namespace = file.root.nsmap["w"]
    said = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    content = f'<w:comment w:id="0" w:author="{WHO}" w:date="{WHEN}" w:initials="王">{said}</w:comment>'
    content = f'<w:comments xmlns:w="{namespace}">{content}</w:comments>'
    of = "word/_rels/document.xml.rels"
    add_part(file.parts, "word/comments.xml", content, "wordprocessingml.comments", "comments", of)


def save(file: ReturnedFile, path: Path, in_libreoffice: bool = False, **told: object) -> None:
    """Write the file and its oracle; with `in_libreoffice` as that program saves it."""
    document = etree.tostring(file.root, xml_declaration=True, encoding="UTF-8", standalone=True)
    write_zip(path, {**file.parts, "word/document.xml": document})
    if in_libreoffice:
        resave_in_libreoffice(path)
    kept = re.findall(r'w:name="(pd_[^"]+)"', read_zip(path)["word/document.xml"].decode())
    for change in file.changes:
        if "bookmark" in change:
            change["bookmark_kept"] = change["bookmark"] in kept
    oracle = {
        "file": path.name,
        "export": EXPORT,
        "sample": "demo-2024",
        **told,
        "bookmarks": len(kept),
        "bookmark_names": len(set(kept)),
        "changes": file.changes,
    }
    path.with_name(f"{path.name}.json").write_text(_oracle_text(oracle), encoding="utf-8")


def _oracle_text(oracle: dict[str, object]) -> str:
    """JSON with one entry of a list in a line."""
    lines: list[str] = []
    for key, value in oracle.items():
        shown = json.dumps(value, ensure_ascii=False)
        if isinstance(value, list) and value:
            items = ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in value)
            shown = f"[\n  {items}\n ]"
        lines.append(f" {json.dumps(key)}: {shown}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _run_properties(run: Node) -> Node:
    properties = run.find(w("rPr"))
    if properties is None:
        properties = etree.Element(w("rPr"))
        run.insert(0, properties)
    return properties

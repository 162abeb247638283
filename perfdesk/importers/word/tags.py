"""The tags of WordprocessingML that the reader knows, and the strict namespaces turned into the usual ones."""

from __future__ import annotations

from xml.etree.ElementTree import Element

_OPEN = "http://schemas.openxmlformats.org/"
_STRICT = "{http://purl.oclc.org/ooxml/"
#: The strict namespaces (ISO/IEC 29500-1) and the transitional ones that every program writes.
_NAMESPACES = {
    f"{_STRICT}wordprocessingml/main": f"{{{_OPEN}wordprocessingml/2006/main",
    f"{_STRICT}officeDocument/math": f"{{{_OPEN}officeDocument/2006/math",
    f"{_STRICT}officeDocument/relationships": f"{{{_OPEN}officeDocument/2006/relationships",
    f"{_STRICT}officeDocument/customProperties": f"{{{_OPEN}officeDocument/2006/custom-properties",
}
W = f"{{{_OPEN}wordprocessingml/2006/main}}"
MATH_TEXT = f"{{{_OPEN}officeDocument/2006/math}}t"
_MC = f"{{{_OPEN}markup-compatibility/2006}}"
ALTERNATE, CHOICE, FALLBACK = f"{_MC}AlternateContent", f"{_MC}Choice", f"{_MC}Fallback"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

VAL = f"{W}val"
PARAGRAPH, PARAGRAPH_PROPERTIES, RUN, RUN_PROPERTIES = f"{W}p", f"{W}pPr", f"{W}r", f"{W}rPr"
TABLE, ROW, ROW_PROPERTIES, CELL, CELL_PROPERTIES = f"{W}tbl", f"{W}tr", f"{W}trPr", f"{W}tc", f"{W}tcPr"
TEXT, BOX = f"{W}t", f"{W}txbxContent"
BOOKMARK = f"{W}bookmarkStart"
DELETED, INSERTED, MOVED_FROM, MOVED_TO = f"{W}del", f"{W}ins", f"{W}moveFrom", f"{W}moveTo"
CONTROL, CONTROL_PROPERTIES, CONTROL_CONTENT = f"{W}sdt", f"{W}sdtPr", f"{W}sdtContent"


def usual_namespaces(root: Element) -> Element:
    """Return the element with the strict namespaces of its tags and attributes replaced, if it has any."""
    if not root.tag.startswith(_STRICT):
        return root
    for element in root.iter():
        element.tag = _usual(element.tag)
        for name, value in element.items():
            if name.startswith(_STRICT):
                del element.attrib[name]
                element.set(_usual(name), value)
    return root


def value_of(parent: Element | None, tag: str) -> str:
    """Return the `val` of a property by the tag without namespace; blank without it."""
    found = parent.find(W + tag) if parent is not None else None
    return found.get(VAL, "") if found is not None else ""


def switch_of(parent: Element | None, tag: str) -> bool | None:
    """Return whether a property that can be on or off is on; None if it is not there."""
    found = parent.find(W + tag) if parent is not None else None
    return None if found is None else is_on(found)


def is_on(switch: Element) -> bool:
    """Whether a property that can be on or off is on."""
    return switch.get(VAL, "1") not in ("0", "false", "off")


def count_of(text: str | None, default: int, most: int) -> int:
    """Read a whole number from 0 to `most`; the default for anything else."""
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > 9:
        return default
    return min(int(text), most)


def _usual(name: str) -> str:
    namespace, brace, local = name.partition("}")
    return _NAMESPACES.get(namespace, namespace) + brace + local

"""A bureau's own Word styles: a `style.docx` or `style.dotx` in a form's folder says how its named styles look."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from perfdesk.definition.mistakes import form_error
from perfdesk.definition.style_names import OWN_NAMES, StyleName
from perfdesk.safe_open import NotAFileError, is_taken, open_regular

WORD_FILES = ("style.docx", "style.dotx")

#: What a style says, by tag and attribute of WordprocessingML: `{"sz": {"val": "32"}}` is 16 points.
Properties = dict[str, dict[str, str]]

_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = "word/styles.xml"
#: A style sheet is some tens of kilobytes; far beyond this it is not one.
_LARGEST = 8_000_000
_REMEDY = "请把导出的 Word 报告改好样式，另存为“Word 文档”"

#: What is taken over, in the order in which Word wants it; numbering, frames and tabs belong to another document.
PARAGRAPH_TAGS = (
    "keepNext", "keepLines", "pageBreakBefore", "widowControl", "shd", "kinsoku", "wordWrap", "overflowPunct",
    "topLinePunct", "autoSpaceDE", "autoSpaceDN", "adjustRightInd", "snapToGrid", "spacing", "ind",
    "contextualSpacing", "jc", "textAlignment", "outlineLvl",
)  # fmt: skip
RUN_TAGS = (
    "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "color", "spacing", "w", "kern", "position",
    "sz", "szCs", "u", "shd", "em",
)  # fmt: skip
#: These are said in parts: a style that is based on another changes some of them.
_IN_PARTS = frozenset({"rFonts", "ind", "spacing"})
_FIRST_LINE = frozenset({"firstLine", "firstLineChars", "hanging", "hangingChars"})
_SAYS_NOTHING = frozenset({"asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme", "themeColor", "themeTint", "hint"})


@dataclass(frozen=True, slots=True)
class WordStyle:
    """How the text of one named style looks: its paragraphs and its characters."""

    paragraph: Properties = field(default_factory=dict[str, dict[str, str]])
    run: Properties = field(default_factory=dict[str, dict[str, str]])

    @property
    def size(self) -> float | None:
        """The size of its characters in points."""
        return _number(self.run.get("sz", {}).get("val", ""), 2)

    @property
    def line_height(self) -> float | None:
        """The exact height of its lines in points; None where they grow with their text."""
        spacing = self.paragraph.get("spacing", {})
        return _number(spacing.get("line", ""), 20) if spacing.get("lineRule") == "exact" else None


def word_styles(folder: Path) -> dict[str, WordStyle]:
    """The paragraph styles of the Word file in a form's folder by name, in small letters; none without such a file.

    FormError names a file that is not a Word file, is damaged or has none of the report's styles.
    """
    found = [folder / name for name in WORD_FILES if is_taken(folder / name)]
    if len(found) > 1:
        raise form_error(found[1].name, f"和 {found[0].name} 只能留一个")
    return _read(found[0]) if found else {}


def _read(path: Path) -> dict[str, WordStyle]:
    root = _parsed(path)
    styles = {style.get(f"{_NAMESPACE}styleId", ""): style for style in root.iter(f"{_NAMESPACE}style")}
    default = WordStyle(
        _properties(root.find(_path("docDefaults", "pPrDefault", "pPr")), PARAGRAPH_TAGS),
        _properties(root.find(_path("docDefaults", "rPrDefault", "rPr")), RUN_TAGS),
    )
    found = {
        _value(style, "name").lower(): _resolved(style, styles, default)
        for style in styles.values()
        if style.get(f"{_NAMESPACE}type") == "paragraph"
    }
    if not found.keys() & OWN_NAMES:
        raise form_error(path.name, f"没有报告用的样式（{StyleName.TITLE}、{StyleName.BODY}等）；{_REMEDY}")
    return found


def _parsed(path: Path) -> ElementTree.Element:
    """The style sheet of a Word file."""
    try:
        with open_regular(path) as file, zipfile.ZipFile(file) as package:
            if package.getinfo(_STYLES).file_size > _LARGEST:
                raise form_error(path.name, f"样式太多，不像是报告的样式；{_REMEDY}")
            content = package.read(_STYLES)
        if b"<!DOCTYPE" in content:  # no Word file has one, and it could make much out of little
            raise form_error(path.name, f"不是 Word 写的文件；{_REMEDY}")
        return ElementTree.fromstring(content)
    except NotAFileError as error:
        raise form_error(path.name, "是链接、文件夹或特殊文件，请换成普通文件") from error
    except OSError as error:
        raise form_error(path.name, "读不出来，请查看文件是否还在、有没有权限") from error
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, NotImplementedError, RuntimeError) as error:
        # a file with a password is no zip at all, or asks for it here
        raise form_error(path.name, f"不是 Word 文档，或者已损坏、加了密码；{_REMEDY}") from error


def _resolved(style: ElementTree.Element, styles: dict[str, ElementTree.Element], default: WordStyle) -> WordStyle:
    """What a style says together with those it is based on and with the document's defaults."""
    paragraph, run = default.paragraph, default.run
    for step in reversed(list(_ancestry(style, styles))):
        paragraph = _changed(paragraph, _properties(step.find(_path("pPr")), PARAGRAPH_TAGS))
        run = _changed(run, _properties(step.find(_path("rPr")), RUN_TAGS))
    return WordStyle(paragraph, run)


def _ancestry(style: ElementTree.Element, styles: dict[str, ElementTree.Element]) -> Iterator[ElementTree.Element]:
    """The style, the one it is based on, and so on; a circle is gone round once."""
    seen: list[ElementTree.Element] = []
    step: ElementTree.Element | None = style
    while step is not None and step not in seen:
        yield step
        seen.append(step)
        step = styles.get(_value(step, "basedOn"))


def _properties(found: ElementTree.Element | None, known: tuple[str, ...]) -> Properties:
    said: Properties = {}
    for element in found if found is not None else ():
        tag = element.tag.removeprefix(_NAMESPACE)
        if tag in known:
            names = {name.removeprefix(_NAMESPACE): value for name, value in element.attrib.items()}
            said[tag] = {name: value for name, value in names.items() if name.isalnum() and name not in _SAYS_NOTHING}
    return said


def _changed(before: Properties, after: Properties) -> Properties:
    changed = {**before, **after}
    for tag in _IN_PARTS & before.keys() & after.keys():
        dropped = _FIRST_LINE if _FIRST_LINE & after[tag].keys() else frozenset[str]()
        changed[tag] = {name: value for name, value in before[tag].items() if name not in dropped} | after[tag]
    return changed


def _number(written: str, parts: int) -> float | None:
    return int(written) / parts if written.isdecimal() and int(written) > 0 else None


def _value(style: ElementTree.Element, tag: str) -> str:
    element = style.find(_path(tag))
    return element.get(f"{_NAMESPACE}val", "") if element is not None else ""


def _path(*tags: str) -> str:
    return "/".join(f"{_NAMESPACE}{tag}" for tag in tags)

"""A bureau's own Word styles: reads the named styles from a `style.docx` or `style.dotx` in a form's folder."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree

from perfdesk.budget import Budget, TooMuchError
from perfdesk.damaged_files import DAMAGED_FILE_ERRORS
from perfdesk.definition.diagnostics import form_error
from perfdesk.definition.style.word_style_names import ALL_NAMES, OWN_NAMES, StyleName
from perfdesk.safe_open import NotAFileError, is_taken

WORD_FILES = ("style.docx", "style.dotx")

#: The properties of a style by tag and attribute of WordprocessingML: `{"sz": {"val": "32"}}` is 16 points.
Properties = dict[str, dict[str, str]]

_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = "word/styles.xml"
#: In bytes: a style sheet has some tens of kilobytes, the Word file may contain pictures.
_MAX_SIZE, _MAX_FILE_SIZE = 4_000_000, 20_000_000
#: Word itself allows chains of at most eleven styles based on each other.
_MAX_PARTS, _MAX_TAGS, _MAX_CHAIN, _MAX_VALUE_LENGTH = 2_000, 100_000, 50, 100
_REMEDY = "请把导出的 Word 报告改好样式，另存为“Word 文档”"

#: The adopted properties, in the order that Word requires; numbering, frames and tabs depend on their document.
PARAGRAPH_TAGS = (
    "keepNext", "keepLines", "pageBreakBefore", "widowControl", "shd", "kinsoku", "wordWrap", "overflowPunct",
    "topLinePunct", "autoSpaceDE", "autoSpaceDN", "adjustRightInd", "snapToGrid", "spacing", "ind",
    "contextualSpacing", "jc", "textAlignment", "outlineLvl",
)  # fmt: skip
RUN_TAGS = (
    "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "color", "spacing", "w", "kern", "position",
    "sz", "szCs", "u", "shd", "em",
)  # fmt: skip
#: Properties whose attributes are inherited one by one from the base style.
_MERGED_TAGS = frozenset({"rFonts", "ind", "spacing"})
_FIRST_LINE = frozenset({"firstLine", "firstLineChars", "hanging", "hangingChars"})
_IGNORED = frozenset({"asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme", "themeColor", "themeTint", "hint"})


@dataclass(frozen=True, slots=True)
class WordStyle:
    """The paragraph and character properties of one named style."""

    paragraph: Properties = field(default_factory=dict[str, dict[str, str]])
    run: Properties = field(default_factory=dict[str, dict[str, str]])

    @property
    def size(self) -> float | None:
        """The type size in points."""
        return _number(self.run.get("sz", {}).get("val", ""), 2)

    @property
    def line_height(self) -> float | None:
        """The exact line height in points; None if lines grow with their text."""
        spacing = self.paragraph.get("spacing", {})
        return _number(spacing.get("line", ""), 20) if spacing.get("lineRule") == "exact" else None


def word_styles(folder: Path) -> dict[str, WordStyle]:
    """Return the paragraph styles of the Word file in a form's folder by lower-case name; empty without such a file.

    FormError when the file is not a Word file, is damaged or has none of the report's styles.
    """
    found = [folder / name for name in WORD_FILES if is_taken(folder / name)]
    if len(found) > 1:
        raise form_error(found[1].name, f"和 {found[0].name} 只能留一个")
    return _read_word_file(found[0]) if found else {}


def _read_word_file(path: Path) -> dict[str, WordStyle]:
    root = _style_sheet_of(path)
    styles = {style.get(f"{_NAMESPACE}styleId", ""): style for style in root.iter(f"{_NAMESPACE}style")}
    default = WordStyle(
        _properties(root.find(_path("docDefaults", "pPrDefault", "pPr")), PARAGRAPH_TAGS),
        _properties(root.find(_path("docDefaults", "rPrDefault", "rPr")), RUN_TAGS),
    )
    named = {
        _value(style, "name").lower(): style
        for style in styles.values()
        if style.get(f"{_NAMESPACE}type") == "paragraph"
    }
    if not named.keys() & OWN_NAMES:
        raise form_error(path.name, f"没有报告用的样式（{StyleName.TITLE}、{StyleName.BODY}等）；{_REMEDY}")
    return {name: _resolved(named[name], styles, default, path.name) for name in named if name in ALL_NAMES}


def _style_sheet_of(path: Path) -> ElementTree.Element:
    """Return the style sheet of a Word file."""
    try:
        content = _style_sheet(Budget(_MAX_FILE_SIZE).read(path))
        # No Word file has one of these; entities could expand to any size.
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise form_error(path.name, f"不是 Word 写的文件；{_REMEDY}")
        if content.count(b"<") > _MAX_TAGS:
            raise TooMuchError(f"超过 {_MAX_TAGS:,} 项")
        return ElementTree.fromstring(content.decode("utf-8"))
    except TooMuchError as error:
        raise form_error(path.name, f"样式太多（{error.clause}），不像是报告的样式；{_REMEDY}") from error
    except NotAFileError as error:
        raise form_error(path.name, "是链接、文件夹或特殊文件，请换成普通文件") from error
    except DAMAGED_FILE_ERRORS as error:
        # a file with a password is not a zip, or the password is required here
        raise form_error(path.name, f"不是 Word 文档，或者已损坏、加了密码；{_REMEDY}") from error
    except OSError as error:
        raise form_error(path.name, "读不出来，请查看文件是否还在、有没有权限") from error


def _style_sheet(archive: bytes) -> bytes:
    """Return the bytes of the style sheet; the size that the directory declares is not trusted."""
    if archive.count(b"PK\x01\x02") > _MAX_PARTS:
        raise TooMuchError(f"超过 {_MAX_PARTS:,} 项")
    with zipfile.ZipFile(io.BytesIO(archive)) as package:
        part = package.getinfo(_STYLES)
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile("Word packs in no other way")
        with package.open(part) as file:
            content = file.read(_MAX_SIZE + 1)
    if len(content) > _MAX_SIZE:
        raise TooMuchError(f"超过 {_MAX_SIZE // 1_000_000} MB")
    return content


def _resolved(
    style: ElementTree.Element, styles: dict[str, ElementTree.Element], default: WordStyle, file: str
) -> WordStyle:
    """Return the properties of a style, with inherited ones and the document's defaults."""
    paragraph, run = default.paragraph, default.run
    steps = list(islice(_style_chain(style, styles), _MAX_CHAIN + 1))
    if len(steps) > _MAX_CHAIN:
        raise form_error(file, f"样式一个基于一个，超过 {_MAX_CHAIN} 层；{_REMEDY}")
    for step in reversed(steps):
        paragraph = _merged(paragraph, _properties(step.find(_path("pPr")), PARAGRAPH_TAGS))
        run = _merged(run, _properties(step.find(_path("rPr")), RUN_TAGS))
    return WordStyle(paragraph, run)


def _style_chain(style: ElementTree.Element, styles: dict[str, ElementTree.Element]) -> Iterator[ElementTree.Element]:
    """Yield the style, its base style and so on; stops at a cycle."""
    visited = set[int]()
    step: ElementTree.Element | None = style
    while step is not None and id(step) not in visited:
        yield step
        visited.add(id(step))
        step = styles.get(_value(step, "basedOn"))


def _properties(found: ElementTree.Element | None, known: tuple[str, ...]) -> Properties:
    found_properties: Properties = {}
    for element in found if found is not None else ():
        tag = element.tag.removeprefix(_NAMESPACE)
        if tag in known:
            names = {name.removeprefix(_NAMESPACE): value for name, value in element.attrib.items()}
            found_properties[tag] = {
                name: value
                for name, value in names.items()
                if name.isalnum() and name not in _IGNORED and len(value) <= _MAX_VALUE_LENGTH
            }
    return found_properties


def _merged(before: Properties, after: Properties) -> Properties:
    changed = {**before, **after}
    for tag in _MERGED_TAGS & before.keys() & after.keys():
        dropped = _FIRST_LINE if _FIRST_LINE & after[tag].keys() else frozenset[str]()
        changed[tag] = {name: value for name, value in before[tag].items() if name not in dropped} | after[tag]
    return changed


def _number(written: str, parts: int) -> float | None:
    return int(written) / parts if re.fullmatch(r"[0-9]{1,6}", written) and int(written) > 0 else None


def _value(style: ElementTree.Element, tag: str) -> str:
    element = style.find(_path(tag))
    return element.get(f"{_NAMESPACE}val", "") if element is not None else ""


def _path(*tags: str) -> str:
    return "/".join(f"{_NAMESPACE}{tag}" for tag in tags)

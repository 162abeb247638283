"""The words of one paragraph as a reader sees them: revisions accepted, hidden words and field codes left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from perfdesk.budget import Budget
from perfdesk.importers.word.fields import FIELD_CODE, FIELD_MARK, Fields
from perfdesk.importers.word.styles import Style, Styles
from perfdesk.importers.word.symbols import symbol
from perfdesk.importers.word.tags import (
    ALTERNATE,
    BOOKMARK,
    BOX,
    CHOICE,
    CONTROL,
    CONTROL_CONTENT,
    CONTROL_PROPERTIES,
    DELETED,
    FALLBACK,
    INSERTED,
    MATH_TEXT,
    MOVED_FROM,
    MOVED_TO,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    RUN,
    RUN_PROPERTIES,
    SPACE,
    TEXT,
    VAL,
    W,
    is_on,
)

_BOLD, _HIDDEN, _STYLE = f"{W}b", f"{W}vanish", f"{W}rStyle"
_RUBY, _RUBY_BASE = f"{W}ruby", f"{W}rubyBase"
_BREAKS, _BREAK_KIND = (f"{W}br", f"{W}cr"), f"{W}type"
_SYMBOL = f"{W}sym"
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-"}
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_DRAWINGS = frozenset({f"{W}drawing", f"{W}pict", f"{W}object", ALTERNATE})
_DROPPED = frozenset({DELETED, MOVED_FROM, PARAGRAPH_PROPERTIES, RUN_PROPERTIES, CONTROL_PROPERTIES, PARAGRAPH})
_PLACEHOLDER_STYLES = ("placeholder text", "占位符文本")
#: Word's own mark of where one last edited.
_OWN_BOOKMARK = "_GoBack"
_XML_SPACES = " \t\r\n"
_ONE_SPACE = str.maketrans("\t\r\n", "   ")


@dataclass(slots=True)
class Words:
    """The words of a paragraph while they are read, its text boxes and its bookmarks."""

    pieces: list[str] = field(default_factory=list[str])
    is_bold: bool = True
    is_in_contents: bool = False
    boxes: list[Element] = field(default_factory=list[Element])
    bookmarks: list[str] = field(default_factory=list[str])
    notes: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self.pieces)

    @property
    def is_blank(self) -> bool:
        """Whether it has no words and no text box."""
        return not self.boxes and not self.text.strip()


@dataclass(slots=True)
class Omissions:
    """What the user should know about words that were left out or taken."""

    has_revisions: bool = False
    has_hidden_words: bool = False


class WordReader:
    """Reads the words of the paragraphs of one part in order. `notes` are the footnotes that were referred to."""

    def __init__(self, part: Element, styles: Styles, budget: Budget, omissions: Omissions) -> None:
        self._styles, self._budget, self._omissions = styles, budget, omissions
        self._fields = Fields(part)
        self._style = Style()
        self.notes: list[tuple[str, str]] = []

    def read(self, paragraph: Element, style: Style, words: Words) -> None:
        """Add the words of a paragraph with this style."""
        self._style = style
        self._walk(paragraph, words)

    def _walk(self, parent: Element, words: Words) -> None:
        for child in parent:
            tag = child.tag
            if tag == RUN:
                self._run(child, words)
            elif tag in _DROPPED:
                if tag in (DELETED, MOVED_FROM):
                    self._omissions.has_revisions = True
            elif tag == BOOKMARK:
                self.bookmark(child, words)
            elif tag == CONTROL:
                self._control(child, words)
            elif tag in _DRAWINGS:
                self._drawing(child, words)
            elif tag == MATH_TEXT:
                self._add(child.text or "", words, is_bold=True)
            elif len(child):
                if tag in (INSERTED, MOVED_TO):
                    self._omissions.has_revisions = True
                self._walk(child, words)

    @staticmethod
    def bookmark(mark: Element, words: Words) -> None:
        """Add the bookmark that begins here."""
        name = mark.get(f"{W}name", "")
        if name and name != _OWN_BOOKMARK:
            words.bookmarks.append(name)

    def _control(self, control: Element, words: Words) -> None:
        """A content control: what it holds, unless that is only the hint to fill it in."""
        content = control.find(CONTROL_CONTENT)
        if content is None or is_hint(control, self._styles):
            return
        self._walk(content, words)

    def _run(self, run: Element, words: Words) -> None:
        self._budget.spend()
        properties = run.find(RUN_PROPERTIES)
        is_bold, is_hidden = self._looks(properties)
        for child in run:
            tag = child.tag
            if tag == FIELD_MARK:
                self._fields.pass_mark(child)
            elif tag == FIELD_CODE:
                self._fields.pass_code(child.text or "")
            elif tag == RUN_PROPERTIES or self._fields.is_in_code:
                continue
            elif is_hidden:
                self._omissions.has_hidden_words = True
            elif tag == TEXT:
                self._add(_text(child), words, is_bold)
            elif tag in _NOTES:
                self.notes.append((_NOTES[tag], child.get(f"{W}id", "")))
                words.notes.append("".join(self.notes[-1]))
            elif tag in _DRAWINGS:
                self._drawing(child, words)
            elif tag == _RUBY:
                for base in child.findall(_RUBY_BASE):
                    self._walk(base, words)
            else:
                self._add(_sign(child), words, is_bold)

    def _add(self, text: str, words: Words, is_bold: bool) -> None:
        if text and not self._fields.is_in_code:
            words.pieces.append(text)
            words.is_bold = words.is_bold and (is_bold or not text.strip())
            words.is_in_contents = words.is_in_contents or self._fields.is_in_contents

    def _looks(self, properties: Element | None) -> tuple[bool, bool]:
        """Whether a run is bold and hidden. What styles of both kinds turn on, they turn off together (17.7.3)."""
        bold, hidden, character = None, None, Style()
        for found in properties if properties is not None else ():
            tag = found.tag
            if tag == _BOLD:
                bold = is_on(found)
            elif tag == _HIDDEN:
                hidden = is_on(found)
            elif tag == _STYLE:
                character = self._styles.style(found.get(VAL, ""))
        return (
            bool(self._style.is_bold) != bool(character.is_bold) if bold is None else bold,
            bool(self._style.is_hidden) != bool(character.is_hidden) if hidden is None else hidden,
        )

    def _drawing(self, drawing: Element, words: Words) -> None:
        """Find the text boxes of a drawing, each once: Word writes it twice, for itself and for older programs."""
        if drawing.tag == ALTERNATE:
            chosen = chosen_alternative(drawing)
            if chosen is not None:
                self._inside(chosen, words)
            return
        for child in drawing:
            if child.tag == BOX:
                words.boxes.append(child)
            else:
                self._drawing(child, words)

    def _inside(self, chosen: Element, words: Words) -> None:
        """An alternative inside a paragraph holds runs, inside a run drawings or single signs."""
        for child in chosen:
            if child.tag == RUN:
                self._run(child, words)
            elif child.tag == TEXT:
                self._add(_text(child), words, is_bold=True)
            else:
                self._drawing(child, words)


def chosen_alternative(alternate: Element) -> Element | None:
    """Return the alternative that is read: the first with words, else the one for older programs."""
    choices = alternate.findall(CHOICE)
    return next((choice for choice in choices if _has_words(choice)), alternate.find(FALLBACK))


def is_hint(control: Element, styles: Styles) -> bool:
    """Whether a content control shows only its hint (“单击此处输入文字”), in the style of hints."""
    properties = control.find(CONTROL_PROPERTIES)
    if properties is None or properties.find(f"{W}showingPlcHdr") is None:
        return False
    return any(styles.style(found.get(VAL, "")).name in _PLACEHOLDER_STYLES for found in control.iter(_STYLE))


def _has_words(choice: Element) -> bool:
    return any(next(choice.iter(tag), None) is not None for tag in (BOX, TEXT))


def _text(element: Element) -> str:
    """The text of a `w:t`: spaces at its ends count only where they are to be kept."""
    text = element.text or ""
    if element.get(SPACE) != "preserve":
        text = text.strip(_XML_SPACES)
    return text.translate(_ONE_SPACE) if "\n" in text or "\t" in text or "\r" in text else text


def _sign(element: Element) -> str:
    """The sign that an element without text stands for; blank for page breaks and everything unknown."""
    tag = element.tag
    if tag in _BREAKS:
        return "" if element.get(_BREAK_KIND) in ("page", "column") else "\n"
    if tag == _SYMBOL:
        return symbol(element.get(f"{W}font", ""), element.get(f"{W}char", ""))
    return _SIGNS.get(tag, "")

"""The outline of a report from elsewhere: which paragraphs are titles, and to which part of the form each belongs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from perfdesk.definition.model import Field, Form, Section, Table
from perfdesk.importers.prose.date_lines import is_blank_date, is_date_alone
from perfdesk.importers.prose.titles import PART_NUMBER, Destination, TitleIndex, TitleMatch, title_key
from perfdesk.importers.source import SourceParagraph
from perfdesk.language.headings import heading_level

Part = Literal["front", "heading", "text", "attachments", "signature", "attachment", "footnote"]
_LONGEST_TITLE, _LONGEST_SIGNATURE = 60, 40
#: So many chapters in a row are a table of contents.
_FEWEST_LISTED = 3
_ATTACHMENT = re.compile(
    r"^\s*附\s*[件表]\s*[0-9一二三四五六七八九十]{0,3}(?:[-－—–]\d{1,2})?\s*(?:[（(]\d+[）)])?\s*[:：]?\s*"
)
#: A chapter's number with another sign behind it than 、.
_LOOSE_NUMBER = re.compile(
    r"第\s*[一二三四五六七八九十\d]{1,3}\s*(?:部分|章)\s*|[一二三四五六七八九十]{1,3}(?:\s*[.．,，:：]\s*|\s+)"
)
_ARABIC_NUMBER = re.compile(rf"{_LOOSE_NUMBER.pattern}|\d{{1,2}}\s*[、.．]\s*")
#: `（二）机构设置。内设…`: a title with its text behind it.
_RUN_IN = re.compile(
    r"(?P<number>[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.、．](?!\d))?\s*+(?P<title>[^\s。：:，,；;、][^。：:，,；;、\n]{1,23})[。：:]\s*+"
    r"(?P<text>\S.*)",
    re.DOTALL,
)
_LISTED = re.compile(r"^\s*(?:附\s*件\s*[:：]|\d{1,2}\s*[.、．]|[（(]\d{1,2}[）)]|附\s*[件表]\s*\d)")


@dataclass(frozen=True, slots=True)
class OutlinedParagraph:
    """A paragraph with its part in the report and its place in the form.

    `front` stands before the first chapter, `attachments` is the list of attachments, `attachment` a line
    behind the signature, `is_title` one that is the title of an attachment.
    `destination` is None where the form has no such chapter. `level` is that of a heading. `is_like` says that the
    title was only recognised by its likeness. `whole` is the paragraph of the document if `paragraph` is its text
    behind a title.
    """

    paragraph: SourceParagraph
    part: Part
    destination: Destination | None = None
    level: int = 0
    is_like: bool = False
    is_title: bool = False
    whole: SourceParagraph | None = None

    @property
    def section(self) -> str:
        """The section of the form; empty if none."""
        return self.destination.section if self.destination else ""


@dataclass(slots=True)
class _Chapter:
    """What the text now belongs to: the chapter, and the part of it that the last heading began."""

    destination: Destination | None = None
    inner: Destination | None = None
    is_like: bool = False
    level: int = 1
    inner_level: int = 0
    has_begun: bool = False
    title: str = ""
    is_run_in: bool = False


def outline(form: Form, paragraphs: Sequence[SourceParagraph]) -> tuple[OutlinedParagraph, ...]:
    """The outline of the paragraphs of a document, in order."""
    return tuple(_Outliner(form, paragraphs).read())


class _Outliner:
    def __init__(self, form: Form, paragraphs: Sequence[SourceParagraph]) -> None:
        self._form, self._paragraphs = form, paragraphs
        self._titles = TitleIndex(form)
        self._chapter = _Chapter()
        self._signed = _signature_lines(form, self._titles, paragraphs)
        self._is_listing = False
        self._attachment: Destination | None = None
        self._noted: dict[str, Destination | None] = {}
        self._is_numbered = any(heading_level(one.full_text) == 1 for one in paragraphs)
        self._styled = any(one.outline_level for one in paragraphs)

    def read(self) -> Iterator[OutlinedParagraph]:
        """Yield each paragraph with its part and place."""
        for number, paragraph in enumerate(self._paragraphs):
            if paragraph.in_part == "footnote":
                yield OutlinedParagraph(paragraph, "footnote", self._noted.get("".join(paragraph.notes)))
            elif number in self._signed:
                self._is_listing = False
                yield OutlinedParagraph(paragraph, "signature")
            else:
                placed = self._placed(paragraph, number)
                self._noted.update((note, placed.destination) for note in paragraph.notes)
                yield placed

    def _placed(self, paragraph: SourceParagraph, number: int) -> OutlinedParagraph:
        text = paragraph.full_text.strip()
        attachment = self._attachment_at(text, number)
        if attachment is not None:
            return attachment
        level = self._level(paragraph)
        match = self._match(paragraph, level) if level else None
        if level and (match is not None or self._begins_chapter(level)):
            return self._begin(paragraph, level, match)
        if not self._chapter.has_begun:
            return OutlinedParagraph(paragraph, "front")
        if level and level <= self._chapter.inner_level:  # a part of the chapter that the form does not have
            self._chapter = replace(self._chapter, inner=None, inner_level=0)
        behind_title = self._run_in(paragraph)
        here = self._chapter.inner or self._chapter.destination
        return behind_title or OutlinedParagraph(paragraph, "text", here, level, self._chapter.is_like)

    def _run_in(self, paragraph: SourceParagraph) -> OutlinedParagraph | None:
        """The text behind the exact title of a part of the chapter; if it is numbered, the part begins."""
        found = _RUN_IN.match(paragraph.full_text.strip())
        if found is None or not self._section or _is_list_only(self._form.section(self._section)):
            return None
        level = _numbered_level(f"{found['number']}{found['title']}") if found["number"] else 0
        match = self._titles.inside(found["title"], self._section)
        if match is None or match.likeness < 1 or match.destination.section != self._section:
            if self._chapter.is_run_in and 0 < level <= self._chapter.inner_level:  # another part begins
                self._chapter = replace(self._chapter, inner=None, inner_level=0, is_run_in=False)
            return None
        there, is_like = match.destination, self._chapter.is_like
        is_list = isinstance(there.block, Table) and there.block.open
        if level and not is_list:  # what follows the text of a list is no item of it
            self._chapter = replace(self._chapter, inner=there, inner_level=level, is_run_in=True)
        if not is_list and not isinstance(there.block, Field):  # the title says what the figures behind it are of
            return OutlinedParagraph(paragraph, "text", there, is_like=is_like)
        behind = replace(paragraph, text=found["text"], number="")
        return OutlinedParagraph(behind, "text", there, is_like=is_like, whole=paragraph)

    def _begin(self, paragraph: SourceParagraph, level: int, match: TitleMatch | None) -> OutlinedParagraph:
        found = match.destination if match else None
        is_like = match is not None and match.likeness < 1
        chapter = self._chapter
        if level <= chapter.level or not chapter.has_begun:
            self._chapter = _Chapter(found, None, is_like, level, 0, True, title_key(paragraph.text))
        elif self._is_half_of_chapter(paragraph):
            self._chapter = replace(chapter, destination=found, inner=None, inner_level=0, is_like=is_like)
        else:
            self._chapter = replace(chapter, inner=found, inner_level=level, is_like=is_like, is_run_in=False)
        return OutlinedParagraph(paragraph, "heading", found, level, is_like)

    def _match(self, paragraph: SourceParagraph, level: int) -> TitleMatch | None:
        chapter = self._chapter
        if level <= chapter.level or not chapter.has_begun:
            return self._titles.chapter(paragraph.text)
        if self._is_half_of_chapter(paragraph):
            return self._titles.chapter(paragraph.text)
        if chapter.destination is None:
            return None
        if _is_list_only(self._form.section(chapter.destination.section)):
            return None
        return self._titles.inside(paragraph.text, chapter.destination.section)

    def _is_half_of_chapter(self, paragraph: SourceParagraph) -> bool:
        """Whether `（一）存在的问题` is a chapter of the form that `五、存在的问题及改进措施` joins with another."""
        key, title = title_key(paragraph.text), self._chapter.title
        half = self._titles.section_title(key) if key in title and key != title else ""
        return bool(half) and (half != self._section or _is_list_only(self._form.section(half)))

    def _begins_chapter(self, level: int) -> bool:
        """Whether a heading that matches nothing begins a chapter that the form does not have."""
        return self._chapter.has_begun and level <= self._chapter.level

    def _level(self, paragraph: SourceParagraph) -> int:
        """The level of a heading, 0 for text: by its style, its number, or as a title of the form in bold or alone."""
        text = paragraph.text.strip()
        if not text or len(text) > _LONGEST_TITLE or "\n" in text:
            return 0
        numbered = self._loose_chapter(paragraph.full_text) or _numbered_level(paragraph.full_text)
        numbered = numbered or self._level_with_stop(paragraph.full_text)
        if paragraph.outline_level and text[-1] not in "。；;":
            return numbered or min(paragraph.outline_level, 3)
        if numbered:
            return numbered if numbered < 3 or self._titles.inside(text, self._section) else 0
        is_title = bool(self._titles.section_title(text)) and len(title_key(text)) >= 4
        return 1 if is_title and not self._styled else 0

    def _loose_chapter(self, text: str) -> int:
        """`三．收支情况`, or `3、收支情况` where no chapter has 一、: 1 for exactly a title of the form, else 0."""
        number = (_LOOSE_NUMBER if self._is_numbered else _ARABIC_NUMBER).match(text.strip())
        return int(number is not None and bool(self._titles.section_title(text.strip()[number.end() :])))

    def _level_with_stop(self, text: str) -> int:
        """`一、基本情况。`: with a full stop only what is exactly a title of the form is a heading."""
        words = text.strip().removesuffix("。")
        level = heading_level(words) if text.strip().endswith("。") else 0
        if level == 1 or not self._section:
            return level if self._titles.section_title(words) else 0
        match = self._titles.inside(words, self._section) if level > 1 else None
        return level if match is not None and match.likeness == 1 else 0

    @property
    def _section(self) -> str:
        return self._chapter.destination.section if self._chapter.destination else ""

    def _attachment_at(self, text: str, number: int) -> OutlinedParagraph | None:
        """A line of the list of attachments, or of an attachment behind the signature."""
        paragraph = self._paragraphs[number]
        behind = bool(self._signed) and number > max(self._signed)  # no chapter continues below the signature
        found = _ATTACHMENT.match(text)
        if not behind:
            is_first = found is not None and self._chapter.has_begun and len(text) > found.end()
            self._is_listing = is_first or (self._is_listing and _LISTED.match(text) is not None)
            return OutlinedParagraph(paragraph, "attachments") if self._is_listing else None
        title = text[found.end() :] if found else text
        match = self._titles.chapter(title) if title and len(title) <= _LONGEST_TITLE else None
        if match is not None and self._form.section(match.destination.section).kind == "attachment":
            self._attachment = match.destination
        if found is not None and not title:
            self._attachment = self._next_attachment(number) or self._attachment
        is_title = found is not None or (match is not None and match.destination == self._attachment)
        return OutlinedParagraph(paragraph, "attachment", self._attachment, is_title=is_title)

    def _next_attachment(self, number: int) -> Destination | None:
        """The attachment that the title below a line `附件1` names."""
        for paragraph in self._paragraphs[number + 1 : number + 3]:
            match = self._titles.chapter(paragraph.text)
            if match is not None and self._form.section(match.destination.section).kind == "attachment":
                return match.destination
        return None


def _is_list_only(section: Section) -> bool:
    """Whether a chapter only has an open table that is printed as a list: its small headings are items."""
    tables = [block for block in section.blocks if isinstance(block, Table)]
    fields = [block for block in section.blocks if isinstance(block, Field)]
    return len(tables) == 1 and not fields and tables[0].open and tables[0].print == "items"


def _signature_lines(form: Form, titles: TitleIndex, paragraphs: Sequence[SourceParagraph]) -> frozenset[int]:
    """The lines of the signature: the last short line that is a date alone, and the name above it.

    Without any, the first one that is a date to be filled in: those after it are of attachments. No signature stands
    before the first chapter; behind a date to be filled in, no further chapter of the form begins.
    """
    begins = _chapter_begins(form, titles, paragraphs)
    first = next((at for at, one in enumerate(paragraphs) if _is_heading(one)), 0)
    lines = [
        (number, one.text.strip())
        for number, one in enumerate(paragraphs)
        if number > min(begins, default=first)
        and one.in_part != "footnote"
        and len(one.text.strip()) <= _LONGEST_SIGNATURE
    ]
    last = max(begins, default=first)
    dated = next((number for number, text in reversed(lines) if is_date_alone(text)), None)
    number = dated or next((number for number, text in lines if number > last and is_blank_date(text)), None)
    if number is None:
        return frozenset()
    above = paragraphs[number - 1].text.strip()
    is_name = 2 < len(above) <= _LONGEST_SIGNATURE and above[-1] not in "。；：:;" and not heading_level(above)
    return frozenset({number, number - 1} if is_name else {number})


def _chapter_begins(form: Form, titles: TitleIndex, paragraphs: Sequence[SourceParagraph]) -> Collection[int]:
    """The headings at which chapters of the form begin for the first time; lines of a table of contents are none."""
    found: dict[tuple[str, int], int] = {}
    written = [(number, one, _is_chapter(one)) for number, one in enumerate(paragraphs) if one.text.strip()]
    for at, (number, one, is_chapter) in enumerate(written):
        before = [is_one for _, _, is_one in written[max(0, at - _FEWEST_LISTED + 1) : at]]
        is_listed = sum(before) == _FEWEST_LISTED - 1 or any(is_one for _, _, is_one in written[at + 1 : at + 2])
        match = titles.chapter(one.text) if is_chapter and not is_listed else None
        if match is not None and form.section(match.destination.section).kind != "attachment":
            found.setdefault((match.destination.section, id(match.destination.block)), number)
    return found.values()


def _is_heading(paragraph: SourceParagraph) -> bool:
    return bool(_numbered_level(paragraph.full_text) or paragraph.outline_level)


def _is_chapter(paragraph: SourceParagraph) -> bool:
    return 1 in (_numbered_level(paragraph.full_text), paragraph.outline_level)


def _numbered_level(text: str) -> int:
    """The level of a heading by its number; `第三部分` and `第三章` are chapters, `第三节` is a part of one."""
    part = PART_NUMBER.match(text.strip())
    is_short = len(text.strip()) <= _LONGEST_TITLE and text.strip()[-1:] not in "。；;，："
    if part is not None and part[2] and is_short and part.end() < len(text.strip()):
        return 2 if part[1] == "节" else 1
    return heading_level(text)

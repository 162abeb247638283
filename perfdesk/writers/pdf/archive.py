"""The PDF file around the pages, with metadata for archiving as PDF/A-2b (ISO 19005-2).

The metadata is in the Info dictionary and in XMP, without times; greys refer to the embedded sRGB profile.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from PIL import ImageCms
from reportlab.pdfbase.pdfdoc import (
    XMP,
    PDFArray,
    PDFCatalog,
    PDFDictionary,
    PDFDocument,
    PDFInfo,
    PDFName,
    PDFStream,
    PDFString,
)
from reportlab.pdfgen.canvas import Canvas

_PROGRAM = "PerfDesk"
_LANGUAGE = "zh-CN"
#: The creation time in an ICC profile (ICC.1 §7.2).
_PROFILE_TIME = slice(24, 36)
_NOT_XML = re.compile("[\ufffe\uffff]")
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
{facts}<xmp:CreatorTool>{program}</xmp:CreatorTool><pdf:Producer>{program}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
_XMP_FACTS = {
    "Title": '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:title>\n',
    "Author": "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n",
    "Subject": '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:description>\n',
}


class ArchiveCanvas(Canvas):
    """A canvas whose file has title, author, language and page labels, and can be archived."""

    _doc: Any

    def __init__(self, path: Path, first_font: str, title: str, author: str, subject: str) -> None:
        # Without another initial font, ReportLab begins every page in Helvetica, which is not embedded.
        settings: dict[str, Any] = {"initialFontName": first_font, "invariant": 1, "pageCompression": 1}
        settings["pdfVersion"] = (1, 7)
        super().__init__(str(path), **settings)
        facts = _DocumentInfo(title, author, subject)
        self._doc.info = facts
        self._doc.Catalog = _Catalog(self._doc, facts)
        self.setViewerPreference("DisplayDocTitle", "true")
        self.setPageCallBack(self._end_page)

    def label_pages(self, uncounted: int) -> None:
        """Number the pages for the reader's side bar; the first `uncounted` ones have no number."""
        numbered = [uncounted, PDFDictionary({"S": PDFName("D")})]
        labels = [0, PDFDictionary({}), *numbered] if uncounted else numbered
        self._doc.Catalog.PageLabels = PDFDictionary({"Nums": PDFArray(labels)})

    def _end_page(self, _number: int) -> None:
        # ReportLab gives every page an empty slide transition, which a report does not need.
        self._doc.Pages.pages[-1].Trans = None


class _DocumentInfo(PDFInfo):
    """Title, author and subject where known, and nothing about the user's computer or the time."""

    def __init__(self, title: str, author: str, subject: str) -> None:
        super().__init__()
        self.title, self.author, self.subject = (_NOT_XML.sub("", text) for text in (title, author, subject))

    def format(self, document: PDFDocument) -> bytes:
        texts = self._texts() | {"Creator": _PROGRAM, "Producer": _PROGRAM}
        return PDFDictionary({key: PDFString(text) for key, text in texts.items()}).format(document)

    def as_xmp(self, _document: PDFDocument) -> bytes:
        """The same facts as XMP."""
        facts = (_XMP_FACTS[key].format(escape(text)) for key, text in self._texts().items())
        return _XMP.format(facts="".join(facts), program=_PROGRAM).encode("utf-8")

    def _texts(self) -> dict[str, str]:
        texts = {"Title": self.title, "Author": self.author, "Subject": self.subject}
        return {key: text for key, text in texts.items() if text}


class _Catalog(PDFCatalog):
    """The root of the file, with the language of its text and the meaning of its colours."""

    def __init__(self, document: Any, facts: _DocumentInfo) -> None:
        vars(self).update(vars(document.Catalog))
        self.__NoDefault__ = self.__Refs__ = [*self.__NoDefault__, "OutputIntents"]
        self.Lang = PDFString(_LANGUAGE)
        self.Metadata = XMP(creator=facts.as_xmp)
        profile = PDFStream(PDFDictionary({"N": 3}), _srgb())
        intent = {
            "Type": PDFName("OutputIntent"),
            "S": PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": PDFString("sRGB"),
            "DestOutputProfile": document.Reference(profile),
        }
        self.OutputIntents = PDFArray([PDFDictionary(intent)])


@cache
def _srgb() -> bytes:
    """The sRGB profile, always the same bytes."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_PROFILE_TIME] = bytes((7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    return bytes(profile)

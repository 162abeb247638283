"""Build the PerfDesk report fonts as static glyf-outline TrueType files.

Developer tool, run by hand on Debian 12 (never at program run time):

    apt-get install fonts-noto-cjk fonts-noto-cjk-extra fonts-lxgw-wenkai
    apt-get download texlive-lang-chinese   # only FandolFang-Regular.otf is used
    dpkg -x texlive-lang-chinese_*.deb /tmp/fonts/fd
    pip install fonttools==4.68.0
    python build_fonts.py [FILE.ttf ...]

ReportLab refuses CFF outlines, so every glyph is redrawn with quadratic curves into a
new font without layout tables and hints; dashes and quotes are set full width.
"""

import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.teePen import TeePen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

from perfdesk.definition.gb18030 import replace_private_use

HERE = Path(__file__).resolve().parent
NOTO = "/usr/share/fonts/opentype/noto/"
LXGW = "/usr/share/fonts/truetype/lxgw-wenkai/"
FANDOL = "/tmp/fonts/fd/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/"

EM = 1000
ASCENT, DESCENT = 1000, -280  # hold every glyph and centre Han glyphs in a line
MAX_CURVE_ERROR = 1.0
TIMESTAMP = 3_878_323_200  # 2026-11-24 (seconds since 1904): fixed, so that builds repeat
VERSION = "Version 1.000"
OFL = "SIL Open Font License, Version 1.1 (https://openfontlicense.org)"
GPL = "GNU GPL version 3 with font exception; modified from FandolFang, see GPL-3-Fandol.txt"

DIGITS = "0123456789"
SHAPES = "■□▲△▼▽◆◇◎●○★☆①②③④⑤⑥⑦⑧⑨⑩"
SYMBOLS = (  # on top of Latin-1, the codec and characters.txt
    "〇‐‑‒–—―−‚„†‡•‥‧‰‱‵‹›€₂₃℉™↔⇒⇔√≒≦≧≤≥≠▼▽✓✗☐☑☒〒・㊣㎎㎏㎜㎝㎞㎡㎥㏄㏊⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳ⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻ"
)
# Characters made by drawing others, on top of each other; the first possible form is used.
DRAWN_AS = {"·": ("‧", "·"), "―": ("―", "—"), "☐": ("□",), "☑": ("□✓",), "☒": ("□✗",)}
OPENING, CLOSING, DASH = "“‘", "”’", "—"  # set full width whatever the width in the source
QUOTE_MARGIN = 90


@dataclass
class Source:
    """A font file, the face inside it and which of its characters to take."""

    path: str
    face: str = ""
    only: str = ""
    leave_out: str = ""
    feature: str = ""

    def load(self):
        """Open the face and map each character to its glyph."""
        faces = TTCollection(self.path, lazy=True).fonts if self.face else [TTFont(self.path)]
        self.font = next(f for f in faces if self.face in ("", f["name"].getDebugName(6)))
        self.glyphs = self.font.getGlyphSet()
        replaced = single_substitutions(self.font, self.feature) if self.feature else {}
        self.cmap = {
            chr(code): replaced.get(name, name)
            for code, name in self.font.getBestCmap().items()
            if chr(code) not in self.leave_out and (not self.only or chr(code) in self.only)
        }
        return self

    def measure(self, glyph):
        """Return a glyph's bounding box (all zero if blank) and area (negative if clockwise)."""
        bounds, area = BoundsPen(self.glyphs), AreaPen(self.glyphs)
        self.glyphs[glyph].draw(TeePen(bounds, area))
        return bounds.bounds or (0, 0, 0, 0), area.value

    def draw(self, glyph, pen, scale, shift):
        """Draw a glyph as clockwise quadratic contours, scaled and moved sideways."""
        counterclockwise = self.measure(glyph)[1] > 0
        quadratic = Cu2QuPen(pen, MAX_CURVE_ERROR, reverse_direction=counterclockwise)
        moved = TransformPen(quadratic, (scale, 0, 0, 1, shift, 0))
        self.glyphs[glyph].draw(DecomposingFilterPen(moved, self.glyphs, reverseFlipped=True))


@dataclass
class Target:
    """A font to write: its family name, character set, licence and sources, main one first."""

    family: str
    codec: str
    licence: str
    sources: tuple


SANS = Source(f"{NOTO}NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular")
SANS_MEDIUM = Source(f"{NOTO}NotoSansCJK-Medium.ttc", "NotoSansCJKsc-Medium")
KAI = Source(f"{LXGW}LXGWWenKai-Regular.ttf", leave_out=DIGITS)
KAI_SYMBOLS = Source(KAI.path, only=SYMBOLS)  # for the few that Noto lacks
KAI_DIGITS = Source(f"{LXGW}LXGWWenKaiMono-Regular.ttf", only=DIGITS)
FANG = Source(f"{FANDOL}FandolFang-Regular.otf", leave_out=SHAPES)  # its shapes are oversized


def serif_sources(weight):
    """Return Noto Serif CJK SC of a weight, with its half-width (all alike) digits."""
    path, face = f"{NOTO}NotoSerifCJK-{weight}.ttc", f"NotoSerifCJKsc-{weight}"
    digits = Source(path, face, only=DIGITS, feature="hwid")
    return Source(path, face, leave_out=DIGITS), digits, KAI_SYMBOLS


TARGETS = {
    "PerfDeskSong.ttf": Target("PerfDesk Song", "gb18030", OFL, serif_sources("Regular")),
    "PerfDeskBiaoSong.ttf": Target("PerfDesk BiaoSong", "gb2312", OFL, serif_sources("SemiBold")),
    "PerfDeskHei.ttf": Target("PerfDesk Hei", "gb2312", OFL, (SANS, KAI_SYMBOLS)),
    "PerfDeskHeiMedium.ttf": Target("PerfDesk HeiMedium", "gb2312", OFL, (SANS_MEDIUM, KAI_SYMBOLS)),
    "PerfDeskKai.ttf": Target("PerfDesk Kai", "gb2312", OFL, (KAI, KAI_DIGITS)),
    "PerfDeskFangSong.ttf": Target("PerfDesk FangSong", "gb2312", GPL, (FANG,)),
}


def single_substitutions(font, tag):
    """Return the glyph replacements that a GSUB feature makes one for one."""
    table, replaced = font["GSUB"].table, {}
    features = [rec.Feature for rec in table.FeatureList.FeatureRecord if rec.FeatureTag == tag]
    for index in {index for feature in features for index in feature.LookupListIndex}:
        for subtable in table.LookupList.Lookup[index].SubTable:
            replaced.update(getattr(subtable, "ExtSubTable", subtable).mapping)
    return replaced


def codec_characters(codec):
    """Return every character that a two-byte codec can encode, private-use ones at their proper place or not at all."""
    pairs = (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF))
    texts = {replace_private_use(pair.decode(codec, "ignore")) for pair in pairs}
    return {text for text in texts if len(text) == 1 and text > "\x7f" and unicodedata.category(text) != "Co"}


def wanted_characters(codec):
    """Return the sorted characters of a font built on the given codec."""
    latin = {chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x100))}
    official = (HERE / "characters.txt").read_text(encoding="utf-8").split()
    return sorted(latin.union(SYMBOLS, codec_characters(codec), *official))


def parts_of(char, sources):
    """Return the (source, glyph) pairs that make up a character; none if it is not there."""
    for form in DRAWN_AS.get(char, (char,)):
        found = [next((s for s in sources if part in s.cmap), None) for part in form]
        if all(found):
            return [(source, source.cmap[part]) for source, part in zip(found, form, strict=True)]
    return []


def placement(char, advance, bounds):
    """Return the advance, the horizontal scale and the shift of a character's glyph."""
    left, _, right, _ = bounds
    if char == DASH:  # two of them must join
        return EM, EM / (right - left), -left * EM / (right - left)
    if char in OPENING and advance < EM:
        return EM, 1, EM - QUOTE_MARGIN - right
    if char in CLOSING and advance < EM:
        return EM, 1, QUOTE_MARGIN - left
    return advance, 1, 0


def draw(char, parts):
    """Return the quadratic glyph and the advance of a character."""
    pen = TTGlyphPen(None)
    (source, glyph), *marks = parts
    bounds, _ = source.measure(glyph)
    advance, scale, shift = placement(char, source.font["hmtx"][glyph][0], bounds)
    source.draw(glyph, pen, scale, shift)
    for mark_source, mark in marks:
        (left, _, right, _), _ = mark_source.measure(mark)
        mark_source.draw(mark, pen, 1, (bounds[0] + bounds[2] - left - right) / 2)
    return pen.glyph(dropImpliedOnCurves=True), advance


def draw_all(target):
    """Return the drawn glyphs and the character map of a target font."""
    sources = [source.load() for source in target.sources]
    drawn, cmap, names = {".notdef": draw(".notdef", [(sources[0], ".notdef")])}, {}, {}
    for char in wanted_characters(target.codec):
        if parts := parts_of(char, sources):
            key = (char in OPENING + CLOSING + DASH, *((s.path, glyph) for s, glyph in parts))
            if key not in names:
                names[key] = f"u{ord(char):04X}"
                drawn[names[key]] = draw(char, parts)
            cmap[ord(char)] = names[key]
    return drawn, cmap


def add_names(builder, target):
    """Write the name table: new family name, the sources' copyrights, the licence."""
    notices = [source.font["name"].getDebugName(0) for source in target.sources]
    lines = [line for notice in notices for line in notice.split(" This Font")[0].splitlines()]
    builder.setupNameTable(
        {
            "copyright": "\n".join(dict.fromkeys(lines)),
            "familyName": target.family,
            "styleName": "Regular",
            "uniqueFontIdentifier": f"{target.family} {VERSION}",
            "fullName": target.family,
            "version": VERSION,
            "psName": target.family.replace(" ", "") + "-Regular",
            "licenseDescription": target.licence,
        },
        mac=False,
    )


def build(target):
    """Return the finished font of a target."""
    drawn, cmap = draw_all(target)
    builder = FontBuilder(EM, isTTF=True)
    builder.setupHead(unitsPerEm=EM, created=TIMESTAMP, modified=TIMESTAMP, fontRevision=1.0)
    builder.font.recalcTimestamp = False
    builder.setupGlyphOrder(list(drawn))
    builder.setupCharacterMap(cmap)
    builder.setupGlyf({name: glyph for name, (glyph, _) in drawn.items()})
    sides = {name: getattr(glyph, "xMin", 0) for name, (glyph, _) in drawn.items()}
    builder.setupHorizontalMetrics({name: (drawn[name][1], side) for name, side in sides.items()})
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT, lineGap=0)
    add_names(builder, target)
    builder.setupOS2(
        version=4,
        fsType=0,
        fsSelection=0x00C0,
        sTypoAscender=ASCENT,
        sTypoDescender=DESCENT,
        sTypoLineGap=0,
        usWinAscent=ASCENT,
        usWinDescent=-DESCENT,
        sxHeight=500,
        sCapHeight=730,
        ulCodePageRange1=1 << 18 | 1,  # Simplified Chinese and Latin 1
    )
    builder.font["OS/2"].recalcUnicodeRanges(builder.font)
    builder.font["OS/2"].recalcAvgCharWidth(builder.font)
    builder.setupPost(keepGlyphNames=False)
    gasp = builder.font["gasp"] = newTable("gasp")
    gasp.version, gasp.gaspRange = 1, {0xFFFF: 0x000F}  # smooth at every size
    return builder.font


def main(files):
    """Build the named fonts (all without names) next to this script and report coverage."""
    for file in files or TARGETS:
        target = TARGETS[file]
        build(target).save(HERE / file)
        have = set(map(chr, TTFont(HERE / file).getBestCmap()))
        missing = [char for char in wanted_characters(target.codec) if char not in have]
        print(f"{file}: {len(have)} characters, {len(missing)} missing: {''.join(missing)}")


if __name__ == "__main__":
    main(sys.argv[1:])

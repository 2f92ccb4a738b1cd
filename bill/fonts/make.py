"""Makes the font subsets in src/main/resources/org/yipiao/bill/face/fonts from Debian's font packages.

Run after: apt-get install python3-fonttools fonts-arphic-gbsn00lp fonts-arphic-gkai00mp fonts-hanazono fonts-wqy-microhei
Usage: python3 make.py [root of the unpacked packages, default /]

The four files are searched in this order for a character, each one style further from the standard fonts:
  song.ttf.gz   GB 2312, song style
  kai.ttf.gz    GB 2312 level 1, kai style, for title and labels only
  names.ttf.gz  song style: what names hold beyond GB 2312: extension A, 通用规范汉字表 beyond the basic plane, the additions
             at the end of the basic block and the simplified characters of modern dictionaries
  rest.ttf.gz   the rest of the basic block (traditional and historic forms), sans style because it is small
"""

import gzip
import io
import os
import sys
from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = sys.argv[1] if len(sys.argv) > 1 else "/"
FONTS = os.path.join(ROOT, "usr/share/fonts/truetype")
OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../src/main/resources/org/yipiao/bill/face/fonts")
CHANGED = "Subset made for Yipiao on 2026-11-21: characters and tables removed, outlines unchanged."


def cmap(path):
    return set(TTFont(path, lazy=True, fontNumber=0).getBestCmap())


def make(source, characters, name, family):
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    options.font_number = 0
    options.drop_tables += ["vhea", "vmtx", "EBDT", "EBLC", "EBSC", "FFTM", "BDF ", "mort", "hdmx", "LTSH", "VDMX", "PCLT"]
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font["cmap"].tables = [table for table in font["cmap"].tables if table.format != 14]  # variation selectors
    for record in list(font["name"].names):
        if record.nameID in (1, 4, 6):  # the licences reserve the names of the originals
            font["name"].removeNames(record.nameID)
    for id, text in ((1, family), (2, "Regular"), (4, family), (6, family.replace(" ", "")), (10, CHANGED)):
        font["name"].setName(text, id, 3, 1, 0x409)
        font["name"].setName(text, id, 1, 0, 0)
    font.recalcTimestamp = False
    plain = io.BytesIO()
    font.save(plain)
    packed = gzip.compress(plain.getvalue(), 9, mtime=0)
    with open(os.path.join(OUT, name), "wb") as file:
        file.write(packed)
    print(name, len(font.getBestCmap()), "characters", len(plain.getvalue()), "bytes, packed", len(packed))


def gb2312_level_1():
    """Rows 16 to 55, of which the last ends at cell 89."""
    cells = ((row, cell) for row in range(16, 56) for cell in range(1, 95) if (row, cell) < (55, 90))
    return {ord(bytes((row + 0xA0, cell + 0xA0)).decode("gb2312")) for row, cell in cells}


def simplified_beyond_gb2312(path):
    """The characters one a line, chosen once from the Unihan database: in 现代汉语词典 or GB 8565, no traditional forms."""
    with open(path, encoding="utf-8") as file:
        return {ord(c) for c in file.read() if not c.isspace()}


os.makedirs(OUT, exist_ok=True)
song = FONTS + "/arphic-gbsn00lp/gbsn00lp.ttf"
gb2312 = cmap(song)
make(song, gb2312, "song.ttf.gz", "Yipiao Song")

ascii_and_marks = {c for c in gb2312 if c < 0x80 or 0x2000 <= c < 0x2700 or 0x3000 <= c < 0x3020 or c >= 0xFF00}
here = os.path.dirname(os.path.abspath(__file__))
make(FONTS + "/arphic-gkai00mp/gkai00mp.ttf", gb2312_level_1() | ascii_and_marks, "kai.ttf.gz", "Yipiao Kai")

hana = FONTS + "/hanazono/HanaMinA.ttf"
names = {c for c in cmap(hana) if 0x3400 <= c < 0x4DC0 or 0x9FA6 <= c <= 0x9FFF or 0x20000 <= c < 0x2F800}
names |= simplified_beyond_gb2312(here + "/beyond-gb2312.txt") - gb2312
make(hana, names, "names.ttf.gz", "Yipiao Names")

rest = set(range(0x4E00, 0x9FA6)) - gb2312 - names
make(FONTS + "/wqy/wqy-microhei.ttc", rest, "rest.ttf.gz", "Yipiao Rest")

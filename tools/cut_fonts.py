"""Cut the font down to the characters we print, for pages and figures that hold their font.

``make fonts`` writes src/analysis/display/figures/typeface; run it after a change of `CHARACTERS`
or of the font package. The cut fonts bear a name of their own, as the font's licence asks of
changed ones.
"""

from __future__ import annotations

import shutil
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

from analysis.display.figures.fonts import CHARACTERS, WEIGHTS, cut_font_file, font_file

NAME = "Fagligheder"
#: Records of the name table: family, full name and PostScript name, and their longer forms.
NAMES = (1, 3, 4, 6, 16, 18, 25)


def cut(weight: str) -> TTFont:
    """Return the project's font in one weight with our characters alone, renamed."""
    options = subset.Options(flavor="woff", hinting=False)
    options.layout_features = ["kern"]
    options.recalc_timestamp = False
    font = TTFont(font_file(weight), recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text=CHARACTERS)
    cutter.subset(font)
    for record in font["name"].names:
        if record.nameID in NAMES:
            record.string = f"{NAME}-{WEIGHTS[weight]}"
    font.flavor = "woff"
    return font


def main() -> int:
    for weight in WEIGHTS:
        target = cut_font_file(weight)
        cut(weight).save(target)
        print(f"{target.name}: {target.stat().st_size} bytes")
    licence = font_file("normal").with_name("LICENSE.txt")
    shutil.copyfile(licence, cut_font_file("normal").with_name("LICENSE.txt"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
